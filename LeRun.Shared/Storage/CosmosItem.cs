using System.Text.Json.Serialization;

namespace LeRun.Storage;

/// <summary>What every stored item has.</summary>
public abstract record CosmosItem
{
    public required string Id { get; init; }

    /// <summary>What kind of item it is among those of its container.</summary>
    public required string Type { get; init; }

    /// <summary>Cosmos's own version of the item, quotes included.</summary>
    [JsonPropertyName("_etag")]
    public string? ETag { get; init; }

    /// <summary>Seconds after its last write at which it goes by itself; null: never.</summary>
    public int? Ttl { get; init; }
}

