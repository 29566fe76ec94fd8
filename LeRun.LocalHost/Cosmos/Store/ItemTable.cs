namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>A container's live items in memory: by partition and id, and in order of creation. The caller synchronises.</summary>
internal sealed class ItemTable
{
    private readonly Dictionary<PartitionKeyValue, Partition> _partitions = [];
    private readonly ItemList _all = new();

    public int Count => _all.Count;

    /// <summary>Bytes of all bodies: what a log without dead records would about hold.</summary>
    public long LiveBytes { get; private set; }

    public StoredItem? Find(PartitionKeyValue partitionKey, string id) =>
        _partitions.GetValueOrDefault(partitionKey)?.ById.GetValueOrDefault(id);

    /// <summary>All items in order of creation.</summary>
    public StoredItem[] Snapshot() => _all.Snapshot();

    /// <summary>The selected items in order of creation.</summary>
    public StoredItem[] Select(ItemSelection selection) => selection switch
    {
        (null, null) => _all.Snapshot(),
        (null, _) => [.. _all.Snapshot().Where(selection.Includes)],
        ({ Count: 1 } keys, null) => Snapshot(keys.First()),
        ({ } keys, null) => InOrder(keys.SelectMany(Snapshot)),
        ({ } keys, { } ids) => InOrder(keys.SelectMany(_ => ids, Find).OfType<StoredItem>()),
    };

    /// <summary>Applies the changes of one write.</summary>
    public void Apply(IReadOnlyCollection<Change> changes)
    {
        // First out, then in: an item that was given another id keeps its place in the order.
        foreach (var change in changes)
        {
            if (Find(change.PartitionKey, change.Id) is { } old && old.Sequence != change.Item?.Sequence)
                Remove(old);
        }

        foreach (var change in changes)
        {
            if (change.Item is { } item)
                Put(item);
        }
    }

    private static StoredItem[] InOrder(IEnumerable<StoredItem> items) => [.. items.OrderBy(item => item.Sequence)];

    private StoredItem[] Snapshot(PartitionKeyValue partitionKey) =>
        _partitions.GetValueOrDefault(partitionKey)?.Ordered.Snapshot() ?? [];

    private void Put(StoredItem item)
    {
        if (!_partitions.TryGetValue(item.PartitionKey, out var partition))
            _partitions.Add(item.PartitionKey, partition = new Partition());
        if (partition.ById.TryGetValue(item.Id, out var old))
            LiveBytes -= old.Body.Length;

        partition.ById[item.Id] = item;
        partition.Ordered.Put(item);
        _all.Put(item);
        LiveBytes += item.Body.Length;
    }

    private void Remove(StoredItem item)
    {
        var partition = _partitions[item.PartitionKey];
        partition.ById.Remove(item.Id);
        partition.Ordered.Remove(item);
        _all.Remove(item);
        LiveBytes -= item.Body.Length;
        if (partition.ById.Count == 0)
            _partitions.Remove(item.PartitionKey);
    }

    private sealed class Partition
    {
        public Dictionary<string, StoredItem> ById { get; } = new(StringComparer.Ordinal);

        public ItemList Ordered { get; } = new();
    }
}
