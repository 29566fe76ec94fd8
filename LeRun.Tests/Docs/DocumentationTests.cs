using LeRun.ApiDocs;
using LeRun.Localization;
using LeRun.Tests.Infra;

namespace LeRun.Tests.Docs;

/// <summary>The committed documentation is what the code says.</summary>
public class DocumentationTests
{
    public static TheoryData<string> Paths => [.. Documentation.Files().Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void What_is_committed_is_what_the_code_declares(string path)
    {
        var text = Documentation.Files().Single(file => file.Path == path).Text;
        Assert.True(text == Repository.Read(path), $"{path} is behind the code; write it again: dotnet run --project LeRun.ApiDocs");
    }

    [Fact]
    public void Every_sentence_is_there_in_every_language_and_used()
    {
        var languages = LocalizedMessage.Languages.Select(language => new Words(language)).ToList();
        foreach (var words in languages)
        {
            var functions = DocumentedFunction.All();
            new OpenApiDocument(functions, words).ToJson();
            new Guide(functions, words).ToMarkdown();
            Assert.Empty(words.Unused);
        }

        Assert.Equal(languages[0].Keys.Order(StringComparer.Ordinal), languages[1].Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_example_fits_its_schema_completely()
    {
        var document = OpenApi.English;
        foreach (var (name, schema) in document.Json["components"]!["schemas"]!.AsObject())
        {
            foreach (var example in schema!["examples"]!.AsArray())
                Assert.True(document.Misfit(schema, example) is null, $"{name}: {document.Misfit(schema, example)}");
        }
    }

    [Fact]
    public void Every_example_of_a_body_is_one_that_its_function_takes()
    {
        foreach (var operation in OpenApi.English.Operations.Where(operation => operation.Body is not null))
            Assert.True(OpenApi.English.Misfit(operation.Body!, operation.Example) is null, $"{operation.Id}: {OpenApi.English.Misfit(operation.Body!, operation.Example)}");
    }

    [Fact]
    public void Every_example_is_of_something()
    {
        var document = OpenApi.English;
        var parameters = document.Operations.SelectMany(operation => operation.Parameters).Where(parameter => (string?)parameter["in"] == "path");
        var known = document.Json["components"]!["schemas"]!.AsObject().Select(schema => schema.Key)
            .Concat(parameters.Select(parameter => (string)parameter["name"]!))
            .Concat(document.Operations.Where(operation => operation.Body is not null).Select(operation => operation.Id))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Subset(known, Examples.Names.Select(name => name.Split('.')[^1]).ToHashSet(StringComparer.Ordinal));
    }
}
