using LeRun.Runs.Tracks;

namespace LeRun.Runs;

/// <summary>
/// How much is kept of a run, and where: a head of 2 to 3 KB, since a change costs by what it rewrites; chunks; and no more
/// markers and samples than anyone can look at. Nothing is refused for its length: what is too much is thinned.
/// </summary>
public static class RunLimits
{
    /// <summary>The most markers that are kept of a run.</summary>
    public const int MaxMarkers = 60_000;

    /// <summary>The most blocks of a tail.</summary>
    public const int MaxTailBlocks = 16;

    /// <summary>The most markers that uploads leave in a tail.</summary>
    public const int MaxTailMarkers = 160;

    /// <summary>The most samples of a head.</summary>
    public const int MaxHeadSamples = 16;

    /// <summary>The most samples of a record.</summary>
    public const int MaxSamples = 500;

    /// <summary>A chunk takes blocks until it has as many: some 8 KB, and all chunks of a run fit into one batch.</summary>
    public const int ChunkMarkers = 1_000;

    /// <summary>Of so many samples more, one in one more is kept; a chunk takes no more.</summary>
    public const int SamplesAStep = 250;

    /// <summary>The most samples of all chunks of a run.</summary>
    public const int MaxChunkSamples = 4_000;

    /// <summary>How long a live run is kept after its last upload, in seconds: 7 days.</summary>
    public const int LiveRunKept = 7 * 24 * 60 * 60;

    /// <summary>How long chunks are kept, in seconds. They are not written again: they outlast the longest run.</summary>
    public const int ChunksKept = 30 * 24 * 60 * 60;

    /// <summary>Whether the head takes an upload after which so many markers are held.</summary>
    public static bool HasRoom(LiveRun head, int next) =>
        head.Tail.Count < MaxTailBlocks && head.Samples.Count < MaxHeadSamples && next - head.Folded <= MaxTailMarkers;

    /// <summary>A track as blocks of a chunk each.</summary>
    public static IReadOnlyList<MarkerBlock> Cut(Track markers) =>
    [
        .. Enumerable.Range(0, (markers.Count + ChunkMarkers - 1) / ChunkMarkers).Select(index => MarkerBlock.Of(
            index * ChunkMarkers,
            markers.Slice(index * ChunkMarkers, Math.Min(ChunkMarkers, markers.Count - (index * ChunkMarkers))))),
    ];

    /// <summary>A finished run's markers, no more than are kept.</summary>
    public static Track Thin(Track markers)
    {
        while (markers.Count > MaxMarkers)
        {
            var half = markers.Count / 2;
            markers = Track.Concat([markers.Slice(0, half).Thin(), markers.Slice(half)]);
        }

        return markers;
    }

    /// <summary>Blocks with every second marker of the older half left out.</summary>
    public static IReadOnlyList<MarkerBlock> Thin(IReadOnlyList<MarkerBlock> blocks)
    {
        var (half, seen) = (blocks.Sum(block => block.Count) / 2, 0);
        return [.. blocks.Select(block => (seen += block.Count) - block.Count < half ? block.Thin() : block)];
    }

    /// <summary>Samples of a whole run, no more than are kept of one.</summary>
    /// <param name="samples">In the order of the uploads.</param>
    /// <param name="max">How many are kept.</param>
    public static IReadOnlyList<RunSample> Thin(IReadOnlyList<RunSample> samples, int max = MaxSamples)
    {
        // Even spacing keeps splits as exact at the start of a long run as at its end.
        if (samples.Count <= max)
            return samples;
        var step = (samples[^1].Seconds - samples[0].Seconds) / (max / 2);
        var kept = new List<RunSample> { samples[0] };
        foreach (var sample in samples.Skip(1).SkipLast(1).Where(sample => sample.Seconds - kept[^1].Seconds >= step))
            kept.Add(sample);
        kept.Add(samples[^1]);
        // Samples of one second in their hundreds, of a runner who stands: the oldest go.
        return kept.Count > max ? kept[^(max / 2)..] : kept;
    }
}
