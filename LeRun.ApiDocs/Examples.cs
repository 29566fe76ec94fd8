using System.Text.Json;
using System.Text.Json.Nodes;

namespace LeRun.ApiDocs;

/// <summary>Example values, by schema or parameter, from Examples.json.</summary>
public static class Examples
{
    private static readonly JsonObject Values = Read();

    /// <summary>The names of all examples.</summary>
    public static IEnumerable<string> Names => Values.Select(value => value.Key);

    /// <summary>The example of that name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static JsonNode Of(string name) =>
        Find(name) ?? throw new InvalidOperationException($"Examples.json has no '{name}'.");

    /// <summary>The example of that name; null if there is none.</summary>
    public static JsonNode? Find(string name) => Values.TryGetPropertyValue(name, out var value) ? value!.DeepClone() : null;

    private static JsonObject Read()
    {
        using var stream = typeof(Examples).Assembly.GetManifestResourceStream("Examples.json")!;
        return JsonSerializer.Deserialize<JsonObject>(stream)!;
    }
}
