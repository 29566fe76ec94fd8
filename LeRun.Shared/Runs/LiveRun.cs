using LeRun.Storage;

namespace LeRun.Runs;

/// <summary>A runner's current run: one item a runner, the one place that holds it.</summary>
public sealed record LiveRun : CosmosItem
{
    public const string ItemId = "live";

    /// <summary>The partition: the key of the runner's username.</summary>
    public required string Username { get; init; }

    /// <summary>The runner's username as registered.</summary>
    public required string Owner { get; init; }

    public required StoredRun Run { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Run data as it is stored.</summary>
public sealed record StoredRun(
    double Meters, double Seconds, double? Latitude, double? Longitude, bool Running, DateTimeOffset Start, Track Track)
{
    public static StoredRun Of(RunData run) =>
        new(run.Meters, run.Seconds, run.Latitude, run.Longitude, run.Running, run.Start, Track.Of(run.Markers));

    public RunData ToRunData() => new(Meters, Seconds, Latitude, Longitude, Running, Track.ToMarkers(), Start);
}
