using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LeRun.ApiDocs;

/// <summary>The API to read in one go, in Markdown: every route with who may call it, an example, and a link into the page.</summary>
public sealed class Guide(IReadOnlyList<DocumentedFunction> functions, Words words)
{
    private const string Page = "http://localhost:7071/api/docs";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Examples _examples = new();

    /// <summary>Where it belongs in the working copy.</summary>
    public static string PathIn(CultureInfo language) => language.Name == "en" ? "docs/api.md" : $"docs/api.{language.Name}.md";

    public string ToMarkdown()
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"# {words["title"]}\n\n")
            .Append(CultureInfo.InvariantCulture, $"<!-- {words["guide.generated"]} -->\n\n")
            .Append(CultureInfo.InvariantCulture, $"{words["intro"]}\n");
        foreach (var chapter in functions.GroupBy(function => function.Tag))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {words[$"chapter.{chapter.Key}"]}\n");
            foreach (var function in chapter)
                Append(text, function);
        }

        return text.ToString();
    }

    private void Append(StringBuilder text, DocumentedFunction function)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### {words[function.Name]}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"`{function.Verb.ToUpperInvariant()} {function.Path}` · ");
        text.Append(CultureInfo.InvariantCulture, $"{words[$"access.{function.Access}"]} · [{words["guide.try"]}]({Page}{function.Anchor})\n");
        if (words.Find($"{function.Name}.more") is { } more)
            text.Append(CultureInfo.InvariantCulture, $"\n{more}\n");
        text.Append(CultureInfo.InvariantCulture, $"\n```http\n{Request(function)}\n```\n");
        if (function.Answer is { } answer)
            text.Append(CultureInfo.InvariantCulture, $"\n{words["guide.answer"]}\n\n```json\n{Answer(answer)}\n```\n");
        var failures = string.Join(" · ", function.Failures.Select(status => $"`{status}`"));
        text.Append(CultureInfo.InvariantCulture, $"\n{words["guide.failures"]} {failures}\n");
    }

    private string Request(DocumentedFunction function)
    {
        var path = function.Template.Parameters.Aggregate(function.Path, (path, part) => path.Replace(
            $"{{{part.Name}}}",
            (_examples.Find($"{function.Name}.{part.Name}") ?? _examples.Of(part.Name!)).ToString(),
            StringComparison.Ordinal));
        var request = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{function.Verb.ToUpperInvariant()} {path}");
        if (function.Access != LeRun.Functions.Http.Access.Anyone)
            request.Append("\nAuthorization: Bearer <token>");
        if (function.Body is { RequestType: { } body })
            request.Append(CultureInfo.InvariantCulture, $"\nContent-Type: application/json\n\n{Show(_examples.Find(function.Name) ?? _examples.Of(Schemas.NameOf(body)))}");
        return request.ToString();
    }

    private string Answer(DocumentedAnswer answer)
    {
        var example = _examples.Of(Schemas.NameOf(answer.Body));
        return Show(answer.IsPage ? new JsonArray(example) : example);
    }

    private static string Show(JsonNode value) => value.ToJsonString(Readable);
}
