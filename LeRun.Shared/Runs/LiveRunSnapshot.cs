using LeRun.Runs.Privacy;

namespace LeRun.Runs;

/// <summary>A live run at one moment, with the markers that were asked for.</summary>
/// <param name="Head">The live run.</param>
/// <param name="Markers">Its markers, all or the last ones; null: none were asked for.</param>
/// <param name="MarkersFrom">The place in the run of the first of them.</param>
public sealed record LiveRunSnapshot(LiveRun Head, Tracks.Track? Markers, int MarkersFrom = 0)
{
    /// <summary>Whether it was left without an end: its last upload is long ago, and it is no record.</summary>
    public bool IsUnfinished { get; init; }

    /// <summary>Whether the reader does not see where the runner is.</summary>
    public bool HidesPosition => Hidden is not null && Head.Run.Latitude is not null && Position.Latitude is null;

    /// <summary>Where the runner is, as the reader may see it.</summary>
    public SharedPosition Position => SharedPosition.ForReader(Head.Run.Latitude, Head.Run.Longitude, Hidden);

    /// <summary>The markers that the reader may see; null: none were asked for.</summary>
    public SharedTrack? Track => Markers is null ? null : SharedTrack.ForReader(Markers, Hidden);

    // Until somebody says who reads it, all is hidden.
    private HiddenZones? Hidden { get; init; } = HiddenZones.Everywhere;

    /// <summary>The same for its runner.</summary>
    public LiveRunSnapshot ForRunner() => this with { Hidden = null };

    /// <summary>The same for those in the same room.</summary>
    /// <param name="privacy">What the runner wants.</param>
    /// <param name="keys">Tell how far zones reach.</param>
    public LiveRunSnapshot ForFellows(RunnerPrivacy privacy, PrivacyKeys keys) =>
        this with { Hidden = HiddenZones.Of(privacy, Head.Run.CoordinateSystem, Head.Run.Start, keys) };

    /// <summary>A live run whose markers are at hand, all of them, as its runner has just sent it.</summary>
    public static LiveRunSnapshot Of(LiveRun head, Tracks.Track markers) => new LiveRunSnapshot(head, markers).ForRunner();

    /// <summary>A live run as it was read.</summary>
    /// <param name="whole">The live run with its blocks.</param>
    /// <param name="from">Only markers from this place in the run on are wanted.</param>
    public static LiveRunSnapshot Of(WholeLiveRun whole, int from = 0) => Of(whole.Head, whole.Blocks, from);

    /// <summary>A live run with some of its blocks.</summary>
    /// <param name="head">The live run.</param>
    /// <param name="blocks">Those with the markers that are wanted.</param>
    /// <param name="from">Only markers from this place in the run on are wanted.</param>
    public static LiveRunSnapshot Of(LiveRun head, IReadOnlyList<MarkerBlock> blocks, int from)
    {
        var parts = blocks.Where(block => block.To > from).Select(block => From(block, from)).ToList();
        var markers = parts.Count == 0 ? Tracks.Track.Empty : Tracks.Track.Concat(parts);
        return new LiveRunSnapshot(head, markers, Math.Min(from, head.Next));
    }

    // Of a block that was thinned, the markers from about there on.
    private static Tracks.Track From(MarkerBlock block, int from)
    {
        var places = Math.Max(0, from - block.From);
        return block.Unpack().Slice((int)((long)places * block.Count / (block.To - block.From)));
    }
}
