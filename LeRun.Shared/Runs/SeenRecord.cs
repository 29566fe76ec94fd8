using LeRun.Runs.Privacy;

namespace LeRun.Runs;

/// <summary>
/// A record as one reader may see it. For its runner it is all there; for others it has neither ends of the track, nor notes and
/// bests, nor what tells the time of a run whose start is hidden.
/// </summary>
public sealed class SeenRecord
{
    private SeenRecord(RunRecord record) => Record = record;

    /// <summary>The record. Its track is for <see cref="Track"/> to show.</summary>
    public RunRecord Record { get; }

    /// <summary>Whether the reader is its runner.</summary>
    public bool IsOwn { get; private init; }

    /// <summary>What the reader calls it.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the reader may know when the run was.</summary>
    public bool ShowsTime { get; private init; }

    /// <summary>
    /// As much of the track as the reader may see, empty where there is no map; null: the record was read without it.
    /// </summary>
    public SharedTrack? Track { get; private init; }

    /// <summary>How many markers the reader may see; null: the record was read without its track.</summary>
    public int? MarkerCount { get; private init; }

    /// <summary>The version of what the reader sees.</summary>
    public required string VersionId { get; init; }

    /// <summary>A record for its runner.</summary>
    public static SeenRecord ForRunner(RunRecord record) => new(record)
    {
        IsOwn = true,
        Id = record.Id,
        ShowsTime = true,
        Track = record.Track is { } track ? SharedTrack.ForRunner(track.Unpack()) : null,
        MarkerCount = record.MarkerCount,
        VersionId = record.VersionId,
    };

    /// <summary>A public record for others.</summary>
    /// <param name="record">The record, with its markers or without.</param>
    /// <param name="privacy">What its runner wants.</param>
    /// <param name="keys">Tell what is random about it.</param>
    public static SeenRecord ForOthers(RunRecord record, RunnerPrivacy privacy, PrivacyKeys keys)
    {
        var track = record.Track is { } packed
            ? SharedTrack.ForOthers(packed.Unpack(), record.CoordinateSystem, record.Id, privacy, keys)
            : null;
        return new SeenRecord(record)
        {
            Id = privacy.ShowStartTime ? record.Id : keys.NameOf(record.Id),
            ShowsTime = privacy.ShowStartTime,
            Track = record.Track is null ? null : track ?? SharedTrack.ForRunner(Tracks.Track.Empty),
            MarkerCount = record.Track is null ? null : track?.Count ?? 0,
            VersionId = keys.TagOf($"{record.VersionId}:{privacy.Version}"),
        };
    }
}
