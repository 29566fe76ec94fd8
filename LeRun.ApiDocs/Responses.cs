using System.Globalization;
using System.Net.Mime;
using System.Text.Json.Nodes;
using LeRun.Functions.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace LeRun.ApiDocs;

/// <summary>What functions return, failures included.</summary>
internal sealed class Responses(Words words, Schemas schemas)
{
    private readonly SortedDictionary<int, JsonNode> _failures = [];
    private readonly SortedSet<string> _headers = new(StringComparer.Ordinal);

    /// <summary>The key of a status in OpenAPI.</summary>
    public static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);

    /// <summary>The failures that functions share.</summary>
    public JsonObject Components() => _failures.ToJsonObject(NameOf);

    /// <summary>The headers that were referred to so far.</summary>
    public JsonObject Headers() => _headers.ToJsonObject(header => header, header => new JsonObject
    {
        ["description"] = words[$"header.{header}"],
        ["schema"] = new JsonObject { ["type"] = header == "Retry-After" ? "integer" : "string" },
    });

    /// <summary>What a function returns with a status.</summary>
    public JsonObject Of(DocumentedFunction function, int status) => status switch
    {
        304 => Response(words["status.304"], ["ETag"]),
        416 => Response(words["status.416"], ["Content-Range"]),
        < 300 when function.Result is { } result => OfJson(function, result, status),
        < 300 => OfFile(function, status),
        _ when function.BodyOf(status) is { } body => Response(
            Describe(function, status),
            FailureHeaders(status),
            MediaTypeNames.Application.Json,
            schemas.Reference(body, request: false)),
        _ => Failure(function, status),
    };

    private JsonObject OfJson(DocumentedFunction function, DocumentedResult result, int status)
    {
        var schema = schemas.Reference(result.Body, request: false);
        if (result.IsList)
            schema = new JsonObject { ["type"] = "array", ["items"] = schema };
        string[] headers = result.HasETag ? ["ETag"] : result.IsPage ? ["Link"] : [];
        return Response(Describe(function, status), headers, MediaTypeNames.Application.Json, schema);
    }

    private JsonObject OfFile(DocumentedFunction function, int status)
    {
        string[] headers = status == 206 ? ["ETag", "Content-Range"] : function.IsMadeAnew ? [] : ["ETag"];
        var response = Response(Describe(function, status), headers);
        response["content"] = function.MediaTypes.ToJsonObject(type => type, type =>
            type.StartsWith("image/", StringComparison.Ordinal) || type == MediaTypeNames.Application.Zip
                ? new JsonObject { ["schema"] = new JsonObject { ["type"] = "string", ["format"] = "binary" } }
                : new JsonObject());
        return response;
    }

    // One that means something of its own in this function says so; all others are shared.
    private JsonObject Failure(DocumentedFunction function, int status)
    {
        if (words.Find($"{function.Name}.{Key(status)}") is { } meaning)
            return Problem(status, meaning);
        _failures.TryAdd(status, Problem(status, words[$"status.{Key(status)}"]));
        return new JsonObject { ["$ref"] = $"#/components/responses/{NameOf(status)}" };
    }

    private JsonObject Problem(int status, string description) => Response(
        description,
        ["Content-Language", .. FailureHeaders(status)],
        MediaTypeNames.Application.ProblemJson,
        schemas.Reference(typeof(ProblemView), request: false));

    private static string[] FailureHeaders(int status) => status switch
    {
        401 => ["WWW-Authenticate"],
        429 or 503 => ["Retry-After"],
        _ => [],
    };

    private JsonObject Response(string description, string[] headers, string mediaType, JsonObject schema)
    {
        var response = Response(description, headers);
        response["content"] = new JsonObject { [mediaType] = new JsonObject { ["schema"] = schema } };
        return response;
    }

    private JsonObject Response(string description, string[] headers)
    {
        _headers.UnionWith(headers);
        var response = new JsonObject { ["description"] = description };
        if (headers.Length > 0)
        {
            response["headers"] = headers.ToJsonObject(
                name => name, name => new JsonObject { ["$ref"] = $"#/components/headers/{name}" });
        }

        return response;
    }

    private string Describe(DocumentedFunction function, int status) =>
        words[$"{function.Name}.{Key(status)}", $"status.{Key(status)}"];

    private static string NameOf(int status) => ReasonPhrases.GetReasonPhrase(status).Replace(" ", "", StringComparison.Ordinal);
}
