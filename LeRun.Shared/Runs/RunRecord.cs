using System.Text.Json.Serialization;
using LeRun.Storage;

namespace LeRun.Runs;

/// <summary>A finished run. Never changed once stored.</summary>
public sealed record RunRecord : CosmosItem
{
    /// <summary>What tells records from the other items of a runner.</summary>
    public const string ItemType = "record";

    /// <summary>The runner: the partition.</summary>
    [JsonPropertyName("username")]
    public required string NormalizedUsername { get; init; }

    /// <summary>The runner's username as registered.</summary>
    [JsonPropertyName("owner")]
    public required string Username { get; init; }

    /// <summary>What the runner calls it; null: nothing.</summary>
    public string? Name { get; init; }

    /// <summary>Distance.</summary>
    public double Meters { get; init; }

    /// <summary>Duration.</summary>
    public double Seconds { get; init; }

    /// <summary>When the run began. A runner has one record of a start.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>When the run ended.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>The markers; null in a list that was asked for without them.</summary>
    public Track? Track { get; init; }

    /// <summary>How many markers there are.</summary>
    public int MarkerCount { get; init; }

    /// <summary>The hash of the <c>Idempotency-Key</c> it came with; null: it came without.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often it was changed.</summary>
    public int Version { get; init; }

    /// <summary>The version that writers name.</summary>
    [JsonIgnore]
    public string VersionId => ItemVersion.Of(Id, Version);

    /// <summary>Seconds per kilometre; null for less than a metre.</summary>
    [JsonIgnore]
    public double? Pace =>
        Meters >= 1 && Seconds / (Meters / 1000) is var pace && double.IsFinite(pace) ? pace : null;
}

/// <summary>
/// Stands beside a record in its partition; its id is what must not come twice (the start, the idempotency key). Record and
/// guards are stored in one batch, so that a retry makes no second record.
/// </summary>
public sealed record RecordGuard : CosmosItem
{
    /// <summary>What tells guards from the other items of a runner.</summary>
    public const string ItemType = "guard";

    /// <summary>The runner: the partition.</summary>
    [JsonPropertyName("username")]
    public required string NormalizedUsername { get; init; }

    /// <summary>When its record was stored.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The id of the guard of a start.</summary>
    public static string ForStart(DateTimeOffset start) => $"start-{start.ToUnixTimeMilliseconds()}";

    /// <summary>The id of the guard of an idempotency key's hash.</summary>
    public static string ForKey(string idempotencyKey) => $"key-{idempotencyKey}";
}
