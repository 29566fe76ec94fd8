using System.Text.Json.Nodes;
using LeRun.Functions.Docs;
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
            ["tags"] = new JsonArray(function.Chapter.ToString()),
            ["summary"] = words[function.Name],
            ["operationId"] = function.Name,
        };
        if (words.Find($"{function.Name}.more") is { } more)
            operation["description"] = more;
        if (parameters.Of(function) is { Count: > 0 } taken)
            operation["parameters"] = taken;
        if (function.Takes is { } takes)
            operation["requestBody"] = Body(function, takes);
        operation["responses"] = Answers(function);
        operation["security"] = function.Access == Access.Anyone
            ? new JsonArray()
            : new JsonArray(new JsonObject { [OpenApiDocument.Bearer] = new JsonArray() });
        return operation;
    }

    private JsonObject Body(DocumentedFunction function, TakesAttribute takes)
    {
        var json = new JsonObject { ["schema"] = BodySchema(takes) };
        if (examples.Find(function.Name) is { } example)
            json["example"] = example;
        var content = new JsonObject { [Json] = json };
        foreach (var mediaType in takes.AlsoAs)
            content[mediaType] = new JsonObject { ["schema"] = mediaType == Form ? FormSchema() : Bytes(mediaType) };
        return new JsonObject { ["required"] = !takes.Optional, ["content"] = content };
    }

    private JsonObject BodySchema(TakesAttribute takes)
    {
        var schema = schemas.Reference(takes.Body, request: true);
        return takes.Requires.Length == 0 ? schema : new JsonObject
        {
            ["allOf"] = new JsonArray(
                schema,
                new JsonObject { ["required"] = new JsonArray([.. takes.Requires.Select(name => JsonValue.Create(name))]) }),
        };
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
        foreach (var answer in function.Answers)
            answers[Responses.Key(answer.Status)] = responses.Of(function, answer);
        if (function.File is { } file)
            answers[Responses.Key(200)] = responses.OfFile(function, file, 200);
        if (function.File is { Ranges: true } ranges)
            answers[Responses.Key(206)] = responses.OfFile(function, ranges, 206);
        if (function.SkipsWhatWasSeen)
            answers[Responses.Key(304)] = responses.NotModified();
        if (function.File is { Ranges: true })
            answers[Responses.Key(416)] = new JsonObject { ["description"] = words["status.416"] };
        foreach (var status in function.Failures)
            answers[Responses.Key(status)] = responses.Failure(function, status);
        return answers;
    }

    private static JsonObject Bytes(string mediaType) => new() { ["type"] = "string", ["contentMediaType"] = mediaType };
}
