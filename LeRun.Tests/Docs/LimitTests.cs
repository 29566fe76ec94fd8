using System.Text.Json.Nodes;
using LeRun.Tests.Support;

namespace LeRun.Tests.Docs;

/// <summary>The API insists on every rule for bodies that the document tells.</summary>
public class LimitTests
{
    public static TheoryData<string> Operations =>
        [.. OpenApi.English.Operations.Where(operation => operation.Body is not null).Select(operation => operation.Id)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Body_that_is_not_as_documented_is_refused_with_the_field_named(string id)
    {
        var operation = OpenApi.English.Operations.Single(candidate => candidate.Id == id);
        // After the runs of the examples.
        await using var app = await TestApp.StartAsync(clock: new TestClock { Now = new(2024, 12, 31, 0, 0, 0, TimeSpan.Zero) });
        var user = await app.RegisterAsync("test_username");
        var example = operation.Example;
        // Whose it is may be left out; the examples of the seed speak for several users.
        if (operation.Body!["required"]?.AsArray().Any(name => (string?)name == "username") != true)
            example.Remove("username");

        foreach (var (field, body) in Violations(operation.Body, example))
        {
            // Only a finished run has a name.
            if (id == "RunsPutData" && field == "name")
                continue;

            var sent = body.ToJsonString();
            var reply = await user.Send(new HttpMethod(operation.Verb), operation.ExamplePath, sent);

            Assert.True(reply.Status is >= 400 and < 500, $"{field}: {reply.Status} to {sent[..Math.Min(200, sent.Length)]}");
            var problem = reply.ShouldFail(reply.Status);
            if (reply.Status == 400)
            {
                var named = problem["errors"]!.AsObject().Select(error => error.Key);
                Assert.Contains(named, name => name.EndsWith(field, StringComparison.Ordinal) || name == "body");
            }
        }
    }

    /// <summary>The body once for each rule of its schema, breaking that rule and no other.</summary>
    private static IEnumerable<(string Field, JsonObject Body)> Violations(JsonNode schema, JsonObject body)
    {
        foreach (var name in (schema["required"]?.AsArray() ?? []).Select(name => (string)name!))
        {
            var without = Copy(body);
            without.Remove(name);
            yield return (name, without);
        }

        foreach (var (name, described) in schema["properties"]!.AsObject())
        {
            var property = OpenApi.English.Resolve(described!);
            if (body[name] is JsonObject inner)
            {
                foreach (var (field, value) in Violations(property, inner))
                    yield return (field, With(body, name, value));
            }
            else
            {
                foreach (var value in Wrong(described!, body[name]))
                    yield return (name, With(body, name, value));
            }
        }
    }

    private static IEnumerable<JsonNode> Wrong(JsonNode schema, JsonNode? example)
    {
        if (schema["type"] is not JsonValue type)
            yield break;
        yield return (string?)type == "string" ? 5 : "not of this type";
        if ((double?)schema["minimum"] is { } least)
            yield return least - 1;
        if ((double?)schema["maximum"] is { } most)
            yield return most + 1;
        if ((int?)schema["minLength"] is { } shortest)
            yield return new string('x', shortest - 1);
        if ((int?)schema["maxLength"] is { } longest)
            yield return new string('x', longest + 1);
        if (schema["enum"] is not null)
            yield return "none of these";
        if ((int?)schema["maxItems"] is { } many && example?[0] is { } item)
            yield return new JsonArray([.. Enumerable.Repeat(item, many + 1).Select(one => one.DeepClone())]);
    }

    private static JsonObject With(JsonObject body, string name, JsonNode value)
    {
        var copy = Copy(body);
        copy[name] = value;
        return copy;
    }

    private static JsonObject Copy(JsonObject body) => body.DeepClone().AsObject();
}
