using System.Globalization;
using LeRun.Runs.Tracks;
using LeRun.Storage;

namespace LeRun.Runs;

/// <summary>
/// What becomes of a live run that was read: written as a whole, if nobody else wrote meanwhile, or not at all.
/// </summary>
/// <param name="Head">The new head; its <see cref="CosmosItem.ETag"/> is that of the one that was read, null if there was none.</param>
public sealed record LiveRunChange(LiveRun Head)
{
    /// <summary>The most markers that are kept of a run.</summary>
    public const int MaxMarkers = 60_000;

    /// <summary>The most blocks of a tail.</summary>
    public const int MaxTailBlocks = 60;

    /// <summary>The most markers that uploads leave in a tail.</summary>
    public const int MaxTailMarkers = 1_200;

    /// <summary>The most samples of a head.</summary>
    public const int MaxSamples = 300;

    // A chunk takes blocks until it has as many: some 20 KB.
    private const int ChunkMarkers = 3_000;

    /// <summary>How long a live run is kept after its last upload, in seconds: 7 days.</summary>
    private const int Kept = 7 * 24 * 60 * 60;

    /// <summary>Chunks are not written again: they must outlast the longest run and the days after it.</summary>
    private const int ChunksKept = 30 * 24 * 60 * 60;

    /// <summary>Chunks that are new, or rewritten.</summary>
    public IReadOnlyList<MarkerChunk> WrittenChunks { get; init; } = [];

    /// <summary>A block that the last chunk takes in addition.</summary>
    public MarkerBlock? Folded { get; init; }

    /// <summary>The ids of chunks that go.</summary>
    public IReadOnlyList<string> GoneChunks { get; init; } = [];

    /// <summary>The record that the run before became.</summary>
    public RunRecord? Record { get; init; }

    /// <summary>A run begins, in the place of another or of none.</summary>
    /// <param name="accountId">The runner.</param>
    /// <param name="username">The runner's username as registered.</param>
    /// <param name="before">The run in whose place it begins; null: there is none.</param>
    /// <param name="upload">Its first upload. Markers are stored only from the first of the run on.</param>
    public static LiveRunChange Begin(string accountId, string username, LiveRun? before, RunUpload upload)
    {
        var markers = upload.From == 0 ? upload.Markers : Track.Empty;
        var head = NewHead(accountId, username, before, upload) with
        {
            Samples = [upload.Sample(markers.Count)],
            Hash = Format(markers.Hash(0, 0, markers.Count)),
        };
        return Store(head, Cut(markers), before);
    }

    /// <summary>A run goes on that was taken for ended: its record's markers become those of the live run again.</summary>
    /// <param name="accountId">The runner.</param>
    /// <param name="username">The runner's username as registered.</param>
    /// <param name="before">The run in whose place it goes on; null: there is none.</param>
    /// <param name="upload">The upload that finds it ended.</param>
    /// <param name="record">What it had become.</param>
    public static LiveRunChange Resume(string accountId, string username, LiveRun? before, RunUpload upload, RunRecord record)
    {
        var head = NewHead(accountId, username, before, upload) with { Run = record.ToRunState(), Samples = record.Samples };
        var (track, next) = (record.Track!.Unpack(), record.Next ?? record.MarkerCount);
        IReadOnlyList<MarkerBlock> blocks = track.Count == next
            ? Cut(track)
            : [new MarkerBlock(0, next, track.Count, record.Track.Data)];
        return Store(head, blocks, before);
    }

    /// <summary>The whole run was uploaded, with other markers than those that are held.</summary>
    public static LiveRunChange Rewrite(LiveRun head, RunUpload upload)
    {
        var next = upload.Markers.Count;
        return Store(Updated(head, upload, next) with { Hash = Format(upload.Markers.Hash(0, 0, next)) }, Cut(upload.Markers), head);
    }

    /// <summary>The run goes on.</summary>
    /// <returns>Null if the upload has nothing new.</returns>
    public static LiveRunChange? Append(LiveRun head, RunUpload upload)
    {
        // Markers beyond a gap are left to the phone, which learns where to go on.
        var fresh = upload.From > head.Next ? Track.Empty : upload.After(head.Next).Markers;
        var next = head.Next + fresh.Count;
        var run = upload.Run with { Start = head.Run.Start, SentStart = head.Run.SentStart };
        if (fresh.Count == 0 && (run.Seconds < head.Run.Seconds || run == head.Run))
            return null;

        var updated = Updated(head, upload, next) with
        {
            Count = head.Count + fresh.Count,
            Hash = head.Hash is null ? null : Format(fresh.Hash(Parse(head.Hash), 0, fresh.Count)),
        };
        IReadOnlyList<MarkerBlock> blocks = fresh.Count == 0 ? [] : [MarkerBlock.Of(head.Next, fresh)];
        return head.Tail.Count < MaxTailBlocks && next - head.Folded <= MaxTailMarkers
            ? new LiveRunChange(updated with { Tail = [.. head.Tail, .. blocks] })
            : Fold(updated with { Tail = blocks }, head);
    }

    /// <summary>Whether an upload makes the run longer than is kept, so that it must be thinned before.</summary>
    public static bool MustThin(LiveRun head, RunUpload upload) =>
        upload.From <= head.Next && head.Count + Math.Max(0, upload.To - head.Next) > MaxMarkers;

    /// <summary>Every second marker of the older half goes.</summary>
    /// <param name="head">The live run.</param>
    /// <param name="blocks">All its blocks.</param>
    public static LiveRunChange Thin(LiveRun head, IReadOnlyList<MarkerBlock> blocks) => Store(head, Thin(blocks), head);

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

    /// <summary>A hash as it is stored: JSON numbers have too few digits for it.</summary>
    public static string Format(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>A hash that was stored.</summary>
    public static ulong Parse(string hash) => ulong.Parse(hash, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static LiveRun NewHead(string accountId, string username, LiveRun? before, RunUpload upload) => new()
    {
        Id = LiveRun.ItemId,
        Type = LiveRun.ItemId,
        AccountId = accountId,
        Username = username,
        Run = upload.Run,
        Device = upload.Device,
        VersionId = upload.VersionId,
        UpdatedAt = upload.ReceivedAt,
        Ttl = Kept,
        ETag = before?.ETag,
    };

    // A late upload may bring markers, but moves nobody backwards.
    private static LiveRun Updated(LiveRun head, RunUpload upload, int next)
    {
        var updated = head with { Next = next, VersionId = upload.VersionId, UpdatedAt = upload.ReceivedAt, Ttl = Kept };
        return upload.Run.Seconds < head.Run.Seconds
            ? updated
            : updated with
            {
                Run = upload.Run with { Start = head.Run.Start, SentStart = head.Run.SentStart },
                Device = upload.Device,
                Samples = ThinSamples([.. head.Samples, upload.Sample(next)]),
            };
    }

    private static LiveRunChange Fold(LiveRun updated, LiveRun head)
    {
        if (head.Tail.Count == 0)
            return new LiveRunChange(updated);
        var block = MarkerBlock.Join(head.Tail);
        updated = updated with { Folded = head.Next };
        return head.Chunks > 0 && head.Folded - head.LastChunkFrom < ChunkMarkers
            ? new LiveRunChange(updated) { Folded = block }
            : new LiveRunChange(updated with { Chunks = head.Chunks + 1, LastChunkFrom = head.Folded })
            {
                WrittenChunks = [NewChunk(updated, head.Chunks, [block])],
            };
    }

    // All markers anew: full chunks, and what is left in the tail.
    private static LiveRunChange Store(LiveRun head, IReadOnlyList<MarkerBlock> blocks, LiveRun? before)
    {
        while (blocks.Sum(block => block.Count) > MaxMarkers)
            blocks = Thin(blocks);

        var chunks = new List<List<MarkerBlock>>();
        foreach (var block in blocks)
        {
            if (chunks.Count == 0 || chunks[^1].Sum(other => other.Count) >= ChunkMarkers)
                chunks.Add([]);
            chunks[^1].Add(block);
        }

        List<MarkerBlock> tail = [];
        if (chunks.Count > 0 && chunks[^1].Sum(block => block.Count) <= MaxTailMarkers)
        {
            tail = chunks[^1];
            chunks.RemoveAt(chunks.Count - 1);
        }

        var next = blocks.Count == 0 ? 0 : blocks[^1].To;
        var stored = head with
        {
            Next = next,
            Count = blocks.Sum(block => block.Count),
            Tail = tail,
            Folded = tail.Count == 0 ? next : tail[0].From,
            Chunks = chunks.Count,
            LastChunkFrom = chunks.Count == 0 ? 0 : chunks[^1][0].From,
        };
        return new LiveRunChange(stored)
        {
            WrittenChunks = [.. chunks.Select((chunk, index) => NewChunk(stored, index, chunk))],
            GoneChunks = [.. (before?.ChunkIds ?? []).Except(stored.ChunkIds, StringComparer.Ordinal)],
        };
    }

    private static List<MarkerBlock> Cut(Track markers) =>
    [
        .. Enumerable.Range(0, (markers.Count + ChunkMarkers - 1) / ChunkMarkers).Select(index => MarkerBlock.Of(
            index * ChunkMarkers,
            markers.Slice(index * ChunkMarkers, Math.Min(ChunkMarkers, markers.Count - (index * ChunkMarkers))))),
    ];

    private static List<MarkerBlock> Thin(IReadOnlyList<MarkerBlock> blocks)
    {
        var (half, seen) = (blocks.Sum(block => block.Count) / 2, 0);
        return [.. blocks.Select(block => (seen += block.Count) - block.Count < half ? block.Thin() : block)];
    }

    // Even spacing keeps splits as exact at the start of a long run as at its end.
    private static IReadOnlyList<RunSample> ThinSamples(List<RunSample> samples)
    {
        if (samples.Count <= MaxSamples)
            return samples;
        var step = (samples[^1].Seconds - samples[0].Seconds) / (MaxSamples / 2);
        var kept = new List<RunSample> { samples[0] };
        foreach (var sample in samples.Skip(1).SkipLast(1).Where(sample => sample.Seconds - kept[^1].Seconds >= step))
            kept.Add(sample);
        kept.Add(samples[^1]);
        // Samples of one second in their hundreds, of a runner who stands: the oldest go.
        return kept.Count > MaxSamples ? kept[^(MaxSamples / 2)..] : kept;
    }

    private static MarkerChunk NewChunk(LiveRun head, int index, IReadOnlyList<MarkerBlock> blocks) => new()
    {
        Id = MarkerChunk.IdOf(head.Run.Start, index),
        Type = MarkerChunk.ItemType,
        AccountId = head.AccountId,
        Blocks = blocks,
        Ttl = ChunksKept,
    };
}
