using System.Text.Json;
using System.Text.Json.Nodes;

namespace LeRun.ApiDocs;

/// <summary>Example values, by schema or parameter, from Examples.json.</summary>
public sealed class Examples
{
    private static readonly JsonObject Values = Read();

    public static IEnumerable<string> Names => Values.Select(value => value.Key);

    /// <summary>The example of that name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public JsonNode Of(string name) => Find(name) ?? throw new InvalidOperationException($"Examples.json has no '{name}'.");

    public JsonNode? Find(string name)
    {
        if (!Values.TryGetPropertyValue(name, out var value))
            return null;
        Used.Add(name);
        return value!.DeepClone();
    }

    /// <summary>What was asked for.</summary>
    public HashSet<string> Used { get; } = new(StringComparer.Ordinal);

    private static JsonObject Read()
    {
        using var stream = typeof(Examples).Assembly.GetManifestResourceStream("Examples.json")!;
        return JsonSerializer.Deserialize<JsonObject>(stream)!;
    }
}
