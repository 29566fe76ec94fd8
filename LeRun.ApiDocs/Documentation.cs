using System.Text.Encodings.Web;
using System.Text.Json;
using LeRun.Localization;

namespace LeRun.ApiDocs;

/// <summary>All that documents the API, made from the declarations and types of its functions.</summary>
public static class Documentation
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Each file: where it belongs in the working copy, and its text.</summary>
    public static IEnumerable<(string Path, string Text)> Files()
    {
        var functions = DocumentedFunction.All();
        foreach (var language in LocalizedMessage.Languages)
        {
            var words = new Words(language);
            var document = new OpenApiDocument(functions, words).ToJson();
            yield return ($"LeRun.Functions/Docs/Files/openapi.{language.Name}.json", document.ToJsonString(Readable) + "\n");
            yield return (Guide.PathIn(language), new Guide(functions, words).ToMarkdown());
        }
    }
}
