using LeRun.Runs.Privacy;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Runs;

/// <summary>Run records in container <c>runs</c>, partition key <c>/userId</c>. Costs are in Cosmos requests.</summary>
public sealed partial class RecordStore(Database database)
{
    // Markers of few digits pack so well that a page of Cosmos holds more of them than memory should.
    private const int MaxListedMarkers = 50_000;

    // A record of 140 KB takes 50 request units to delete: a hundred at once would starve everyone whose runs lie beside.
    private const int DeletionStep = 25;

    private const string Summary =
        "c.id, c.type, c._etag, c.userId, c.owner, c.name, c.meters, c.seconds, c.start, c[\"end\"], c.markerCount, c.source,"
        + " c.endedByServer, c.createdAt, c.updatedAt, c.version, c.localDate, c.movingSeconds, c.efforts, c.note, c.kind,"
        + " c.visibility, c.next, c.beaten";

    private readonly Container _container = database.GetContainer(LiveRunStore.ContainerName);

    /// <summary>
    /// Stores a record with what changes with it. Null, and nothing is stored, if any of it, or the live run, changed since it
    /// was read, or if there is a record of the same run: the caller reads again. 1 request.
    /// </summary>
    /// <param name="write">The record; one with a Cosmos version replaces the one that was read.</param>
    /// <param name="finished">The live run that is over with it, to be marked so; null: there is none.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<RunRecord?> TryStoreAsync(RecordWrite write, LiveRun? finished, CancellationToken cancellationToken)
    {
        var batch = _container.CreateTransactionalBatch(new PartitionKey(write.Record.AccountId));
        Add(_container, batch, write);
        if (finished is not null)
            Finish(batch, finished, write.Record.Id);
        using var response = await batch.ExecuteAsync(_container, cancellationToken);
        if (response.IsSuccessStatusCode)
            return write.Record with { ETag = response[0].ETag };
        return response.Any(operation => operation.IsConflict() || operation.IsMissingOrChanged())
            ? null
            : throw response.ToException();
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

    /// <summary>
    /// A runner's records, newest start first; with their markers, no more than make a response of a few megabytes. 1 query in
    /// one partition.
    /// </summary>
    /// <param name="accountId">The runner.</param>
    /// <param name="before">Only runs that started before this; null: from the newest.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="markers">Whether the records come with their markers.</param>
    /// <param name="publicOnly">Whether only public records are wanted.</param>
    /// <param name="cursor">The cursor after a record.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Page<RunRecord>> ListAsync(
        string accountId,
        DateTimeOffset? before,
        int limit,
        bool markers,
        bool publicOnly,
        Func<RunRecord, string> cursor,
        CancellationToken cancellationToken)
    {
        var markersSoFar = 0;
        var (fields, range) = (markers ? "*" : Summary, before is null ? "" : "AND c.start < @before");
        var seen = publicOnly ? "AND c.visibility = @public" : "";
        var query = new QueryDefinition($"SELECT {fields} FROM c WHERE c.type = @type {seen} {range} ORDER BY c.start DESC")
            .WithParameter("@type", RunRecord.ItemType)
            .WithParameter("@public", RunVisibility.Public)
            .WithParameter("@before", before is { } time ? UtcMilliseconds.Format(time) : null);
        var page = await _container.ReadPageAsync(
            query, accountId, limit, cursor, cancellationToken,
            isEnough: found => markers && found.Sum(record => record.MarkerCount) >= MaxListedMarkers);
        var shown = markers ? page.Items.TakeWhile(IsShown).ToList() : page.Items;
        return shown.Count == page.Items.Count ? page : new Page<RunRecord>(shown, cursor(shown[^1]));

        // The first one in any case.
        bool IsShown(RunRecord record) => (markersSoFar += record.MarkerCount) <= MaxListedMarkers || record == page.Items[0];
    }

    /// <summary>
    /// Deletes a record with its guards; false if it, or what changes with it, changed since it was read. 1 request.
    /// </summary>
    /// <param name="write">The record, and what changes with it.</param>
    /// <param name="live">
    /// The live run that the record is of, to be marked as finished: else the server would make a record of it again. Null:
    /// there is none.
    /// </param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<bool> TryDeleteAsync(RecordWrite write, LiveRun? live, CancellationToken cancellationToken)
    {
        var record = write.Record;
        var batch = _container.CreateTransactionalBatch(new PartitionKey(record.AccountId))
            .DeleteItem(record.Id, IfMatch(record));
        foreach (var guard in RecordGuard.Of(record))
            batch.DeleteItem(guard.Id);
        AddTotals(_container, batch, write);
        if (live is not null)
            Finish(batch, live, record.Id);
        return batch.TryExecuteAsync(_container, cancellationToken);
    }

    /// <summary>
    /// Changes what the runner says of a record and returns it as it is then; null if there is none in an expected version. 1
    /// request.
    /// </summary>
    public Task<RunRecord?> TryUpdateAsync(
        string accountId, string id, UpdateRecordRequest request, ExpectedVersion? expected, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        List<PatchOperation> operations = [PatchOperation.Set("/updatedAt", now), PatchOperation.Increment("/version", 1)];
        if (request.Name is { } name)
            operations.Add(PatchOperation.Set("/name", name.Trim() is { Length: > 0 } text ? text : null));
        if (request.Note is { } note)
            operations.Add(PatchOperation.Set("/note", string.IsNullOrWhiteSpace(note) ? null : note));
        if (request.Kind is { } kind)
            operations.Add(PatchOperation.Set("/kind", kind));
        if (request.Visibility is { } visibility)
            operations.Add(PatchOperation.Set("/visibility", visibility));
        return _container.TryPatchAsync<RunRecord>(
            accountId,
            id,
            // What a moderator hid stays private.
            ItemVersion.Condition(expected, "c.id") + (request.Visibility == RunVisibility.Public
                ? " AND (NOT IS_DEFINED(c.moderation.hidden) OR c.moderation.hidden = false)"
                : ""),
            operations,
            cancellationToken);
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

    /// <summary>Adds to a batch a new record with its guards, or the new content of one that was read, and the totals.</summary>
    /// <returns>How many operations were added.</returns>
    internal static int Add(Container container, TransactionalBatch batch, RecordWrite write)
    {
        var record = write.Record;
        if (record.ETag is not null)
        {
            batch.ReplaceItemStream(record.Id, container.Serialize(record), IfMatch(record));
            return 1 + AddTotals(container, batch, write);
        }

        batch.CreateItemStream(container.Serialize(record));
        var guards = RecordGuard.Of(record).ToList();
        foreach (var guard in guards)
            batch.CreateItemStream(container.Serialize(guard));
        return 1 + guards.Count + AddTotals(container, batch, write);
    }

    private static int AddTotals(Container container, TransactionalBatch batch, RecordWrite write)
    {
        if (write.Bests is { } bests)
            AddNewOrRead(container, batch, bests);
        foreach (var month in write.Months)
            AddNewOrRead(container, batch, month);
        return write.Months.Count + (write.Bests is null ? 0 : 1);
    }

    private static void AddNewOrRead<T>(Container container, TransactionalBatch batch, T item)
        where T : CosmosItem
    {
        if (item.ETag is null)
            batch.CreateItemStream(container.Serialize(item));
        else
            batch.ReplaceItemStream(item.Id, container.Serialize(item), IfMatch(item));
    }

    // Marks a live run that was read as finished.
    private void Finish(TransactionalBatch batch, LiveRun live, string recordId)
    {
        var finished = live with { Run = live.Run with { Running = false }, RecordId = recordId };
        batch.ReplaceItemStream(live.Id, _container.Serialize(finished), IfMatch(live));
    }

    private static TransactionalBatchItemRequestOptions IfMatch(CosmosItem item) => new() { IfMatchEtag = item.ETag };
}
