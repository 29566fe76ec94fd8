using System.Net;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Runs;

/// <summary>Run records in container <c>runs</c>, partition key <c>/username</c>. Costs are in Cosmos requests.</summary>
public sealed class RecordStore(Database database)
{
    private const string Summary =
        "c.id, c.type, c._etag, c.username, c.owner, c.name, c.meters, c.seconds, c.start, c[\"end\"], c.markerCount, c.createdAt";

    private readonly Container _container = database.GetContainer(LiveRunStore.ContainerName);

    /// <summary>
    /// Stores a record once: the one that came before with the same start or idempotency key is answered instead.
    /// 1 request; 2 when there was one.
    /// </summary>
    /// <param name="finished">The live run that became the record, to be marked as no longer running; null: none did.</param>
    /// <returns>The record stored; null when <paramref name="finished"/> changed meanwhile.</returns>
    public async Task<RunRecord?> StoreAsync(RunRecord record, LiveRun? finished, CancellationToken cancellationToken)
    {
        var batch = _container.CreateTransactionalBatch(new PartitionKey(record.Username)).CreateItemStream(_container.Serialize(record));
        foreach (var guard in Guards(record))
            batch.CreateItemStream(_container.Serialize(guard));
        if (finished is not null)
        {
            batch.ReplaceItemStream(
                finished.Id,
                _container.Serialize(finished with { Run = finished.Run with { Running = false } }),
                new TransactionalBatchItemRequestOptions { IfMatchEtag = finished.ETag });
        }

        using var answer = await batch.ExecuteAsync(cancellationToken);
        if (answer.IsSuccessStatusCode)
            return record with { ETag = answer[0].ETag };
        if (answer.Any(operation => operation.StatusCode == HttpStatusCode.Conflict))
            return await FindTwinAsync(record, cancellationToken);
        if (answer.Any(operation => operation.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound))
            return null;
        throw answer.ToException();
    }

    /// <summary>A record with its markers; null when there is none. 1 request.</summary>
    /// <param name="user">The key of the runner's username.</param>
    public async Task<RunRecord?> ReadAsync(string user, string id, CancellationToken cancellationToken)
    {
        // Only ids of records have this form: the live run and the guards of the partition are not records.
        return IdGenerator.IsId(id) ? await _container.FindAsync<RunRecord>(user, id, cancellationToken) : null;
    }

    /// <summary>A runner's records, newest start first. 1 query in one partition.</summary>
    /// <param name="before">Only runs that started before this; null: from the newest.</param>
    public Task<Page<RunRecord>> ListAsync(
        string user, DateTimeOffset? before, int limit, bool markers, Func<RunRecord, string> cursor, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                $"SELECT {(markers ? "*" : Summary)} FROM c WHERE c.type = @type {(before is null ? "" : "AND c.start < @before")} ORDER BY c.start DESC")
            .WithParameter("@type", RunRecord.ItemType)
            .WithParameter("@before", before is { } time ? UtcMilliseconds.Format(time) : null);
        return _container.ReadPageAsync(query, user, limit, cursor, cancellationToken);
    }

    /// <summary>Removes what was read, with its guards; false when it is no longer there. 1 request.</summary>
    public async Task<bool> DeleteAsync(RunRecord record, CancellationToken cancellationToken)
    {
        var batch = _container.CreateTransactionalBatch(new PartitionKey(record.Username)).DeleteItem(record.Id);
        foreach (var guard in Guards(record))
            batch.DeleteItem(guard.Id);
        using var answer = await batch.ExecuteAsync(cancellationToken);
        if (answer.IsSuccessStatusCode)
            return true;
        return answer.Any(operation => operation.StatusCode == HttpStatusCode.NotFound) ? false : throw answer.ToException();
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

    private async Task<RunRecord?> FindTwinAsync(RunRecord record, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.type = @type AND (c.start = @start OR c.idempotencyKey = @key)")
            .WithParameter("@type", RunRecord.ItemType)
            .WithParameter("@start", UtcMilliseconds.Format(record.Start))
            .WithParameter("@key", record.IdempotencyKey ?? "");
        var twins = await _container.ReadPageAsync<RunRecord>(query, record.Username, limit: 2, twin => twin.Id, cancellationToken);
        // The key is the caller's own word for "the same request"; the start only says that it is the same run.
        return twins.Items.OrderBy(twin => record.IdempotencyKey is null || twin.IdempotencyKey != record.IdempotencyKey).FirstOrDefault();
    }

    private static IEnumerable<RecordGuard> Guards(RunRecord record)
    {
        yield return Guard(RecordGuard.ForStart(record.Start));
        if (record.IdempotencyKey is { } key)
            yield return Guard(RecordGuard.ForKey(key));

        RecordGuard Guard(string id) =>
            new() { Id = id, Type = RecordGuard.ItemType, Username = record.Username, CreatedAt = record.CreatedAt };
    }
}
