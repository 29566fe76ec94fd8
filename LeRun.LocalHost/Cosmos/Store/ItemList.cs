namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>
/// Items in order of creation, with a snapshot that queries walk without a lock. The snapshot is kept until the next
/// change: a burst of pages over quiet data copies nothing. The caller synchronises.
/// </summary>
internal sealed class ItemList
{
    private readonly List<StoredItem> _items = [];
    private StoredItem[]? _snapshot;

    public int Count => _items.Count;

    public StoredItem[] Snapshot() => _snapshot ??= [.. _items];

    public void Put(StoredItem item)
    {
        _snapshot = null;
        var index = IndexOf(item.Sequence);
        if (index >= 0)
            _items[index] = item;
        else
            _items.Insert(~index, item);
    }

    public void Remove(StoredItem item)
    {
        _snapshot = null;
        var index = IndexOf(item.Sequence);
        if (index >= 0)
            _items.RemoveAt(index);
    }

    private int IndexOf(long sequence)
    {
        // New items come last: the common case needs no search.
        if (_items.Count == 0 || _items[^1].Sequence < sequence)
            return ~_items.Count;

        var (low, high) = (0, _items.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = _items[middle].Sequence;
            if (found == sequence)
                return middle;
            if (found < sequence)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }
}
