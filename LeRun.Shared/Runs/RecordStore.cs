using System.Text.Json;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Runs;

/// <summary>Run records in container <c>runs</c>, partition key <c>/userId</c>. Costs are in Cosmos requests.</summary>
public sealed class RecordStore(Database database)
{
    // Markers of few digits pack so well that a page of Cosmos holds more of them than memory should.
    private const int MaxListedMarkers = 50_000;

    // A record of 140 KB takes 50 request units to delete: a hundred at once would starve everyone whose runs lie beside.
    private const int DeletionStep = 25;

    private const string Summary =
        "c.id, c.type, c._etag, c.userId, c.owner, c.name, c.meters, c.seconds, c.start, c[\"end\"], c.markerCount, c.source,"
        + " c.endedByServer, c.createdAt, c.updatedAt, c.version";

    private readonly Container _container = database.GetContainer(LiveRunStore.ContainerName);

    /// <summary>
    /// Stores a record once: an earlier one with the same start or idempotency key is returned instead, unless the server made
    /// that one of a run that now turns out to be longer. 1 request; 2 if there is an earlier one, 3 if it is replaced.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="finished">The live run that became the record, to be marked as finished; null: none did.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The record that is stored; null if <paramref name="finished"/> or the earlier record changed meanwhile.</returns>
    public async Task<RunRecord?> TryStoreAsync(RunRecord record, LiveRun? finished, CancellationToken cancellationToken)
    {
        if (await TryWriteAsync(record, finished, cancellationToken) is not { } outcome)
            return null;
        if (outcome.Stored is { } stored)
            return stored;
        if (await FindEarlierAsync(record, cancellationToken) is not { } earlier)
            return null;
        return earlier.EndedByServer && record.Seconds >= earlier.Seconds
            ? (await TryWriteAsync(earlier.ReplacedBy(record), finished, cancellationToken))?.Stored
            : earlier;
    }

    /// <summary>A record with its markers; null if there is none. 1 request.</summary>
    public async Task<RunRecord?> FindAsync(string accountId, string id, CancellationToken cancellationToken)
    {
        // Only ids of records have this form: the live run and the guards of the partition are not records.
        return IdGenerator.IsId(id) ? await _container.FindAsync<RunRecord>(accountId, id, cancellationToken) : null;
    }

    /// <summary>The record of a runner's run that began then; null if there is none. 1 request.</summary>
    public async Task<RunRecord?> FindByStartAsync(string accountId, DateTimeOffset start, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.type = @type AND (c.start = @start OR c.sentStart = @start)")
            .WithParameter("@type", RunRecord.ItemType)
            .WithParameter("@start", UtcMilliseconds.Format(start));
        var found = await _container.ReadSomeAsync<RunRecord>(query, accountId, limit: 1, cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>A record, and the live run beside it: null if there is none of them. 1 request.</summary>
    public async Task<(RunRecord? Record, LiveRun? Live)> FindWithLiveAsync(
        string accountId, string id, CancellationToken cancellationToken)
    {
        if (!IdGenerator.IsId(id))
            return (null, null);
        var query = new QueryDefinition("SELECT * FROM c WHERE c.id IN (@id, @live)")
            .WithParameter("@id", id)
            .WithParameter("@live", LiveRun.ItemId);
        var (record, live) = ((RunRecord?)null, (LiveRun?)null);
        await foreach (var item in _container.ReadAllAsync<JsonElement>(query, accountId, cancellationToken))
        {
            if (item.GetProperty("id").ValueEquals(LiveRun.ItemId))
                live = _container.Deserialize<LiveRun>(item).Upgraded();
            else
                record = _container.Deserialize<RunRecord>(item);
        }

        return (record, live);
    }

    /// <summary>
    /// A runner's records, newest start first; with their markers, no more than make a response of a few megabytes. 1 query in
    /// one partition.
    /// </summary>
    /// <param name="accountId">The runner.</param>
    /// <param name="before">Only runs that started before this; null: from the newest.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="markers">Whether the records come with their markers.</param>
    /// <param name="cursor">The cursor after a record.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Page<RunRecord>> ListAsync(
        string accountId,
        DateTimeOffset? before,
        int limit,
        bool markers,
        Func<RunRecord, string> cursor,
        CancellationToken cancellationToken)
    {
        var markersSoFar = 0;
        var (fields, range) = (markers ? "*" : Summary, before is null ? "" : "AND c.start < @before");
        var query = new QueryDefinition($"SELECT {fields} FROM c WHERE c.type = @type {range} ORDER BY c.start DESC")
            .WithParameter("@type", RunRecord.ItemType)
            .WithParameter("@before", before is { } time ? UtcMilliseconds.Format(time) : null);
        var page = await _container.ReadPageAsync(
            query, accountId, limit, cursor, cancellationToken,
            isEnough: found => markers && found.Sum(record => record.MarkerCount) >= MaxListedMarkers);
        var shown = markers ? page.Items.TakeWhile(IsShown).ToList() : page.Items;
        return shown.Count == page.Items.Count ? page : new Page<RunRecord>(shown, cursor(shown[^1]));

        // The first one in any case.
        bool IsShown(RunRecord record) => (markersSoFar += record.MarkerCount) <= MaxListedMarkers || record == page.Items[0];
    }

    /// <summary>Deletes a record with its guards; false if it is no longer there, or the live run changed. 1 request.</summary>
    /// <param name="record">The record.</param>
    /// <param name="live">
    /// The live run that the record is of, to be marked as finished: else the server would make a record of it again. Null:
    /// there is none.
    /// </param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<bool> TryDeleteAsync(RunRecord record, LiveRun? live, CancellationToken cancellationToken)
    {
        var batch = _container.CreateTransactionalBatch(new PartitionKey(record.AccountId)).DeleteItem(record.Id);
        foreach (var guard in RecordGuard.Of(record))
            batch.DeleteItem(guard.Id);
        if (live is not null)
            Finish(batch, live, record.Id);
        return batch.TryExecuteAsync(_container, cancellationToken);
    }

    /// <summary>
    /// Deletes everything of a runner in steps, and returns how many records each step deleted. 2 requests a step, and 1.
    /// </summary>
    public IAsyncEnumerable<DeletionCounts> DeleteAllAsync(string accountId, CancellationToken cancellationToken) =>
        _container.DeleteAllAsync(
            accountId,
            new QueryDefinition($"SELECT {ItemRow.Columns} FROM c"),
            DeletionStep,
            type => type == RunRecord.ItemType ? "records" : null,
            cancellationToken);

    // Null: the live run, or the record that is replaced, changed meanwhile. Without a record: there is an earlier one.
    private async Task<(RunRecord? Stored, bool Exists)?> TryWriteAsync(
        RunRecord record, LiveRun? finished, CancellationToken cancellationToken)
    {
        var batch = _container.CreateTransactionalBatch(new PartitionKey(record.AccountId));
        Add(_container, batch, record);
        if (finished is not null)
            Finish(batch, finished, record.Id);
        using var response = await batch.ExecuteAsync(_container, cancellationToken);
        if (response.IsSuccessStatusCode)
            return (record with { ETag = response[0].ETag }, false);
        if (response.Any(operation => operation.IsConflict()))
            return (null, true);
        return response.Any(operation => operation.IsMissingOrChanged()) ? null : throw response.ToException();
    }

    private async Task<RunRecord?> FindEarlierAsync(RunRecord record, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                "SELECT * FROM c WHERE c.type = @type"
                + " AND (c.start IN (@start, @sent) OR c.sentStart IN (@start, @sent) OR c.idempotencyKey = @key)")
            .WithParameter("@type", RunRecord.ItemType)
            .WithParameter("@start", UtcMilliseconds.Format(record.Start))
            .WithParameter("@sent", UtcMilliseconds.Format(record.SentStart ?? record.Start))
            .WithParameter("@key", record.IdempotencyKey ?? "");
        var found = await _container.ReadSomeAsync<RunRecord>(query, record.AccountId, limit: 3, cancellationToken);
        // With the same key the caller says that it is the same request; the same start only says that it is the same run.
        return found.OrderBy(earlier => record.IdempotencyKey is null || earlier.IdempotencyKey != record.IdempotencyKey)
            .FirstOrDefault();
    }

    /// <summary>How many operations <see cref="Add"/> adds.</summary>
    internal static int Operations(RunRecord record) => record.ETag is null ? 1 + RecordGuard.Of(record).Count() : 1;

    /// <summary>Adds a new record with its guards to a batch, or the new content of one that was read.</summary>
    internal static void Add(Container container, TransactionalBatch batch, RunRecord record)
    {
        if (record.ETag is not null)
        {
            batch.ReplaceItemStream(record.Id, container.Serialize(record), IfMatch(record));
            return;
        }

        batch.CreateItemStream(container.Serialize(record));
        foreach (var guard in RecordGuard.Of(record))
            batch.CreateItemStream(container.Serialize(guard));
    }

    // Marks a live run that was read as finished.
    private void Finish(TransactionalBatch batch, LiveRun live, string recordId)
    {
        var finished = live with { Run = live.Run with { Running = false }, RecordId = recordId };
        batch.ReplaceItemStream(live.Id, _container.Serialize(finished), IfMatch(live));
    }

    private static TransactionalBatchItemRequestOptions IfMatch(CosmosItem item) => new() { IfMatchEtag = item.ETag };
}
