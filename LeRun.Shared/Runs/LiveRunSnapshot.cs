using LeRun.Runs.Tracks;

namespace LeRun.Runs;

/// <summary>A live run at one moment, with the markers that were asked for.</summary>
/// <param name="Head">The live run.</param>
/// <param name="Markers">Its markers, all or the last ones; null: none were asked for.</param>
/// <param name="MarkersFrom">The place in the run of the first of them.</param>
public sealed record LiveRunSnapshot(LiveRun Head, Track? Markers, int MarkersFrom = 0)
{
    /// <summary>Whether it was left without an end: its last upload is long ago, and it is no record.</summary>
    public bool IsUnfinished { get; init; }

    /// <summary>A live run whose markers are at hand, all of them.</summary>
    public static LiveRunSnapshot Of(LiveRun head, Track markers) => new(head, markers);

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
        return new LiveRunSnapshot(head, parts.Count == 0 ? Track.Empty : Track.Concat(parts), Math.Min(from, head.Next));
    }

    // Of a block that was thinned, the markers from about there on.
    private static Track From(MarkerBlock block, int from)
    {
        var places = Math.Max(0, from - block.From);
        return block.Unpack().Slice((int)((long)places * block.Count / (block.To - block.From)));
    }
}
