using System.Globalization;
using LeRun.ApiDocs;
using LeRun.Localization;
using LeRun.Tests.Infra;

namespace LeRun.Tests.Docs;

/// <summary>The committed documentation is what the code says.</summary>
public class DocumentationTests
{
    private static readonly IReadOnlyList<Words> Words = [.. LocalizedMessage.Languages.Select(WordsAfterUse)];

    public static TheoryData<string> Paths => [.. Documentation.Files().Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Committed_file_is_what_the_code_says(string path)
    {
        var text = Documentation.Files().Single(file => file.Path == path).Text;

        Assert.True(text == Repository.Read(path), $"{path} is behind the code; run: dotnet run --project LeRun.ApiDocs");
    }

    [Fact]
    public void Routes_parameters_and_fields_have_a_text_in_every_language()
    {
        foreach (var words in Words)
        {
            Assert.Empty(words.Missing);
            Assert.Empty(words.Unused);
        }
    }

    [Fact]
    public void Languages_say_the_same_things()
    {
        var (english, chinese) = (Words[0], Words[1]);

        // A property may be translated once for all schemas, under *.{property}.
        Assert.DoesNotContain(english.Keys, key => chinese.Find(key, $"*.{key.Split('.')[^1]}") is null);
        Assert.DoesNotContain(chinese.Keys.Except(english.Keys), key => !key.StartsWith("*.", StringComparison.Ordinal));
    }

    [Fact]
    public void Missing_texts_are_noted_all_at_once()
    {
        var words = Documentation.WordsIn(LocalizedMessage.Languages[0]);

        Assert.Equal("", words["nothing", "*.nothing"] + words["neither"]);
        Assert.Equal(["neither", "nothing or *.nothing"], words.Missing);
    }

    [Fact]
    public void Examples_fit_their_schemas_completely()
    {
        var document = OpenApi.English;
        foreach (var (name, schema) in document.Json["components"]!["schemas"]!.AsObject())
        {
            foreach (var example in schema!["examples"]!.AsArray())
                Assert.True(document.Misfit(schema, example) is null, $"{name}: {document.Misfit(schema, example)}");
        }
    }

    [Fact]
    public void Examples_of_bodies_fit_what_their_functions_take()
    {
        foreach (var operation in OpenApi.English.Operations.Where(operation => operation.Body is not null))
        {
            var misfit = OpenApi.English.Misfit(operation.Body!, operation.Example);
            Assert.True(misfit is null, $"{operation.Id}: {misfit}");
        }
    }

    [Fact]
    public void Examples_are_all_used()
    {
        var document = OpenApi.English;
        var parameters = document.Operations
            .SelectMany(operation => operation.Parameters).Where(parameter => (string?)parameter["in"] == "path");
        var known = document.Json["components"]!["schemas"]!.AsObject().Select(schema => schema.Key)
            .Concat(parameters.Select(parameter => (string)parameter["name"]!))
            .Concat(document.Operations.Where(operation => operation.Body is not null).Select(operation => operation.Id))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Subset(known, Examples.Names.Select(name => name.Split('.')[^1]).ToHashSet(StringComparer.Ordinal));
    }

    private static Words WordsAfterUse(CultureInfo language)
    {
        var words = Documentation.WordsIn(language);
        var functions = DocumentedFunction.All();
        new OpenApiDocument(functions, words).ToJson();
        new Guide(functions, words).ToMarkdown();
        return words;
    }
}
