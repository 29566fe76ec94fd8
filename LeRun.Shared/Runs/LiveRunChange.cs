using LeRun.Runs.Tracks;
using LeRun.Storage;

namespace LeRun.Runs;

/// <summary>
/// What becomes of a live run that was read: written as a whole, if nobody else wrote meanwhile, or not at all.
/// </summary>
/// <param name="Head">
/// The new head; its <see cref="CosmosItem.ETag"/> is that of the one that was read, null if there was none.
/// </param>
public sealed record LiveRunChange(LiveRun Head)
{
    /// <summary>Chunks that are new, or rewritten.</summary>
    public IReadOnlyList<MarkerChunk> WrittenChunks { get; init; } = [];

    /// <summary>Blocks that the last chunk takes in addition.</summary>
    public IReadOnlyList<MarkerBlock> FoldedBlocks { get; init; } = [];

    /// <summary>Samples that the last chunk takes in addition.</summary>
    public IReadOnlyList<RunSample> FoldedSamples { get; init; } = [];

    /// <summary>The ids of chunks that go.</summary>
    public IReadOnlyList<string> GoneChunks { get; init; } = [];

    /// <summary>Whether nothing changes but the head, and that only by what the upload adds to it.</summary>
    public bool IsPlain { get; init; }

    /// <summary>The record that the run before became.</summary>
    public RecordWrite? Record { get; init; }

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
            Hash = markers.Hash(),
        };
        return Store(head, RunLimits.Cut(markers), [upload.Sample(markers.Count)], before);
    }

    /// <summary>A run goes on that was taken for ended: its record's markers become those of the live run again.</summary>
    /// <param name="accountId">The runner.</param>
    /// <param name="username">The runner's username as registered.</param>
    /// <param name="before">The run in whose place it goes on; null: there is none.</param>
    /// <param name="upload">The upload that finds it ended.</param>
    /// <param name="record">What it had become.</param>
    public static LiveRunChange Resume(string accountId, string username, LiveRun? before, RunUpload upload, RunRecord record)
    {
        var head = NewHead(accountId, username, before, upload) with { Run = record.ToRunState() };
        var (track, next) = (record.Track!.Unpack(), record.Next ?? record.MarkerCount);
        IReadOnlyList<MarkerBlock> blocks = track.Count == next
            ? RunLimits.Cut(track)
            : [new MarkerBlock(0, next, track.Count, record.Track.Data)];
        return Store(head, blocks, record.Samples, before);
    }

    /// <summary>The whole run was uploaded, with other markers than those that are held.</summary>
    public static LiveRunChange Rewrite(WholeLiveRun whole, RunUpload upload)
    {
        var next = upload.Markers.Count;
        return Store(
            Updated(whole.Head, upload, next) with { Hash = upload.Markers.Hash() },
            RunLimits.Cut(upload.Markers),
            [.. whole.Samples, upload.Sample(next)],
            whole.Head);
    }

    /// <summary>The run goes on.</summary>
    /// <returns>Null if the upload is a late one without anything new.</returns>
    public static LiveRunChange? Append(LiveRun head, RunUpload upload)
    {
        // Markers beyond a gap are left to the phone, which learns where to go on.
        var fresh = upload.From > head.Next ? Track.Empty : upload.After(head.Next).Markers;
        var next = head.Next + fresh.Count;
        if (fresh.Count == 0 && upload.Run.Seconds < head.Run.Seconds)
            return null;

        var updated = Updated(head, upload, next) with
        {
            Count = head.Count + fresh.Count,
            Hash = head.Hash is null ? null : fresh.Hash(head.Hash),
        };
        IReadOnlyList<MarkerBlock> blocks = fresh.Count == 0 ? [] : [MarkerBlock.Of(head.Next, fresh)];
        return RunLimits.HasRoom(head, next)
            ? new LiveRunChange(updated with { Tail = [.. head.Tail, .. blocks] }) { IsPlain = true }
            : Fold(updated with { Tail = blocks }, head);
    }

    /// <summary>Whether an upload makes the run longer than is kept, so that it must be thinned before.</summary>
    public static bool MustThin(LiveRun head, RunUpload upload) =>
        upload.From <= head.Next && head.Count + Math.Max(0, upload.To - head.Next) > RunLimits.MaxMarkers;

    /// <summary>Every second marker of the older half goes.</summary>
    public static LiveRunChange Thin(WholeLiveRun whole) =>
        Store(whole.Head, RunLimits.Thin(whole.Blocks), whole.Samples, whole.Head);

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
        Ttl = RunLimits.LiveRunKept,
        ETag = before?.ETag,
    };

    // A late upload may bring markers, but moves nobody backwards.
    private static LiveRun Updated(LiveRun head, RunUpload upload, int next)
    {
        var updated = head with
        {
            Next = next,
            VersionId = upload.VersionId,
            UpdatedAt = upload.ReceivedAt,
            Ttl = RunLimits.LiveRunKept,
        };
        return upload.Run.Seconds < head.Run.Seconds
            ? updated
            : updated with
            {
                Run = upload.Run with { Start = head.Run.Start, SentStart = head.Run.SentStart },
                Device = upload.Device,
                Samples = [.. head.Samples, upload.Sample(next)],
            };
    }

    // The tail and its samples move to the last chunk, or to a new one if that is full.
    private static LiveRunChange Fold(LiveRun updated, LiveRun head)
    {
        var step = 1 + (head.ChunkSamples / RunLimits.SamplesAStep);
        var isKept = head.ChunkSamples < RunLimits.MaxChunkSamples;
        var samples = head.Samples.Where((_, index) => isKept && index % step == 0).ToList();
        IReadOnlyList<MarkerBlock> blocks = head.Tail.Count == 0 ? [] : [MarkerBlock.Join(head.Tail)];
        var isNew = head.Chunks == 0 || head.Folded - head.LastChunkFrom >= RunLimits.ChunkMarkers
            || head.LastChunkSamples >= RunLimits.SamplesAStep;
        updated = updated with
        {
            Folded = head.Next,
            Samples = [.. updated.Samples.Skip(head.Samples.Count)],
            LastChunkSamples = samples.Count + (isNew ? 0 : head.LastChunkSamples),
            ChunkSamples = samples.Count + head.ChunkSamples,
        };
        return isNew
            ? new LiveRunChange(updated with { Chunks = head.Chunks + 1, LastChunkFrom = head.Folded })
            {
                WrittenChunks = [NewChunk(updated, head.Chunks, blocks, samples)],
            }
            : new LiveRunChange(updated) { FoldedBlocks = blocks, FoldedSamples = samples };
    }

    // All markers anew: full chunks, and what is left in the tail.
    private static LiveRunChange Store(
        LiveRun head, IReadOnlyList<MarkerBlock> blocks, IReadOnlyList<RunSample> samples, LiveRun? before)
    {
        while (blocks.Sum(block => block.Count) > RunLimits.MaxMarkers)
            blocks = RunLimits.Thin(blocks);

        var chunks = new List<List<MarkerBlock>>();
        foreach (var block in blocks)
        {
            if (chunks.Count == 0 || chunks[^1].Sum(other => other.Count) >= RunLimits.ChunkMarkers)
                chunks.Add([]);
            chunks[^1].Add(block);
        }

        List<MarkerBlock> tail = [];
        if (chunks.Count > 0 && chunks[^1].Sum(block => block.Count) <= RunLimits.MaxTailMarkers)
        {
            tail = chunks[^1];
            chunks.RemoveAt(chunks.Count - 1);
        }

        var next = blocks.Count == 0 ? 0 : blocks[^1].To;
        samples = RunLimits.Thin(samples, chunks.Count == 0 ? RunLimits.MaxHeadSamples / 2 : RunLimits.MaxSamples);
        var older = chunks.Count == 0 ? 0 : samples.Count;
        var stored = head with
        {
            Samples = chunks.Count == 0 ? samples : [],
            LastChunkSamples = chunks.Count == 1 ? older : 0,
            ChunkSamples = older,
            Next = next,
            Count = blocks.Sum(block => block.Count),
            Tail = tail,
            Folded = tail.Count == 0 ? next : tail[0].From,
            Chunks = chunks.Count,
            LastChunkFrom = chunks.Count == 0 ? 0 : chunks[^1][0].From,
        };
        return new LiveRunChange(stored)
        {
            WrittenChunks = [.. chunks.Select((chunk, index) => NewChunk(stored, index, chunk, index == 0 ? samples : []))],
            GoneChunks = [.. (before?.ChunkIds ?? []).Except(stored.ChunkIds, StringComparer.Ordinal)],
        };
    }

    private static MarkerChunk NewChunk(
        LiveRun head, int index, IReadOnlyList<MarkerBlock> blocks, IReadOnlyList<RunSample> samples) => new()
        {
            Id = MarkerChunk.IdOf(head.Run.Start, index),
            Type = MarkerChunk.ItemType,
            AccountId = head.AccountId,
            Blocks = blocks,
            Samples = samples.Count == 0 ? [] : [samples],
            Ttl = RunLimits.ChunksKept,
        };
}
