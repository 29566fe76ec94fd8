using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LeRun.Tests.Infra;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Docs;

/// <summary>A request of an .http file.</summary>
/// <param name="Title">The text of its separator.</param>
/// <param name="Expected">The status that its comment announces.</param>
/// <param name="Name">What later requests call its response; null if none uses it.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Url">The URL, with its placeholders.</param>
/// <param name="Headers">The headers, with their placeholders.</param>
/// <param name="Body">The body, with its placeholders; null without one.</param>
internal sealed record HttpFileRequest(
    string Title,
    int Expected,
    string? Name,
    string Method,
    string Url,
    IReadOnlyList<(string Name, string Value)> Headers,
    string? Body);

/// <summary>An .http file, as far as lerun.http goes: variables, and values out of the responses to named requests.</summary>
internal sealed partial class HttpFile
{
    private readonly Dictionary<string, string> _variables;
    private readonly Dictionary<string, Reply> _replies = new(StringComparer.Ordinal);

    public HttpFile(string text)
    {
        var blocks = Separator().Split(text);
        _variables = Variable().Matches(blocks[0]).ToDictionary(
            match => match.Groups["name"].Value, match => match.Groups["value"].Value, StringComparer.Ordinal);
        Requests = [.. blocks.Skip(1).Select(Parse).OfType<HttpFileRequest>()];
    }

    public IReadOnlyList<HttpFileRequest> Requests { get; }

    /// <summary>lerun.http, before its first request.</summary>
    public static HttpFile OfTheRepository() => new(Repository.Read("lerun.http"));

    /// <summary>Starts an app with the settings that the file counts on.</summary>
    public static Task<TestApp> StartAppAsync(Action<IServiceCollection>? configure = null) =>
        TestApp.StartAsync(configure: configure, settings: [("Auth:Admins", "admin"), ("Admin:AllowDeleteAll", "true")]);

    /// <summary>Sends a request with its placeholders filled in.</summary>
    /// <param name="request">One of the file, after those that it takes values from.</param>
    /// <param name="client">The app to send it to, in place of the file's <c>host</c>.</param>
    /// <param name="query">Further parameters of the query, such as <c>a=1&amp;b=2</c>.</param>
    public async Task<Reply> SendAsync(HttpFileRequest request, ApiClient client, string query = "")
    {
        _variables["host"] = "";
        var headers = request.Headers
            .Where(header => header.Name != "Content-Type").Select(header => (header.Name, Fill(header.Value)));
        var body = request.Body is null ? null : Fill(request.Body);
        var url = Fill(request.Url);
        if (query.Length > 0)
            url += (url.Contains('?', StringComparison.Ordinal) ? '&' : '?') + query;
        var type = request.Headers.FirstOrDefault(header => header.Name == "Content-Type").Value ?? "application/json";
        object? content = body is null ? null : new StringContent(body, Encoding.UTF8, type);
        var reply = await client.Send(new HttpMethod(request.Method), url, content, [.. headers]);
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
        var expected = Comment("# expect ") ?? throw new FormatException($"'{lines[0]}' does not say what to expect.");
        return new HttpFileRequest(
            lines[0].Trim(),
            int.Parse(expected, CultureInfo.InvariantCulture),
            Comment("# @name "),
            method,
            url,
            [.. lines.Skip(2 + comments.Count).Select(line => line.Split(": ", 2)).Select(header => (header[0], header[1]))],
            parts.Length > 1 && parts[1].Trim() is { Length: > 0 } body ? body : null);

        string? Comment(string start) =>
            comments.FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal))?[start.Length..];
    }

    private string Fill(string text) => Placeholder().Replace(text, match =>
    {
        var name = match.Groups[1].Value;
        if (_variables.TryGetValue(name, out var value))
            return Fill(value);
        return name.Split('.') switch
        {
            [var reply, "response", "headers", var header] => _replies[reply].Headers[header],
            [var reply, "response", "body", "$", .. var path] => path
                .Aggregate(_replies[reply].Json, (at, member) =>
                    Member(at, member) ?? throw new FormatException($"{name} is not there."))
                .ToString(),
            _ => throw new FormatException($"{name} is not understood."),
        };
    });

    // "codes[0]" is the first of them.
    private static JsonNode? Member(JsonNode at, string member) => member.Split('[', ']') is [var list, var index, ""]
        ? at[list]?[int.Parse(index, CultureInfo.InvariantCulture)]
        : at[member];

    [GeneratedRegex("^###", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{([^}]+)\}\}")]
    private static partial Regex Placeholder();
}
