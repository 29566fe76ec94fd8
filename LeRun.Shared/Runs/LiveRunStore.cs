using System.Text.Json;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Runs;

/// <summary>How a change of a live run ended.</summary>
public enum ChangeOutcome
{
    /// <summary>It is stored.</summary>
    Done,

    /// <summary>Nothing is stored: another writer came first.</summary>
    Overtaken,

    /// <summary>Nothing is stored: there is a record of the run that would have become one.</summary>
    RecordExists,
}

/// <summary>
/// Live runs in container <c>runs</c>, partition key <c>/userId</c>: item <c>live</c> and its chunks. Costs are in Cosmos
/// requests.
/// </summary>
public sealed class LiveRunStore(Database database)
{
    /// <summary>The container's name.</summary>
    public const string ContainerName = "runs";

    /// <summary>The container as infra/ and LocalHost create it.</summary>
    public static ContainerDefinition Definition { get; } = new(
        ContainerName, "/userId", "/userId/?", "/type/?", "/start/?", "/sentStart/?", "/idempotencyKey/?");

    private readonly Container _container = database.GetContainer(ContainerName);

    /// <summary>
    /// Stores an upload that goes on where the stored markers end, as nearly all do. Null, and nothing is stored, if it does
    /// not, or if the tail is full: the caller reads the live run then. 1 request, of the same size however long the run is.
    /// </summary>
    /// <param name="accountId">The runner.</param>
    /// <param name="upload">Its start is the phone's own.</param>
    /// <param name="before">The hash that the stored markers must have; null: any.</param>
    /// <param name="hash">The hash of all markers then; null: it is not known.</param>
    /// <param name="expected">The versions that the caller is ready to change; null: any.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The item's new version.</returns>
    public Task<string?> TryAppendAsync(
        string accountId, RunUpload upload, string? before, string? hash, ExpectedVersion? expected,
        CancellationToken cancellationToken)
    {
        var run = upload.Run;
        var added = upload.Markers.Count;
        List<string> conditions =
        [
            $"c.run.start = {SqlLiteral.Of(run.Start)} AND NOT IS_DEFINED(c.run.sentStart)",
            $"c.run.seconds <= {SqlLiteral.Of(run.Seconds)}",
            $"c.next = {SqlLiteral.Of(upload.From)}",
            $"ARRAY_LENGTH(c.tail) < {SqlLiteral.Of(RunLimits.MaxTailBlocks)}",
            $"c.folded >= {SqlLiteral.Of(upload.To - RunLimits.MaxTailMarkers)}",
            $"ARRAY_LENGTH(c.samples) < {SqlLiteral.Of(RunLimits.MaxHeadSamples)}",
            $"c[\"count\"] <= {SqlLiteral.Of(RunLimits.MaxMarkers - added)}",
        ];
        if (before is not null)
            conditions.Add($"c.hash = {SqlLiteral.Of(before)}");
        if (expected?.Versions is { } versions)
            conditions.Add($"c.versionId IN {SqlLiteral.ListOf(versions)}");

        List<PatchOperation> operations =
        [
            PatchOperation.Set("/run", run),
            PatchOperation.Set("/hash", hash),
            PatchOperation.Set("/device", upload.Device),
            PatchOperation.Set("/versionId", upload.VersionId),
            PatchOperation.Set("/updatedAt", upload.ReceivedAt),
            PatchOperation.Add("/samples/-", upload.Sample(upload.To)),
        ];
        if (added > 0)
        {
            operations.AddRange(
            [
                PatchOperation.Set("/next", upload.To),
                PatchOperation.Increment("/count", added),
                PatchOperation.Add("/tail/-", MarkerBlock.Of(upload.From, upload.Markers)),
            ]);
        }

        return _container.TryPatchForETagAsync(
            accountId, LiveRun.ItemId, string.Join(" AND ", conditions), operations, cancellationToken);
    }

    /// <summary>Stores a change of a live run that was read. 1 request.</summary>
    /// <returns>How it ended, and the new head if it is stored.</returns>
    public async Task<(ChangeOutcome Outcome, LiveRun? Stored)> CommitAsync(
        LiveRunChange change, CancellationToken cancellationToken)
    {
        var head = change.Head;
        var batch = _container.CreateTransactionalBatch(new PartitionKey(head.AccountId));
        var headAt = change.Record is null ? 0 : RecordStore.Operations(change.Record);
        if (change.Record is { } record)
            RecordStore.Add(_container, batch, record);
        if (head.ETag is null)
            batch.CreateItemStream(_container.Serialize(head));
        else
            batch.ReplaceItemStream(head.Id, _container.Serialize(head), IfMatch(head.ETag));
        foreach (var chunk in change.WrittenChunks)
            batch.UpsertItemStream(_container.Serialize(chunk));
        if (change.FoldedBlocks.Count + change.FoldedSamples.Count > 0)
            batch.PatchItem(head.ChunkIds.Last(), [.. Additions(change)]);
        // Overwritten and not deleted: a chunk that has expired already would fail the batch.
        foreach (var id in change.GoneChunks)
            batch.UpsertItemStream(_container.Serialize(Emptied(head, id)));

        using var response = await batch.ExecuteAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
            return (ChangeOutcome.Done, head with { ETag = response[headAt].ETag });
        if (response.Take(headAt).Any(operation => operation.IsConflict() || operation.IsMissingOrChanged()))
            return (ChangeOutcome.RecordExists, null);
        return response.Any(operation => operation.IsConflict() || operation.IsMissingOrChanged())
            ? (ChangeOutcome.Overtaken, null)
            : throw response.ToException();
    }

    /// <summary>Drops a live run that was read; false if it changed since. 1 request.</summary>
    public Task<bool> TryDropAsync(LiveRun head, CancellationToken cancellationToken)
    {
        var batch = _container.CreateTransactionalBatch(new PartitionKey(head.AccountId))
            .DeleteItem(head.Id, IfMatch(head.ETag));
        foreach (var id in head.ChunkIds)
            batch.UpsertItemStream(_container.Serialize(Emptied(head, id)));
        return batch.TryExecuteAsync(cancellationToken);
    }

    /// <summary>The head of a runner's live run; null if there is none. 1 request.</summary>
    public async Task<LiveRun?> FindAsync(string accountId, CancellationToken cancellationToken) =>
        (await _container.FindAsync<LiveRun>(accountId, LiveRun.ItemId, cancellationToken))?.Upgraded();

    /// <summary>A runner's live run with all its blocks in order; null if there is none. 1 request.</summary>
    public async Task<WholeLiveRun?> FindWholeAsync(string accountId, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.type IN (@head, @chunk)")
            .WithParameter("@head", LiveRun.ItemId)
            .WithParameter("@chunk", MarkerChunk.ItemType);
        // An upload in between may have moved blocks from the head, as it was read, to a chunk that was read before.
        for (var attempts = 1; ; attempts++)
        {
            var items = new List<JsonElement>();
            await foreach (var item in _container.ReadAllAsync<JsonElement>(query, accountId, cancellationToken))
                items.Add(item);
            if (Assemble(items) is not { } whole)
                return null;
            if (IsGapless(whole.Head, whole.Blocks) || attempts == OptimisticConcurrency.MaxAttempts)
                return whole;
        }
    }

    /// <summary>
    /// The heads of several runners' live runs, by account id; those who have none are left out. 1 request, however many.
    /// </summary>
    /// <param name="accountIds">The runners.</param>
    /// <param name="uploadedAfter">Only live runs with an upload since.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<IReadOnlyDictionary<string, LiveRun>> ReadManyAsync(
        IEnumerable<string> accountIds, DateTimeOffset uploadedAfter, CancellationToken cancellationToken)
    {
        var items = accountIds.Select(accountId => (LiveRun.ItemId, new PartitionKey(accountId))).ToList();
        var heads = await _container.ReadManyItemsAsync<LiveRun>(items, cancellationToken: cancellationToken);
        return heads.Where(head => head.UpdatedAt > uploadedAfter)
            .ToDictionary(head => head.AccountId, head => head.Upgraded(), StringComparer.Ordinal);
    }

    /// <summary>
    /// All blocks of several live runs, by account id. 1 request, or none if the heads hold all of them.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<MarkerBlock>>> ReadBlocksAsync(
        IReadOnlyCollection<LiveRun> heads, CancellationToken cancellationToken)
    {
        var items = heads.SelectMany(head => head.ChunkIds.Select(id => (id, new PartitionKey(head.AccountId)))).ToList();
        IEnumerable<MarkerChunk> chunks = items.Count == 0
            ? []
            : await _container.ReadManyItemsAsync<MarkerChunk>(items, cancellationToken: cancellationToken);
        var byRunner = chunks.ToLookup(chunk => chunk.AccountId, StringComparer.Ordinal);
        return heads.ToDictionary(
            head => head.AccountId, head => InOrder(head, byRunner[head.AccountId]), StringComparer.Ordinal);
    }

    private WholeLiveRun? Assemble(IReadOnlyList<JsonElement> items)
    {
        var head = items.Where(item => TypeOf(item) == LiveRun.ItemId).Select(_container.Deserialize<LiveRun>).FirstOrDefault();
        if (head is null)
            return null;
        head = head.Upgraded();
        var chunkIds = head.ChunkIds.ToHashSet(StringComparer.Ordinal);
        var chunks = items.Where(item => TypeOf(item) == MarkerChunk.ItemType).Select(_container.Deserialize<MarkerChunk>)
            .Where(chunk => chunkIds.Contains(chunk.Id)).ToList();
        var samples = chunks.SelectMany(chunk => chunk.Samples).SelectMany(group => group).Concat(head.Samples)
            .Distinct().OrderBy(sample => sample.Seconds);
        return new WholeLiveRun(head, InOrder(head, chunks), [.. samples]);

        static string? TypeOf(JsonElement item) => item.GetProperty("type").GetString();
    }

    private static IReadOnlyList<MarkerBlock> InOrder(LiveRun head, IEnumerable<MarkerChunk> chunks)
    {
        var (blocks, next) = (new List<MarkerBlock>(), 0);
        foreach (var block in chunks.SelectMany(chunk => chunk.Blocks).Concat(head.Tail).OrderBy(block => block.From))
        {
            // A block that was read both in the chunk and in the tail counts once.
            if (block.From < next)
                continue;
            blocks.Add(block);
            next = block.To;
        }

        return blocks;
    }

    private static bool IsGapless(LiveRun head, IReadOnlyList<MarkerBlock> blocks) =>
        blocks.Zip(blocks.Skip(1)).All(pair => pair.First.To == pair.Second.From)
        && (blocks.Count == 0 ? head.Next == 0 : blocks[0].From == 0 && blocks[^1].To == head.Next);

    private static IEnumerable<PatchOperation> Additions(LiveRunChange change) =>
    [
        .. change.FoldedBlocks.Select(block => PatchOperation.Add("/blocks/-", block)),
        PatchOperation.Add("/samples/-", change.FoldedSamples),
    ];

    private static MarkerChunk Emptied(LiveRun head, string id) => new()
    {
        Id = id,
        Type = MarkerChunk.ItemType,
        AccountId = head.AccountId,
        Blocks = [],
        Ttl = 1,
    };

    private static TransactionalBatchItemRequestOptions IfMatch(string? etag) => new() { IfMatchEtag = etag };
}
