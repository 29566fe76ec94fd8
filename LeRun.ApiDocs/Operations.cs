using System.Net.Mime;
using System.Text.Json.Nodes;
using LeRun.Functions.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace LeRun.ApiDocs;

/// <summary>Functions as OpenAPI operations.</summary>
internal sealed class Operations(Words words, Schemas schemas, Parameters parameters, Responses responses)
{
    /// <summary>The operation of a function.</summary>
    public JsonObject Of(DocumentedFunction function)
    {
        var operation = new JsonObject
        {
            ["tags"] = new JsonArray(function.Tag),
            ["summary"] = words[function.Name],
            ["operationId"] = function.Name,
        };
        if (words.Find($"{function.Name}.more") is { } more)
            operation["description"] = more;
        if (parameters.Of(function) is { Count: > 0 } taken)
            operation["parameters"] = taken;
        if (function.Body is { } body)
            operation["requestBody"] = Body(function, body);
        if (function.FileTypes.Count > 0)
            operation["requestBody"] = File(function);
        operation["responses"] = function.Statuses.ToJsonObject(Responses.Key, status => responses.Of(function, status));
        operation["security"] = function.Access == Access.Anyone
            ? new JsonArray()
            : new JsonArray(new JsonObject { [OpenApiDocument.Bearer] = new JsonArray() });
        return operation;
    }

    private JsonObject Body(DocumentedFunction function, IAcceptsMetadata body)
    {
        var json = new JsonObject { ["schema"] = schemas.Reference(body.RequestType!, request: true) };
        if (Examples.Find(function.Name) is { } example)
            json["example"] = example;
        // A generator of clients takes the first: where a form is taken, a form is what it should send.
        var content = new JsonObject();
        foreach (var mediaType in function.OtherBodyTypes.Where(type => type == MediaTypeNames.Multipart.FormData))
            content[mediaType] = new JsonObject { ["schema"] = FormSchema("picture") };
        content[MediaTypeNames.Application.Json] = json;
        foreach (var mediaType in function.OtherBodyTypes.Where(type => type != MediaTypeNames.Multipart.FormData))
            content[mediaType] = new JsonObject { ["schema"] = Bytes() };

        return new JsonObject { ["required"] = !body.IsOptional, ["content"] = content };
    }

    private JsonObject File(DocumentedFunction function) => new()
    {
        ["required"] = true,
        ["content"] = function.FileTypes.ToJsonObject(type => type, type => new JsonObject
        {
            ["schema"] = type == MediaTypeNames.Multipart.FormData ? FormSchema("file") : Bytes(),
        }),
    };

    private JsonObject FormSchema(string part)
    {
        var properties = new JsonObject
        {
            [part] = new JsonObject
            {
                ["type"] = "string",
                ["format"] = "binary",
                ["description"] = words[$"form.{part}"],
            },
        };
        if (part == "picture")
            properties["username"] = new JsonObject { ["type"] = "string", ["description"] = words["form.username"] };
        return new JsonObject { ["type"] = "object", ["required"] = new JsonArray(part), ["properties"] = properties };
    }

    // What generators of clients know a file by.
    private static JsonObject Bytes() => new() { ["type"] = "string", ["format"] = "binary" };
}
