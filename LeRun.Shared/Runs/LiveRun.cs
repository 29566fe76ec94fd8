using System.Text.Json.Serialization;
using LeRun.Storage;

namespace LeRun.Runs;

/// <summary>A runner's live run: one item a runner, the one place that holds it.</summary>
public sealed record LiveRun : CosmosItem
{
    /// <summary>The item's id in the runner's partition.</summary>
    public const string ItemId = "live";

    /// <summary>The runner: the partition.</summary>
    [JsonPropertyName("username")]
    public required string NormalizedUsername { get; init; }

    /// <summary>The runner's username as registered.</summary>
    [JsonPropertyName("owner")]
    public required string Username { get; init; }

    /// <summary>The run as last uploaded.</summary>
    public required StoredRun Run { get; init; }

    /// <summary>The version that writers name: another one with every upload. Items of the first release have none.</summary>
    public string VersionId { get; init; } = "";

    /// <summary>When the last upload came.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Run data as it is stored.</summary>
/// <param name="Meters">As in <see cref="RunData"/>, like all but the track.</param>
/// <param name="Seconds">As in <see cref="RunData"/>.</param>
/// <param name="Latitude">As in <see cref="RunData"/>.</param>
/// <param name="Longitude">As in <see cref="RunData"/>.</param>
/// <param name="Running">As in <see cref="RunData"/>.</param>
/// <param name="Start">As in <see cref="RunData"/>.</param>
/// <param name="Track">The markers.</param>
public sealed record StoredRun(
    double Meters, double Seconds, double? Latitude, double? Longitude, bool Running, DateTimeOffset Start, Track Track)
{
    /// <summary>Packs the markers.</summary>
    public static StoredRun Of(RunData run) =>
        new(run.Meters, run.Seconds, run.Latitude, run.Longitude, run.Running, run.Start, Track.Of(run.Markers));

    /// <summary>Unpacks the markers, unless they are still at hand.</summary>
    public RunData ToRunData() => new(Meters, Seconds, Latitude, Longitude, Running, Track.ToMarkers(), Start);
}
