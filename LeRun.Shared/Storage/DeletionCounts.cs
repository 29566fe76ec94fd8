using System.Collections.Concurrent;

namespace LeRun.Storage;

/// <summary>Counts what was removed, by kind (<c>posts</c>, <c>records</c> ...). Several may count at once.</summary>
public sealed class DeletionCounts
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>What was counted so far; a kind of which there was nothing is not in it.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    public int this[string kind] => _counts.GetValueOrDefault(kind);

    public void Add(string kind, int count)
    {
        if (count > 0)
            _counts.AddOrUpdate(kind, count, (_, known) => known + count);
    }

    public void Add(IEnumerable<KeyValuePair<string, int>> counts)
    {
        foreach (var (kind, count) in counts)
            Add(kind, count);
    }
}
