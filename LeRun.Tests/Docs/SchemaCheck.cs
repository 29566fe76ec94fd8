using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LeRun.Tests.Docs;

/// <summary>
/// As much of JSON Schema as the document uses; stricter in one thing: no property may be there that is not described.
/// </summary>
internal sealed class SchemaCheck(OpenApi document)
{
    public string? Misfit(JsonNode schema, JsonNode? value, string at)
    {
        schema = document.Resolve(schema);
        if (schema["oneOf"] is JsonArray choices)
            return choices.Any(choice => Misfit(choice!, value, at) is null) ? null : $"{at} fits none of its schemas";
        if (!Types(schema).Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && Types(schema).Contains("number")))
            return $"{at} is {TypeOf(value)}, not {string.Join(" or ", Types(schema))}";
        return value switch
        {
            JsonObject members => OfObject(schema, members, at),
            JsonArray items => items
                .Select((item, i) => Misfit(schema["items"]!, item, $"{at}[{i}]")).FirstOrDefault(misfit => misfit is not null),
            JsonValue single => OfValue(schema, single, at),
            null => null,
            _ => throw new InvalidOperationException("JSON has no other values."),
        };
    }

    private string? OfObject(JsonNode schema, JsonObject members, string at)
    {
        foreach (var name in schema["required"]?.AsArray() ?? [])
        {
            if (!members.ContainsKey((string)name!))
                return $"{at}.{name} is missing";
        }

        foreach (var (name, value) in members)
        {
            if ((schema["properties"]?[name] ?? schema["additionalProperties"]) is not { } described)
                return $"{at}.{name} is not described";
            if (Misfit(described, value, $"{at}.{name}") is { } misfit)
                return misfit;
        }

        return null;
    }

    private static string? OfValue(JsonNode schema, JsonValue value, string at)
    {
        if (schema["enum"] is JsonArray allowed && !allowed.Any(choice => JsonNode.DeepEquals(choice, value)))
            return $"{at} is none of {allowed.ToJsonString()}";
        var isTime = (string?)schema["format"] == "date-time";
        if (isTime && !DateTimeOffset.TryParse((string)value!, CultureInfo.InvariantCulture, out _))
            return $"{at} is no time";
        if (value.GetValueKind() == JsonValueKind.Number && (double)value is var number
            && (number < (double?)schema["minimum"] || number > (double?)schema["maximum"]))
        {
            return $"{at} is out of range";
        }

        return value.GetValueKind() == JsonValueKind.String && (string)value! is var text
            && (text.Length < (int?)schema["minLength"] || text.Length > (int?)schema["maxLength"])
                ? $"{at} is of the wrong length"
                : null;
    }

    private static IEnumerable<string> Types(JsonNode schema) => schema["type"] switch
    {
        JsonArray several => several.Select(type => (string)type!),
        { } one => [(string)one!],
        null => throw new InvalidOperationException($"A schema without a type: {schema.ToJsonString()}"),
    };

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E') ? "number" : "integer",
        _ => "boolean",
    };
}
