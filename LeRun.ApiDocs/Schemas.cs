using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using LeRun.Functions.Http;
using LeRun.Functions.LiveRuns;
using LeRun.Functions.Rooms;
using LeRun.Runs.Privacy;
using LeRun.Runs.Tracks;

namespace LeRun.ApiDocs;

/// <summary>JSON Schemas of the API's types, from the very metadata that reads and writes them; one component a type.</summary>
public sealed class Schemas(JsonSerializerOptions options, Words words)
{
    private readonly SortedDictionary<string, JsonNode> _components = new(StringComparer.Ordinal);

    /// <summary>The components that were referred to so far.</summary>
    public JsonObject Components() => _components.ToJsonObject(name => name);

    /// <summary>What a type is called: without what only tells it from the product's own records.</summary>
    public static string NameOf(Type type) =>
        type.Name.EndsWith("View", StringComparison.Ordinal) ? type.Name[..^"View".Length] : type.Name;

    /// <summary>What the elements of an array are; null if the type is written as no array.</summary>
    public static Type? ElementOf(JsonTypeInfo type) => IsTrack(type.Type) ? typeof(Marker) : type.ElementType;

    /// <summary>A reference to the type's component.</summary>
    /// <param name="request">
    /// Whether callers send it: then only what is declared required must be there, and null is as good as nothing.
    /// </param>
    public JsonObject Reference(Type type, bool request)
    {
        var name = NameOf(type);
        if (!_components.ContainsKey(name))
        {
            // Taken before it is made, for types that refer to themselves.
            _components[name] = new JsonObject();
            _components[name] = Export(type, name, request);
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    // Read and written by converters of their own, as the arrays that they are.
    private static bool IsTrack(Type type) => type == typeof(SharedTrack) || type == typeof(TrackInput);

    private static JsonObject ArrayOf(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    private JsonObject Export(Type type, string name, bool request)
    {
        var info = options.GetTypeInfo(type);
        var schema = info.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => Transform(context, node, request),
        }).AsObject();
        JsonNode[] required =
            [.. info.Properties.Where(property => SchemaFacts.IsRequired(property, request)).Select(property => property.Name)];
        schema.Remove("required");
        if (required.Length > 0)
            schema["required"] = new JsonArray(required);
        schema.Insert(0, "description", words[$"{name}.*"]);
        schema["examples"] = new JsonArray(Examples.Of(name));
        return schema;
    }

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode node, bool request)
    {
        if (context.Path.IsEmpty)
            return node;

        var type = context.TypeInfo.Type;
        var schema = context.TypeInfo.Kind == JsonTypeInfoKind.Object ? Reference(type, request)
            : IsTrack(type) ? ArrayOf(Reference(typeof(Marker), request: true))
            : type == typeof(RoomNewsView) ? SchemaFacts.OrNull(Reference(typeof(RoomView), request))
            : SchemaFacts.OfValue(type, node);
        if (context.PropertyInfo is not { } property)
            return schema;

        if (!request && property.IsGetNullable && !SchemaFacts.IsLeftOutIfNull(property))
            schema = SchemaFacts.OrNull(schema);
        // Tracks are written without their phone's numbers for others, and some phones send none.
        if (property.DeclaringType == typeof(Marker) && property.Name == "id")
            schema = SchemaFacts.OrNull(schema);
        SchemaFacts.AddLimits(schema, property);
        if (property.DeclaringType == typeof(ProblemView) && property.Name == "code")
            schema["enum"] = new JsonArray([.. ProblemCodes.All().Select(code => JsonValue.Create(code))]);
        schema["description"] = words[$"{NameOf(property.DeclaringType)}.{property.Name}", $"*.{property.Name}"];
        return schema;
    }
}
