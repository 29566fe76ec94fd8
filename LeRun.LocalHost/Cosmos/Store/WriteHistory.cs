using System.Diagnostics;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>
/// The item versions that the latest writes replaced. With them a read returns what a replica would return that does not
/// have those writes yet. Replicas lag in real time, whatever clock decides expiry. The caller synchronises.
/// </summary>
internal sealed class WriteHistory(ReadConditions conditions)
{
    private readonly Queue<Write> _writes = new();

    /// <param name="before">The container's last write before this one.</param>
    /// <param name="replaced">The versions that this write replaces; null where there was no item.</param>
    public void Add(long before, IEnumerable<Change> replaced)
    {
        ForgetSeenByAll();
        if (conditions.Lag > TimeSpan.Zero)
            _writes.Enqueue(new Write(before, Stopwatch.GetTimestamp(), [.. replaced]));
    }

    /// <summary>The last write that a session sees.</summary>
    /// <param name="seen">The last write that the session has made or seen already.</param>
    /// <param name="current">The container's last write.</param>
    public long VisibleTo(long seen, long current)
    {
        ForgetSeenByAll();
        return _writes.TryPeek(out var hidden) ? Math.Clamp(seen, hidden.Before, current) : current;
    }

    /// <summary>The items that were changed after a write, as that write left them; null where there was no item.</summary>
    public Dictionary<(PartitionKeyValue PartitionKey, string Id), StoredItem?> AsOf(long lsn)
    {
        var items = new Dictionary<(PartitionKeyValue, string), StoredItem?>();
        // Newest first: the version before the oldest of the hidden writes is the one that counts.
        foreach (var change in _writes.Reverse().TakeWhile(write => write.Before >= lsn).SelectMany(write => write.Replaced))
            items[(change.PartitionKey, change.Id)] = change.Item;
        return items;
    }

    /// <summary>The selected items as a write left them.</summary>
    /// <param name="lsn">The write.</param>
    /// <param name="current">The selected items as they are.</param>
    /// <param name="selection">Which items.</param>
    public StoredItem[] AsOf(long lsn, StoredItem[] current, ItemSelection selection)
    {
        var changed = AsOf(lsn);
        var unchanged = current.Where(item => !changed.ContainsKey((item.PartitionKey, item.Id)));
        var earlier = changed.Values.OfType<StoredItem>().Where(selection.Includes);
        return [.. unchanged.Concat(earlier).OrderBy(item => item.Sequence)];
    }

    private void ForgetSeenByAll()
    {
        while (_writes.TryPeek(out var oldest)
            && (oldest.Timestamp <= conditions.CaughtUpAt || Stopwatch.GetElapsedTime(oldest.Timestamp) >= conditions.Lag))
        {
            _writes.Dequeue();
        }
    }

    private sealed record Write(long Before, long Timestamp, Change[] Replaced);
}
