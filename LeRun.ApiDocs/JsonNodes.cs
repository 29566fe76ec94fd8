using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LeRun.ApiDocs;

/// <summary>Makes JSON and writes it.</summary>
internal static class JsonNodes
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>JSON as a person reads it.</summary>
    public static string ToText(this JsonNode value) => value.ToJsonString(Readable);

    /// <summary>An object with a property for each item.</summary>
    public static JsonObject ToJsonObject<T>(this IEnumerable<T> items, Func<T, string> name, Func<T, JsonNode> value) =>
        new(items.Select(item => KeyValuePair.Create<string, JsonNode?>(name(item), value(item))));

    /// <summary>An object of named nodes.</summary>
    public static JsonObject ToJsonObject<TKey>(this IDictionary<TKey, JsonNode> nodes, Func<TKey, string> name) =>
        nodes.ToJsonObject(node => name(node.Key), node => node.Value);
}
