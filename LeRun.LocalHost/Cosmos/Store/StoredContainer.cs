using System.Net;

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
    private readonly WriteHistory _history;
    private readonly ContainerLog? _log;
    private readonly TimeProvider _clock;
    private readonly string _database;
    private int _writesSinceSweep;

    /// <param name="database">The name of the database that holds the container.</param>
    /// <param name="definition">The container's settings.</param>
    /// <param name="log">Replayed here; null for a container in memory only.</param>
    /// <param name="conditions">What tests do to reads.</param>
    /// <param name="clock">Decides timestamps and expiry.</param>
    public StoredContainer(
        string database, ContainerDefinition definition, ContainerLog? log, ReadConditions conditions, TimeProvider clock)
    {
        (_database, Definition, _log, _clock) = (database, definition, log, clock);
        _history = new WriteHistory(conditions);
        Incarnation = log?.Incarnation ?? (ulong)Random.Shared.NextInt64();
        Rid = ResourceId.OfContainer(database, definition.Id);
        SelfPath = $"dbs/{ResourceId.OfDatabase(database)}/colls/{Rid}/";

        foreach (var record in log?.Replay() ?? [])
        {
            (Lsn, Sequence) = (record.Lsn, record.Sequence);
            _items.Apply(record.Changes);
        }

        Sweep();
        _log?.CompactAtStart(Contents());
    }

    public ContainerDefinition Definition { get; }

    public string Rid { get; }

    /// <summary>The container by names, such as <c>dbs/lerun/colls/users</c>.</summary>
    public string Name => $"dbs/{_database}/colls/{Definition.Id}";

    /// <summary>The container's own link, the beginning of its items' links.</summary>
    public string SelfPath { get; }

    public ulong Incarnation { get; }

    /// <summary>Number of the last write; session tokens are made of it.</summary>
    public long Lsn { get; private set; }

    /// <summary>Number of the last creation.</summary>
    public long Sequence { get; private set; }

    /// <summary>Which items have expired by now.</summary>
    public ExpiryRule Expiry => new(_clock.GetUtcNow().ToUnixTimeSeconds(), Definition.DefaultTimeToLive);

    public string ItemRid(long sequence) => ResourceId.OfItem(_database, Definition.Id, sequence);

    /// <summary>Reads one item; the number is that of the last write that the session now has seen.</summary>
    /// <param name="seen">The last write that the session has seen so far.</param>
    public (OperationResult Result, long Lsn) Read(PartitionKeyValue partitionKey, ItemOperation operation, long seen)
    {
        lock (_state)
        {
            var visible = _history.VisibleTo(seen, Lsn);
            if (visible == Lsn || !_history.AsOf(visible).TryGetValue((partitionKey, operation.Id!), out var item))
                item = _items.Find(partitionKey, operation.Id!);
            return (Transaction.Read(item is null || Expiry.HasExpired(item) ? null : item, operation), visible);
        }
    }

    /// <summary>The item as the last write left it, unless it has expired.</summary>
    public StoredItem? FindLive(PartitionKeyValue partitionKey, string id, ExpiryRule expiry)
    {
        lock (_state)
            return _items.Find(partitionKey, id) is { } item && !expiry.HasExpired(item) ? item : null;
    }

    /// <summary>
    /// The selected items in order of creation, and the last write that they show. Expired items may be among them.
    /// </summary>
    /// <param name="selection">Which items.</param>
    /// <param name="seen">The last write that the session has seen so far.</param>
    public (StoredItem[] Items, long Lsn) Select(ItemSelection selection, long seen)
    {
        lock (_state)
        {
            var visible = _history.VisibleTo(seen, Lsn);
            var items = _items.Select(selection);
            return (visible == Lsn ? items : _history.AsOf(visible, items, selection), visible);
        }
    }

    /// <summary>
    /// Runs the operations in order, all or nothing. After a failure its own result is real and the others are 424.
    /// The number is that of the last write.
    /// </summary>
    /// <param name="maxBytes">How long the returned items may be together; the operation that passes it fails.</param>
    /// <exception cref="CosmosRefusal">The log could not be written (503).</exception>
    public (OperationResult[] Results, long Lsn) Execute(
        PartitionKeyValue partitionKey, IReadOnlyList<ItemOperation> operations, int maxBytes = int.MaxValue)
    {
        var results = new OperationResult[operations.Count];
        lock (_writing)
        {
            var transaction = new Transaction(this, partitionKey, Expiry);
            for (var i = 0; i < operations.Count; i++)
            {
                results[i] = Attempt(transaction, operations[i]);
                maxBytes -= operations[i].Returned(results[i]).Length;
                if (maxBytes < 0)
                    results[i] = new(HttpStatusCode.RequestEntityTooLarge, Message: "Response size is too large.");
                if (results[i].Succeeded)
                    continue;
                var failure = results[i];
                Array.Fill(results, new OperationResult(HttpStatusCode.FailedDependency, Charge: 0));
                results[i] = failure;
                return (results, Lsn);
            }

            Commit(transaction);
            return (results, Lsn);
        }
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
            _history.Add(Lsn, changes.Select(change => change with { Item = _items.Find(change.PartitionKey, change.Id) }));
            (Lsn, Sequence) = (transaction.Lsn, transaction.Sequence);
            _items.Apply(changes);
            if (++_writesSinceSweep >= WritesBetweenSweeps)
                Sweep();
        }

        _log?.CompactIfMostlyDead(_items.LiveBytes, _items.Count, _writing, Contents);
    }

    private LogRecord Contents()
    {
        lock (_state)
        {
            var changes = _items.Snapshot().Select(item => new Change(item.PartitionKey, item.Id, item));
            return new LogRecord(Lsn, Sequence, [.. changes]);
        }
    }

    // Expiry needs no log record: replay comes to the same conclusion by the same clock.
    private void Sweep()
    {
        _writesSinceSweep = 0;
        var expiry = Expiry;
        foreach (var item in _items.Snapshot())
        {
            if (expiry.HasExpired(item))
                _items.Apply([new Change(item.PartitionKey, item.Id, null)]);
        }
    }
}
