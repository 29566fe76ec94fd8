using System.Globalization;
using LeRun.Runs.Progress;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Runs;

/// <summary>
/// Live runs in container <c>runs</c>, partition key <c>/userId</c>: item <c>live</c> and its chunks. Costs are in Cosmos
/// requests.
/// </summary>
public sealed partial class LiveRunStore(Database database)
{
    /// <summary>The container's name.</summary>
    public const string ContainerName = ProgressStore.ContainerName;

    /// <summary>The container as infra/ and LocalHost create it.</summary>
    public static ContainerDefinition Definition { get; } = new(
        ContainerName, "/userId", "/userId/?", "/type/?", "/start/?", "/sentStart/?", "/idempotencyKey/?", "/localDate/?",
        "/visibility/?");

    private readonly Container _container = database.GetContainer(ContainerName);

    /// <summary>
    /// Stores an upload that goes on where the stored markers end, as nearly all do. Null, and nothing is stored, if it does
    /// not, or if the tail is full: the caller reads the live run then. 1 request, of the same size however long the run is.
    /// </summary>
    /// <param name="accountId">The runner.</param>
    /// <param name="upload">Its start is the phone's own.</param>
    /// <param name="block">Its markers, if they are packed already; else null.</param>
    /// <param name="before">The hash that the stored markers must have; null: any.</param>
    /// <param name="hash">The hash of all markers then; null: it is not known.</param>
    /// <param name="expected">The versions that the caller is ready to change; null: any.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The item's new version.</returns>
    public Task<string?> TryAppendAsync(
        string accountId, RunUpload upload, MarkerBlock? block, string? before, string? hash, ExpectedVersion? expected,
        CancellationToken cancellationToken)
    {
        var run = upload.Run;
        var condition = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            c.run.start = {SqlLiteral.Of(run.Start)} AND NOT IS_DEFINED(c.run.sentStart) AND c.run.seconds <= {run.Seconds:R}
            AND c.next = {upload.From} AND ARRAY_LENGTH(c.tail) < {RunLimits.MaxTailBlocks}
            AND c.folded >= {upload.To - RunLimits.MaxTailMarkers} AND ARRAY_LENGTH(c.samples) < {RunLimits.MaxHeadSamples}
            AND c["count"] <= {RunLimits.MaxMarkers - upload.Markers.Count}
            """);
        if (before is not null)
            condition += $" AND c.hash = {SqlLiteral.Of(before)}";
        if (expected?.Versions is { } versions)
            condition += $" AND c.versionId IN {SqlLiteral.ListOf(versions)}";

        var operations = new List<PatchOperation>(CosmosItems.MaxPatchOperations)
        {
            PatchOperation.Set("/run", run),
            PatchOperation.Set("/hash", hash),
            PatchOperation.Set("/device", upload.Device),
            PatchOperation.Set("/versionId", upload.VersionId),
            PatchOperation.Set("/updatedAt", upload.ReceivedAt),
            PatchOperation.Add("/samples/-", upload.Sample(upload.To)),
        };
        if (upload.Markers.Count > 0)
        {
            operations.Add(PatchOperation.Set("/next", upload.To));
            operations.Add(PatchOperation.Increment("/count", upload.Markers.Count));
            operations.Add(PatchOperation.Add("/tail/-", block ?? MarkerBlock.Of(upload.From, upload.Markers)));
        }

        return _container.TryPatchForETagAsync(accountId, LiveRun.ItemId, condition, operations, cancellationToken);
    }

    /// <summary>Stores a change of a live run that was read. 1 request.</summary>
    /// <returns>The new head; null, and nothing is stored, if anything of it changed since it was read.</returns>
    public async Task<LiveRun?> CommitAsync(LiveRunChange change, CancellationToken cancellationToken)
    {
        var head = change.Head;
        var batch = _container.CreateTransactionalBatch(new PartitionKey(head.AccountId));
        var headAt = change.Record is { } record ? RecordStore.Add(_container, batch, record) : 0;
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

        using var response = await batch.ExecuteAsync(_container, cancellationToken);
        if (response.IsSuccessStatusCode)
            return head with { ETag = response[headAt].ETag };
        return response.Any(operation => operation.IsConflict() || operation.IsMissingOrChanged())
            ? null
            : throw response.ToException();
    }

    /// <summary>Drops a live run that was read; false if it changed since. 1 request.</summary>
    public Task<bool> TryDropAsync(LiveRun head, CancellationToken cancellationToken)
    {
        var batch = _container.CreateTransactionalBatch(new PartitionKey(head.AccountId))
            .DeleteItem(head.Id, IfMatch(head.ETag));
        foreach (var id in head.ChunkIds)
            batch.UpsertItemStream(_container.Serialize(Emptied(head, id)));
        return batch.TryExecuteAsync(_container, cancellationToken);
    }

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
