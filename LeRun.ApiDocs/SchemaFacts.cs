using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LeRun.ApiDocs;

/// <summary>What the exporter of schemas leaves to say: formats, limits, what is required.</summary>
internal static class SchemaFacts
{
    /// <summary>The schema of a value that is no object of the API's own, without null.</summary>
    public static JsonObject OfValue(Type type, JsonNode exported)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        // Written by a converter, of which the exporter knows nothing.
        if (type == typeof(DateTimeOffset))
            return new JsonObject { ["type"] = "string", ["format"] = "date-time" };

        // What it is depends on the failure.
        if (type == typeof(object))
            return new JsonObject { ["type"] = "object" };

        // The one converter of texts takes numbers, too.
        if (type == typeof(string) && exported is not JsonObject)
            return new JsonObject { ["type"] = new JsonArray("string", "integer") };

        var schema = exported.DeepClone().AsObject();
        if (schema["type"] is JsonArray types)
        {
            types.RemoveAll(name => (string?)name == "null");
            if (types.Count == 1)
                schema["type"] = types[0]!.DeepClone();
        }

        if (FormatOf(type) is { } format)
            schema["format"] = format;
        return schema;
    }

    /// <summary>The schema, or null.</summary>
    public static JsonObject OrNull(JsonObject schema)
    {
        switch (schema["type"])
        {
            case JsonArray types:
                types.Add("null");
                return schema;
            case { } type:
                schema["type"] = new JsonArray(type.DeepClone(), "null");
                return schema;
            default:
                // Null first: a generator of clients takes the last one for the type.
                return new JsonObject { ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "null" }, schema) };
        }
    }

    /// <summary>Whether the property is always there.</summary>
    public static bool IsRequired(JsonPropertyInfo property, bool request) => request
        ? Attributes(property).OfType<RequiredAttribute>().Any()
        : !Attributes(property).OfType<JsonIgnoreAttribute>().Any();

    /// <summary>Whether the property is not there rather than null.</summary>
    public static bool IsLeftOutIfNull(JsonPropertyInfo property) =>
        Attributes(property).OfType<JsonIgnoreAttribute>().Any(ignored => ignored.Condition != JsonIgnoreCondition.Never);

    /// <summary>Adds the limits that the property's attributes declare.</summary>
    public static void AddLimits(JsonObject schema, JsonPropertyInfo property)
    {
        foreach (var attribute in Attributes(property))
        {
            switch (attribute)
            {
                case RangeAttribute range:
                    Add(schema, "minimum", range.Minimum);
                    Add(schema, "maximum", range.Maximum);
                    break;
                case StringLengthAttribute { MinimumLength: var least, MaximumLength: var most }:
                    if (least > 0)
                        schema["minLength"] = least;
                    schema["maxLength"] = most;
                    break;
                case TextRuleAttribute text:
                    if (text.MinLength > 0)
                        schema["minLength"] = text.MinLength;
                    schema["maxLength"] = text.MaxLength;
                    break;
                case MaxLengthAttribute most:
                    schema["maxItems"] = most.Length;
                    break;
                case RegularExpressionAttribute pattern:
                    schema["pattern"] = pattern.Pattern;
                    break;
                case AllowedValuesAttribute allowed:
                    schema["enum"] = new JsonArray([.. allowed.Values.Select(value => JsonValue.Create((string?)value))]);
                    break;
            }
        }
    }

    private static void Add(JsonObject schema, string limit, object value)
    {
        if (value is int whole)
            schema[limit] = whole;
        else if (value is double number && double.IsFinite(number))
            schema[limit] = number;
    }

    private static string? FormatOf(Type type) =>
        type == typeof(int) ? "int32"
        : type == typeof(long) ? "int64"
        : type == typeof(double) ? "double"
        : null;

    private static object[] Attributes(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(inherit: true) ?? [];
}
