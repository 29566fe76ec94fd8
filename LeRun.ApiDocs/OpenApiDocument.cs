using System.Text.Json.Nodes;

namespace LeRun.ApiDocs;

/// <summary>The OpenAPI 3.1 document of the API in one language.</summary>
public sealed class OpenApiDocument
{
    /// <summary>The name of the way to sign in.</summary>
    public const string Bearer = "bearer";

    private readonly IReadOnlyList<DocumentedFunction> _functions;
    private readonly Words _words;
    private readonly Schemas _schemas;
    /// <summary>The document of <paramref name="functions"/> in the language of <paramref name="words"/>.</summary>
    public OpenApiDocument(IReadOnlyList<DocumentedFunction> functions, Words words)
    {
        (_functions, _words) = (functions, words);
        _schemas = new Schemas(Documentation.Json.Options, words);
    }

    /// <summary>The whole document.</summary>
    public JsonObject ToJson()
    {
        var parameters = new Parameters(_words);
        var responses = new Responses(_words, _schemas);
        var operations = new Operations(_words, _schemas, parameters, responses);
        // Components know what was referred to only when all paths are there.
        var paths = Paths(operations);
        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = _words["title"],
                ["version"] = "1",
                ["description"] = _words["intro"],
                ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["tags"] = Tags(),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = _schemas.Components(),
                ["parameters"] = parameters.Components(),
                ["headers"] = responses.Headers(),
                ["responses"] = responses.Components(),
                ["securitySchemes"] = new JsonObject
                {
                    [Bearer] = new JsonObject
                    {
                        ["type"] = "http",
                        ["scheme"] = "bearer",
                        ["bearerFormat"] = "JWT",
                        ["description"] = _words["bearer"],
                    },
                },
            },
        };
    }

    private JsonObject Paths(Operations operations)
    {
        var paths = new JsonObject();
        foreach (var path in _functions.GroupBy(function => function.Path, StringComparer.Ordinal))
        {
            paths[path.Key] = path.ToJsonObject(function => function.Verb, operations.Of);
        }

        return paths;
    }

    // Named the same in every language, so that links into the page hold.
    private JsonArray Tags() => new([.. _functions.Select(function => function.Tag).Distinct(StringComparer.Ordinal)
        .Select(tag => new JsonObject { ["name"] = tag, ["description"] = _words[$"chapter.{tag}"] })]);
}
