using System.Text.Json.Nodes;
using LeRun.Tests.Infra;

namespace LeRun.Tests.Docs;

/// <summary>The committed document, read as its users read it.</summary>
internal sealed class OpenApi
{
    private OpenApi(string language) =>
        Json = JsonNode.Parse(Repository.Read($"LeRun.Functions/Docs/Files/openapi.{language}.json"))!.AsObject();

    public static OpenApi English { get; } = new("en");

    public static OpenApi Chinese { get; } = new("zh-CN");

    public JsonObject Json { get; }

    public IEnumerable<Operation> Operations =>
        from path in Json["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        select new Operation(this, method.Key, path.Key, method.Value!.AsObject());

    /// <summary>The operation that a request is for.</summary>
    /// <param name="url">Anything whose path begins with <c>/api</c>; it may still have placeholders.</param>
    public Operation OperationOf(string method, string url)
    {
        var segments = url[url.IndexOf("/api/", StringComparison.Ordinal)..].Split('?')[0].TrimEnd('/').Split('/');
        return Operations
            .Where(operation => operation.Verb.Equals(method, StringComparison.OrdinalIgnoreCase))
            .Where(operation => Matches(operation.Path.TrimEnd('/').Split('/')))
            // As the host would not, but as the routes are meant: what is spelled out goes before parameters.
            .OrderBy(operation => operation.Path.Count(c => c == '{'))
            .First();

        bool Matches(string[] template) => template.Length == segments.Length && template.Zip(segments)
            .All(pair => pair.First.StartsWith('{') || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What a node stands for.</summary>
    public JsonNode Resolve(JsonNode node) => (string?)node["$ref"] is { } reference
        ? reference.Split('/').Skip(1).Aggregate(
            (JsonNode)Json, (at, name) => at[name] ?? throw new InvalidOperationException($"{reference} leads nowhere."))
        : node;

    /// <summary>
    /// Why <paramref name="value"/> is not of the schema, or has what the schema does not know; null when it fits.
    /// </summary>
    public string? Misfit(JsonNode schema, JsonNode? value) => new SchemaCheck(this).Misfit(schema, value, "$");
}

/// <summary>An operation of the document.</summary>
internal sealed record Operation(OpenApi Document, string Verb, string Path, JsonObject Json)
{
    public string Id => (string)Json["operationId"]!;

    public IEnumerable<JsonNode> Parameters =>
        (Json["parameters"]?.AsArray() ?? []).Select(parameter => Document.Resolve(parameter!));

    /// <summary>The path with the examples of its parameters.</summary>
    public string ExamplePath => Parameters
        .Where(parameter => (string?)parameter["in"] == "path")
        .Aggregate(Path, (path, parameter) =>
            path.Replace($"{{{parameter["name"]}}}", parameter["example"]!.ToString(), StringComparison.Ordinal));

    public JsonNode? Response(int status) => Json["responses"]![$"{status}"] is { } response ? Document.Resolve(response) : null;

    /// <summary>The schema of a JSON body; null when it takes none.</summary>
    public JsonNode? Body => JsonBody?["schema"] is { } schema ? Document.Resolve(schema) : null;

    /// <summary>An example of a JSON body.</summary>
    public JsonObject Example => (JsonBody?["example"] ?? Body!["examples"]![0]!).DeepClone().AsObject();

    /// <summary>Whether a request has a body: JSON, or a file.</summary>
    public bool HasBody => Json["requestBody"] is not null;

    private JsonNode? JsonBody => Json["requestBody"]?["content"]?["application/json"];
}
