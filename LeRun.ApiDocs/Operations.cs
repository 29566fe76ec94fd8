using LeRun.Functions.Admin;
using Microsoft.AspNetCore.Http.Metadata;
using System.Text.Json.Nodes;
using LeRun.Functions.Http;

namespace LeRun.ApiDocs;

/// <summary>Functions as OpenAPI operations.</summary>
internal sealed class Operations(Words words, Examples examples, Schemas schemas, Parameters parameters, Responses responses)
{
    private const string Json = "application/json";
    private const string Form = "multipart/form-data";

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
        operation["responses"] = Answers(function);
        operation["security"] = function.Access == Access.Anyone
            ? new JsonArray()
            : new JsonArray(new JsonObject { [OpenApiDocument.Bearer] = new JsonArray() });
        return operation;
    }

    private JsonObject Body(DocumentedFunction function, IAcceptsMetadata body)
    {
        var json = new JsonObject { ["schema"] = schemas.Reference(body.RequestType!, request: true) };
        if (examples.Find(function.Name) is { } example)
            json["example"] = example;
        var content = new JsonObject { [Json] = json };
        foreach (var mediaType in function.OtherBodyTypes)
            content[mediaType] = new JsonObject { ["schema"] = mediaType == Form ? FormSchema() : Bytes(mediaType) };
        return new JsonObject { ["required"] = !body.IsOptional, ["content"] = content };
    }

    private JsonObject FormSchema() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("picture"),
        ["properties"] = new JsonObject
        {
            ["picture"] = new JsonObject
            {
                ["type"] = "string",
                ["contentMediaType"] = "application/octet-stream",
                ["description"] = words["form.picture"],
            },
            ["username"] = new JsonObject { ["type"] = "string", ["description"] = words["form.username"] },
        },
    };

    private JsonObject Answers(DocumentedFunction function)
    {
        var answers = new JsonObject();
        if (function.Answer is { } answer)
            answers[Responses.Key(200)] = responses.Of(function, answer, 200);
        if (function.Answer is { } unhealthy && unhealthy.Body == typeof(HealthView))
            answers[Responses.Key(503)] = responses.Of(function, unhealthy, 503);
        if (function.File is { } file)
            answers[Responses.Key(200)] = responses.OfFile(function, file, 200);
        if (function.File is { Ranges: true } ranges)
            answers[Responses.Key(206)] = responses.OfFile(function, ranges, 206);
        if (function.SkipsWhatWasSeen)
            answers[Responses.Key(304)] = responses.NotModified();
        if (function.File is { Ranges: true })
            answers[Responses.Key(416)] = new JsonObject { ["description"] = words["status.416"] };
        foreach (var status in function.Failures)
            answers.TryAdd(Responses.Key(status), responses.Failure(function, status));
        return answers;
    }

    private static JsonObject Bytes(string mediaType) => new() { ["type"] = "string", ["contentMediaType"] = mediaType };
}
