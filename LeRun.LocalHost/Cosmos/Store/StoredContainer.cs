using System.Net;
using LeRun.LocalHost.Cosmos.Sql;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>
/// A container: its items in memory and its log. One writer at a time appends to the log before any reader sees the
/// change. Readers take a short lock of their own and never wait for the disk.
/// </summary>
internal sealed class StoredContainer : IDisposable
{
    private const int WritesBetweenSweeps = 4096;

    private readonly Lock _writing = new();
    private readonly Lock _state = new();
    private readonly ItemTable _items = new();
    private readonly ContainerLog? _log;
    private readonly TimeProvider _clock;
    private readonly (uint Database, uint Container) _rid;
    private int _writesSinceSweep;

    /// <param name="definition">The container's settings.</param>
    /// <param name="rid">The numbers of the database and the container in resource ids.</param>
    /// <param name="log">Replayed here; null for a container in memory only.</param>
    /// <param name="clock">Decides timestamps and expiry.</param>
    public StoredContainer(ContainerDefinition definition, (uint Database, uint Container) rid, ContainerLog? log, TimeProvider clock)
    {
        (Definition, _rid, _log, _clock) = (definition, rid, log, clock);
        Incarnation = log?.Incarnation ?? (ulong)Random.Shared.NextInt64();
        Rid = ResourceId.OfContainer(rid.Database, rid.Container);
        SelfPath = $"dbs/{ResourceId.OfDatabase(rid.Database)}/colls/{Rid}/";

        foreach (var record in log?.Replay() ?? [])
        {
            (Lsn, Sequence) = (record.Lsn, record.Sequence);
            foreach (var change in record.Changes)
                _items.Apply(change);
        }

        Sweep();
        _log?.CompactAtStart(Contents());
    }

    public ContainerDefinition Definition { get; }

    public string Rid { get; }

    /// <summary>The container's own link, the beginning of its items' links.</summary>
    public string SelfPath { get; }

    public ulong Incarnation { get; }

    /// <summary>Number of the last write; the session token shows it.</summary>
    public long Lsn { get; private set; }

    /// <summary>Number of the last creation.</summary>
    public long Sequence { get; private set; }

    /// <summary>Which items have expired by now.</summary>
    public ExpiryRule Expiry => new(_clock.GetUtcNow().ToUnixTimeSeconds(), Definition.DefaultTimeToLive);

    public string ItemRid(long sequence) => ResourceId.OfItem(_rid.Database, _rid.Container, sequence);

    public OperationResult Read(PartitionKeyValue partitionKey, ItemOperation operation) =>
        Transaction.Read(FindLive(partitionKey, operation.Id!), operation);

    /// <summary>The item, unless it has expired.</summary>
    public StoredItem? FindLive(PartitionKeyValue partitionKey, string id)
    {
        lock (_state)
            return _items.Find(partitionKey, id) is { } item && !Expiry.HasExpired(item) ? item : null;
    }

    /// <summary>
    /// The items among which a query's results are, in order of creation; expired ones may be among them. A filter that
    /// names partitions and ids (a read of many items is such a query) looks at those and does not scan.
    /// </summary>
    /// <param name="partitionKey">The request's partition; null for all.</param>
    /// <param name="filter">The query's WHERE.</param>
    public StoredItem[] Candidates(PartitionKeyValue? partitionKey, Expression? filter)
    {
        PartitionKeyValue[]? keys = partitionKey is { } key ? [key] : filter?.Pins(Definition.PartitionKeyPath)?.Select(PartitionKeyValue.Of).ToArray();
        var ids = filter?.Pins(["id"]);
        lock (_state)
        {
            if (keys is null)
                return _items.Snapshot(null);
            if (ids is not null)
                return [.. keys.SelectMany(_ => ids, _items.Find).OfType<StoredItem>().OrderBy(item => item.Sequence)];
            return keys.Length == 1
                ? _items.Snapshot(keys[0])
                : [.. keys.SelectMany(each => _items.Snapshot(each)).OrderBy(item => item.Sequence)];
        }
    }

    /// <summary>Runs the operations in order, all or nothing. After a failure its own result is real and the others are 424.</summary>
    /// <exception cref="CosmosRefusal">One is malformed (alone, not in a batch), or the log could not be written (503).</exception>
    public OperationResult[] Execute(PartitionKeyValue partitionKey, IReadOnlyList<ItemOperation> operations)
    {
        var results = new OperationResult[operations.Count];
        lock (_writing)
        {
            var transaction = new Transaction(this, partitionKey, Expiry.Now);
            for (var i = 0; i < operations.Count; i++)
            {
                results[i] = Attempt(transaction, operations[i]);
                if (results[i].Succeeded)
                    continue;
                var failure = results[i];
                Array.Fill(results, new OperationResult(HttpStatusCode.FailedDependency, Charge: 0));
                results[i] = failure;
                return results;
            }

            Commit(transaction);
        }

        return results;
    }

    public void Dispose()
    {
        _log?.StopCompaction();
        lock (_writing)
            _log?.Dispose();
    }

    private static OperationResult Attempt(Transaction transaction, ItemOperation operation)
    {
        try
        {
            return transaction.Execute(operation);
        }
        catch (CosmosRefusal refusal)
        {
            return new OperationResult(refusal.Status, Message: refusal.Message);
        }
    }

    private void Commit(Transaction transaction)
    {
        var changes = transaction.Changes;
        if (changes.Length == 0)
            return;

        try
        {
            _log?.Append(new LogRecord(transaction.Lsn, transaction.Sequence, changes));
        }
        catch (IOException e)
        {
            throw new CosmosRefusal(HttpStatusCode.ServiceUnavailable, $"The write could not be stored: {e.Message}");
        }

        lock (_state)
        {
            (Lsn, Sequence) = (transaction.Lsn, transaction.Sequence);
            foreach (var change in changes)
                _items.Apply(change);
            if (++_writesSinceSweep >= WritesBetweenSweeps)
                Sweep();
        }

        _log?.CompactIfMostlyDead(_items.LiveBytes, _items.Count, _writing, Contents);
    }

    private LogRecord Contents()
    {
        lock (_state)
            return new LogRecord(Lsn, Sequence, [.. _items.Snapshot(null).Select(item => new Change(item.PartitionKey, item.Id, item))]);
    }

    // Expiry needs no log record: replay comes to the same conclusion by the same clock.
    private void Sweep()
    {
        _writesSinceSweep = 0;
        var expiry = Expiry;
        foreach (var item in _items.Snapshot(null))
        {
            if (expiry.HasExpired(item))
                _items.Apply(new Change(item.PartitionKey, item.Id, null));
        }
    }
}
