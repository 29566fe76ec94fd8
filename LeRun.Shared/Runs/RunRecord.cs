using System.Text.Json.Serialization;
using LeRun.Storage;

namespace LeRun.Runs;

/// <summary>A finished run. Never changed once stored.</summary>
public sealed record RunRecord : CosmosItem
{
    public const string ItemType = "record";

    /// <summary>The partition: the key of the runner's username.</summary>
    public required string Username { get; init; }

    /// <summary>The runner's username as registered.</summary>
    public required string Owner { get; init; }

    public string? Name { get; init; }

    public double Meters { get; init; }

    public double Seconds { get; init; }

    public DateTimeOffset Start { get; init; }

    public DateTimeOffset End { get; init; }

    /// <summary>The markers; null in a list that was asked for without them.</summary>
    public Track? Track { get; init; }

    public int MarkerCount { get; init; }

    /// <summary>The hash of the <c>Idempotency-Key</c> it came with.</summary>
    public string? IdempotencyKey { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Seconds per kilometre; null for less than a metre.</summary>
    [JsonIgnore]
    public double? Pace => Meters < 1 ? null : Seconds / (Meters / 1000);
}

/// <summary>
/// Stands beside a record in its partition; its id is what must not come twice (the start, the idempotency key), so that
/// storing both in one batch is what makes a retry no second run.
/// </summary>
public sealed record RecordGuard : CosmosItem
{
    public const string ItemType = "guard";

    public required string Username { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public static string ForStart(DateTimeOffset start) => $"start-{start.ToUnixTimeMilliseconds()}";

    public static string ForKey(string idempotencyKey) => $"key-{idempotencyKey}";
}
