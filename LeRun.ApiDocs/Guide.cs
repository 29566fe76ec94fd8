using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LeRun.Functions.Http;

namespace LeRun.ApiDocs;

/// <summary>
/// The API to read in one go, in Markdown: every route with who may call it, an example, and a link into the page.
/// </summary>
public sealed class Guide(IReadOnlyList<DocumentedFunction> functions, Words words)
{
    private const string Page = "http://localhost:7071/api/docs";

    /// <summary>Where it belongs in the working copy.</summary>
    public static string PathIn(CultureInfo language) => language.Name == "en" ? "docs/api.md" : $"docs/api.{language.Name}.md";

    /// <summary>The whole guide.</summary>
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
        text.Append(CultureInfo.InvariantCulture, $"{words[$"access.{function.Access}"]} · ");
        text.Append(CultureInfo.InvariantCulture, $"[{words["guide.try"]}]({Page}{function.Anchor})\n");
        if (words.Find($"{function.Name}.more") is { } more)
            text.Append(CultureInfo.InvariantCulture, $"\n{more}\n");
        text.Append(CultureInfo.InvariantCulture, $"\n```http\n{Request(function)}\n```\n");
        if (function.Result is { } result)
            text.Append(CultureInfo.InvariantCulture, $"\n{words["guide.returns"]}\n\n```json\n{Response(result)}\n```\n");
        var failures = string.Join(" · ", function.Statuses.Where(status => status >= 400).Select(status => $"`{status}`"));
        text.Append(CultureInfo.InvariantCulture, $"\n{words["guide.failures"]} {failures}\n");
    }

    private static string Request(DocumentedFunction function)
    {
        var path = function.Template.Parameters.Aggregate(function.Path, (path, part) => path.Replace(
            $"{{{part.Name}}}",
            (Examples.Find($"{function.Name}.{part.Name}") ?? Examples.Of(part.Name!)).ToString(),
            StringComparison.Ordinal));
        var request = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{function.Verb.ToUpperInvariant()} {path}");
        if (function.Access != Access.Anyone)
            request.Append("\nAuthorization: Bearer <token>");
        if (function.Body is { RequestType: { } body })
        {
            var example = Examples.Find(function.Name) ?? Examples.Of(Schemas.NameOf(body));
            request.Append(CultureInfo.InvariantCulture, $"\nContent-Type: application/json\n\n{example.ToText()}");
        }

        return request.ToString();
    }

    private static string Response(DocumentedResult result)
    {
        var example = Examples.Of(Schemas.NameOf(result.Body));
        return (result.IsList ? new JsonArray(example) : example).ToText();
    }
}
