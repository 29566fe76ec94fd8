using System.Globalization;
using LeRun.Functions;
using LeRun.Functions.Http;
using LeRun.Localization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.ApiDocs;

/// <summary>All that documents the API, made from the declarations, the types and the comments of its functions.</summary>
public static class Documentation
{
    /// <summary>How the API's bodies are written.</summary>
    public static ApiJson Json { get; } = new ServiceCollection()
        .AddLeRun(new ConfigurationBuilder().Build()).BuildServiceProvider().GetRequiredService<ApiJson>();

    /// <summary>Each file: where it belongs in the working copy, and its text.</summary>
    /// <exception cref="InvalidOperationException">
    /// Something has no text in some language; the message names all of it.
    /// </exception>
    public static IEnumerable<(string Path, string Text)> Files() => LocalizedMessage.Languages.SelectMany(FilesIn);

    /// <summary>The document's sentences in one language.</summary>
    public static Words WordsIn(CultureInfo language)
    {
        var comments = new XmlComments(typeof(LeRunApp).Assembly, typeof(Failure).Assembly);
        return new Words(language, CommentedWords.Of(DocumentedFunction.All(), comments));
    }

    private static IEnumerable<(string Path, string Text)> FilesIn(CultureInfo language)
    {
        var words = WordsIn(language);
        var functions = DocumentedFunction.All();
        var document = new OpenApiDocument(functions, words).ToJson().ToText() + "\n";
        var guide = new Guide(functions, words).ToMarkdown();
        if (words.Missing.Count > 0)
        {
            throw new InvalidOperationException(
                $"Neither an XML comment nor Words.resx says in {language.Name}: {string.Join(", ", words.Missing)}");
        }

        return [($"LeRun.Functions/Docs/Files/openapi.{language.Name}.json", document), (Guide.PathIn(language), guide)];
    }
}
