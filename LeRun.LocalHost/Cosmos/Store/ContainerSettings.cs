using System.Text.Json.Nodes;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>
/// What the in-process Cosmos knows of a container's settings. A setting that it would have to ignore is refused, since
/// the container would not keep what it promises: unique keys, computed properties, encryption and others.
/// </summary>
internal static class ContainerSettings
{
    private static readonly Func<JsonNode, bool> _anything = _ => true;
    private static readonly Func<JsonNode, bool> _nothing = value => value is JsonArray { Count: 0 };

    private static readonly Dictionary<string, Func<JsonNode, bool>> _ofPartitionKey = new(StringComparer.Ordinal)
    {
        ["paths"] = _anything,
        ["kind"] = _anything,
        ["version"] = _anything,
    };

    private static readonly Dictionary<string, Func<JsonNode, bool>> _ofIndexing = new(StringComparer.Ordinal)
    {
        ["indexingMode"] = value => Text(value)?.ToUpperInvariant() is "CONSISTENT" or "NONE",
        ["automatic"] = value => value is JsonValue flag && flag.TryGetValue<bool>(out var isAutomatic) && isAutomatic,
        ["includedPaths"] = _anything,
        ["excludedPaths"] = _anything,
        ["compositeIndexes"] = value => value is JsonArray indexes && indexes.All(index => index is JsonArray { Count: > 1 }),
        ["spatialIndexes"] = _nothing,
        ["vectorIndexes"] = _nothing,
        ["fullTextIndexes"] = _nothing,
    };

    private static readonly Dictionary<string, Func<JsonNode, bool>> _ofContainer = new(StringComparer.Ordinal)
    {
        ["id"] = _anything,
        ["partitionKey"] = value => AreKnown(_ofPartitionKey, value),
        ["indexingPolicy"] = value => AreKnown(_ofIndexing, value),
        ["defaultTtl"] = _anything,
        // What clients send without being asked to.
        ["uniqueKeyPolicy"] = value => value["uniqueKeys"] is null or JsonArray { Count: 0 },
        ["computedProperties"] = _nothing,
        ["conflictResolutionPolicy"] = value => Text(value["mode"]) is null or "LastWriterWins",
        ["geospatialConfig"] = value => Text(value["type"]) is null or "Geography",
    };

    /// <exception cref="CosmosRefusal">400, naming the setting.</exception>
    public static void RequireKnown(JsonObject container)
    {
        if (Unknown(_ofContainer, container) is not { } name)
            return;
        var inner = name switch
        {
            "partitionKey" => Unknown(_ofPartitionKey, container[name]!),
            "indexingPolicy" => Unknown(_ofIndexing, container[name]!),
            _ => null,
        };
        var path = inner is null ? name : $"{name}.{inner}";
        throw CosmosRefusal.BadRequest($"The container setting '{path}', or its value, is not supported here.");
    }

    private static bool AreKnown(Dictionary<string, Func<JsonNode, bool>> known, JsonNode settings) =>
        Unknown(known, settings) is null;

    // System properties come along when a definition was read before it is sent.
    private static string? Unknown(Dictionary<string, Func<JsonNode, bool>> known, JsonNode settings) => (settings as JsonObject)?
        .Where(setting => setting.Value is not null && !setting.Key.StartsWith('_'))
        .FirstOrDefault(setting => !known.TryGetValue(setting.Key, out var accepts) || !accepts(setting.Value!)).Key;

    private static string? Text(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var result) ? result : null;
}
