using System.Globalization;
using System.Text.Json.Nodes;
using LeRun.Functions.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace LeRun.ApiDocs;

/// <summary>What functions answer, failures included.</summary>
internal sealed class Responses(Words words, Schemas schemas)
{
    private readonly SortedDictionary<int, JsonNode> _failures = [];
    private readonly SortedSet<string> _headers = new(StringComparer.Ordinal);

    /// <summary>The key of an answer in OpenAPI.</summary>
    public static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);

    /// <summary>The failures that functions share.</summary>
    public JsonObject Components() => new(_failures.Select(failure => KeyValuePair.Create<string, JsonNode?>(NameOf(failure.Key), failure.Value)));

    /// <summary>The headers that were referred to so far.</summary>
    public JsonObject Headers() => new(_headers.Select(header => KeyValuePair.Create<string, JsonNode?>(header, new JsonObject
    {
        ["description"] = words[$"header.{header}"],
        ["schema"] = new JsonObject { ["type"] = header == "Retry-After" ? "integer" : "string" },
    })));

    public JsonObject Of(DocumentedFunction function, DocumentedAnswer answer, int status)
    {
        var schema = schemas.Reference(answer.Body, request: false);
        if (answer.IsPage)
            schema = new JsonObject { ["type"] = "array", ["items"] = schema };
        var response = new JsonObject { ["description"] = Describe(function, status) };
        var headers = new JsonObject();
        if (answer.HasETag)
            AddHeader(headers, "ETag");
        if (answer.IsPage)
            AddHeader(headers, "Link");
        if (headers.Count > 0)
            response["headers"] = headers;
        response["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } };
        return response;
    }

    public JsonObject OfFile(DocumentedFunction function, ProducesFileAttribute file, int status)
    {
        var headers = new JsonObject();
        AddHeader(headers, "ETag");
        return new JsonObject
        {
            ["description"] = Describe(function, status),
            ["headers"] = headers,
            ["content"] = new JsonObject(file.MediaTypes.Select(type => KeyValuePair.Create<string, JsonNode?>(type, new JsonObject()))),
        };
    }

    public JsonObject NotModified()
    {
        var headers = new JsonObject();
        AddHeader(headers, "ETag");
        return new JsonObject { ["description"] = words["status.304"], ["headers"] = headers };
    }

    /// <summary>A failure; one that means something of its own there says so.</summary>
    public JsonObject Failure(DocumentedFunction function, int status)
    {
        if (words.Find($"{function.Name}.{Key(status)}") is { } meaning)
            return Problem(status, meaning);
        _failures.TryAdd(status, Problem(status, words[$"status.{Key(status)}"]));
        return new JsonObject { ["$ref"] = $"#/components/responses/{NameOf(status)}" };
    }

    private JsonObject Problem(int status, string description)
    {
        var headers = new JsonObject();
        AddHeader(headers, "Content-Language");
        if (status is 429 or 503)
            AddHeader(headers, "Retry-After");
        if (status == 401)
            AddHeader(headers, "WWW-Authenticate");
        return new JsonObject
        {
            ["description"] = description,
            ["headers"] = headers,
            ["content"] = new JsonObject
            {
                ["application/problem+json"] = new JsonObject { ["schema"] = schemas.Reference(typeof(ProblemView), request: false) },
            },
        };
    }

    private string Describe(DocumentedFunction function, int status) =>
        words[$"{function.Name}.{Key(status)}", $"status.{Key(status)}"];

    private void AddHeader(JsonObject headers, string name)
    {
        _headers.Add(name);
        headers[name] = new JsonObject { ["$ref"] = $"#/components/headers/{name}" };
    }

    private static string NameOf(int status) => ReasonPhrases.GetReasonPhrase(status).Replace(" ", "", StringComparison.Ordinal);
}
