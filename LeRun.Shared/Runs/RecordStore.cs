using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Runs;

/// <summary>Run records in container <c>runs</c>, partition key <c>/username</c>. Costs are in Cosmos requests.</summary>
public sealed class RecordStore(Database database)
{
    private const string Summary =
        "c.id, c.type, c._etag, c.username, c.owner, c.name, c.meters, c.seconds, c.start, c[\"end\"], c.markerCount,"
        + " c.createdAt";

    private readonly Container _container = database.GetContainer(LiveRunStore.ContainerName);

    /// <summary>
    /// Stores a record once: an earlier one with the same start or idempotency key is returned instead. 1 request; 2 if there is
    /// an earlier one.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="finished">The live run that became the record, to be marked as no longer running; null: none did.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The record that is stored; null if <paramref name="finished"/> changed meanwhile.</returns>
    public async Task<RunRecord?> TryStoreAsync(RunRecord record, LiveRun? finished, CancellationToken cancellationToken)
    {
        var batch = _container.CreateTransactionalBatch(new PartitionKey(record.NormalizedUsername))
            .CreateItemStream(_container.Serialize(record));
        foreach (var guard in Guards(record))
            batch.CreateItemStream(_container.Serialize(guard));
        if (finished is not null)
        {
            batch.ReplaceItemStream(
                finished.Id,
                _container.Serialize(finished with { Run = finished.Run with { Running = false } }),
                new TransactionalBatchItemRequestOptions { IfMatchEtag = finished.ETag });
        }

        using var response = await batch.ExecuteAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
            return record with { ETag = response[0].ETag };
        if (response.Any(operation => operation.IsConflict()))
            return await FindEarlierAsync(record, cancellationToken);
        return response.Any(operation => operation.IsMissingOrChanged()) ? null : throw response.ToException();
    }

    /// <summary>A record with its markers; null if there is none. 1 request.</summary>
    public async Task<RunRecord?> FindAsync(string normalizedUsername, string id, CancellationToken cancellationToken)
    {
        // Only ids of records have this form: the live run and the guards of the partition are not records.
        return IdGenerator.IsId(id) ? await _container.FindAsync<RunRecord>(normalizedUsername, id, cancellationToken) : null;
    }

    // Cosmos ends its pages at 4 MB; two such pages of long runs are more than a phone wants at once.
    private const int EnoughMarkers = 50_000;

    /// <summary>A runner's records, newest start first. 1 query in one partition.</summary>
    /// <param name="normalizedUsername">The runner.</param>
    /// <param name="before">Only runs that started before this; null: from the newest.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="markers">Whether the records come with their markers.</param>
    /// <param name="cursor">The cursor after a record.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<RunRecord>> ListAsync(
        string normalizedUsername,
        DateTimeOffset? before,
        int limit,
        bool markers,
        Func<RunRecord, string> cursor,
        CancellationToken cancellationToken)
    {
        var (fields, range) = (markers ? "*" : Summary, before is null ? "" : "AND c.start < @before");
        var query = new QueryDefinition($"SELECT {fields} FROM c WHERE c.type = @type {range} ORDER BY c.start DESC")
            .WithParameter("@type", RunRecord.ItemType)
            .WithParameter("@before", before is { } time ? UtcMilliseconds.Format(time) : null);
        return _container.ReadPageAsync(
            query, normalizedUsername, limit, cursor, cancellationToken,
            isEnough: found => markers && found.Sum(record => record.MarkerCount) >= EnoughMarkers);
    }

    /// <summary>Deletes a record with its guards; false if it is no longer there. 1 request.</summary>
    public async Task<bool> TryDeleteAsync(RunRecord record, CancellationToken cancellationToken)
    {
        var batch = _container.CreateTransactionalBatch(new PartitionKey(record.NormalizedUsername)).DeleteItem(record.Id);
        foreach (var guard in Guards(record))
            batch.DeleteItem(guard.Id);
        using var response = await batch.ExecuteAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
            return true;
        return response.Any(operation => operation.IsMissingOrChanged()) ? false : throw response.ToException();
    }

    /// <summary>
    /// Deletes a runner's live run and records in steps of 100, and returns how many records each step deleted. 2 requests a
    /// step, and 1.
    /// </summary>
    /// <param name="normalizedUsername">The partition.</param>
    /// <param name="cutoff">Only what was stored up to then.</param>
    public IAsyncEnumerable<DeletionCounts> DeleteAllAsync(
        string normalizedUsername, DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition($"SELECT {ItemRow.Columns} FROM c WHERE (c.createdAt ?? c.updatedAt) <= @cutoff")
            .WithParameter("@cutoff", UtcMilliseconds.Format(cutoff));
        return _container.DeleteAllAsync(
            normalizedUsername, query, type => type == RunRecord.ItemType ? "records" : null, cancellationToken);
    }

    private async Task<RunRecord?> FindEarlierAsync(RunRecord record, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.type = @type AND (c.start = @start OR c.idempotencyKey = @key)")
            .WithParameter("@type", RunRecord.ItemType)
            .WithParameter("@start", UtcMilliseconds.Format(record.Start))
            .WithParameter("@key", record.IdempotencyKey ?? "");
        var found = await _container.ReadSomeAsync<RunRecord>(query, record.NormalizedUsername, limit: 2, cancellationToken);
        // With the same key the caller says that it is the same request; the same start only says that it is the same run.
        return found.OrderBy(earlier => record.IdempotencyKey is null || earlier.IdempotencyKey != record.IdempotencyKey)
            .FirstOrDefault();
    }

    private static IEnumerable<RecordGuard> Guards(RunRecord record)
    {
        yield return Guard(RecordGuard.ForStart(record.Start));
        if (record.IdempotencyKey is { } key)
            yield return Guard(RecordGuard.ForKey(key));

        RecordGuard Guard(string id) => new()
        {
            Id = id,
            Type = RecordGuard.ItemType,
            NormalizedUsername = record.NormalizedUsername,
            CreatedAt = record.CreatedAt,
        };
    }
}
