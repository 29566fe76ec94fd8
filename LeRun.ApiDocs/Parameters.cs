using System.Text.Json.Nodes;
using LeRun.Storage;
using Microsoft.AspNetCore.Routing.Template;

namespace LeRun.ApiDocs;

/// <summary>What requests carry besides their body.</summary>
internal sealed class Parameters(Words words)
{
    private readonly SortedDictionary<string, JsonNode> _shared = new(StringComparer.Ordinal);

    /// <summary>The parameters that several functions take.</summary>
    public JsonObject Components() => _shared.ToJsonObject(name => name);

    /// <summary>The parameters of a function: of its path, its query, and its headers.</summary>
    public JsonArray Of(DocumentedFunction function)
    {
        var parameters = new JsonArray();
        foreach (var part in function.Template.Parameters)
            parameters.Add(InPath(function, part));
        if (function.Result?.IsPage == true)
        {
            parameters.Add(Shared("limit", "query", new JsonObject
            {
                ["type"] = "integer",
                ["minimum"] = 1,
                ["maximum"] = PageRequest.MaxLimit,
                ["default"] = PageRequest.DefaultLimit,
            }));
            parameters.Add(Shared("cursor", "query", Text()));
        }

        foreach (var query in function.Queries)
        {
            var schema = Text();
            if (query.Values.Length > 0)
                schema["enum"] = new JsonArray([.. query.Values.Select(value => JsonValue.Create(value))]);
            parameters.Add(Make(query.Name, "query", schema, words[$"{function.Name}?{query.Name}"]));
        }

        foreach (var header in function.Headers)
            parameters.Add(Shared(header, "header", Text()));
        if (function.SupportsIfMatch)
            parameters.Add(Shared("If-Match", "header", Text()));
        if (function.SupportsIfNoneMatch)
            parameters.Add(Shared("If-None-Match", "header", Text()));
        return parameters;
    }

    private JsonObject InPath(DocumentedFunction function, TemplatePart part)
    {
        var schema = part.InlineConstraints.Any(constraint => constraint.Constraint == "int")
            ? new JsonObject { ["type"] = "integer", ["format"] = "int32" }
            : Text();
        var parameter = Make(part.Name!, "path", schema, words[$"{function.Name}.{part.Name}", $"parameter.{part.Name}"]);
        parameter["required"] = true;
        if ((Examples.Find($"{function.Name}.{part.Name}") ?? Examples.Find(part.Name!)) is { } example)
            parameter["example"] = example;
        return parameter;
    }

    private JsonObject Shared(string name, string place, JsonObject schema)
    {
        if (!_shared.ContainsKey(name))
            _shared[name] = Make(name, place, schema, words[$"parameter.{name}"]);
        return new JsonObject { ["$ref"] = $"#/components/parameters/{name}" };
    }

    private static JsonObject Make(string name, string place, JsonObject schema, string description) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["description"] = description,
        ["schema"] = schema,
    };

    private static JsonObject Text() => new() { ["type"] = "string" };
}
