using System.Text.RegularExpressions;
using LeRun.Tests.Support;

namespace LeRun.Tests.Docs;

/// <summary>A request of an .http file.</summary>
/// <param name="Expected">The status that its comment announces.</param>
/// <param name="Name">What later requests call its answer.</param>
internal sealed record HttpFileRequest(
    string Title, int Expected, string? Name, string Method, string Url, IReadOnlyList<(string Name, string Value)> Headers, string? Body);

/// <summary>An .http file, as far as lerun.http goes: variables, and values out of the answers of named requests.</summary>
internal sealed partial class HttpFile
{
    private readonly Dictionary<string, string> _variables;
    private readonly Dictionary<string, Reply> _replies = new(StringComparer.Ordinal);

    public HttpFile(string text)
    {
        var blocks = Separator().Split(text);
        _variables = Variable().Matches(blocks[0]).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value, StringComparer.Ordinal);
        Requests = [.. blocks.Skip(1).Select(Parse).OfType<HttpFileRequest>()];
    }

    public IReadOnlyList<HttpFileRequest> Requests { get; }

    /// <summary>Sends the request with its variables filled in, to where <c>host</c> is instead of where the file says.</summary>
    public async Task<Reply> SendAsync(HttpFileRequest request, ApiClient client)
    {
        _variables["host"] = "";
        var headers = request.Headers.Where(header => header.Name != "Content-Type").Select(header => (header.Name, Fill(header.Value)));
        var reply = await client.Send(new HttpMethod(request.Method), Fill(request.Url), request.Body is null ? null : Fill(request.Body), [.. headers]);
        if (request.Name is not null)
            _replies[request.Name] = reply;
        return reply;
    }

    private static HttpFileRequest? Parse(string block)
    {
        var parts = block.ReplaceLineEndings("\n").Split("\n\n", 2);
        var lines = parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var comments = lines.Skip(1).TakeWhile(line => line.StartsWith('#')).ToList();
        if (lines.Skip(1 + comments.Count).FirstOrDefault()?.Split(' ', 2) is not [var method, var url])
            return null;
        return new HttpFileRequest(
            lines[0].Trim(),
            int.Parse(Comment("# expect ") ?? throw new FormatException($"'{lines[0]}' does not say what to expect."), System.Globalization.CultureInfo.InvariantCulture),
            Comment("# @name "),
            method,
            url,
            [.. lines.Skip(2 + comments.Count).Select(line => line.Split(": ", 2)).Select(header => (header[0], header[1]))],
            parts.Length > 1 && parts[1].Trim() is { Length: > 0 } body ? body : null);

        string? Comment(string start) => comments.FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal))?[start.Length..];
    }

    private string Fill(string text) => Placeholder().Replace(text, match =>
    {
        var name = match.Groups[1].Value;
        if (_variables.TryGetValue(name, out var value))
            return Fill(value);
        return name.Split('.') switch
        {
            [var reply, "response", "headers", var header] => _replies[reply].Headers[header],
            [var reply, "response", "body", "$", .. var path] =>
                path.Aggregate(_replies[reply].Json, (at, member) => at[member] ?? throw new FormatException($"{name} is not there.")).ToString(),
            _ => throw new FormatException($"{name} is not understood."),
        };
    });

    [GeneratedRegex("^###", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{([^}]+)\}\}")]
    private static partial Regex Placeholder();
}
