using System.Runtime.CompilerServices;
using Microsoft.Azure.Cosmos;

namespace LeRun.Storage;

/// <summary>
/// Deletes many items of one partition in steps of one batch each. What is deleted stays deleted: whatever stops it, the next
/// call goes on with what is left.
/// </summary>
internal static class PartitionDeletion
{
    /// <summary>The most operations that Cosmos takes in one batch.</summary>
    public const int MaxStep = 100;

    /// <summary>
    /// Deletes what <paramref name="query"/> finds until it finds nothing, and returns what each step deleted. 2 requests a
    /// step, and 1 to find nothing more.
    /// </summary>
    /// <param name="query">Selects <see cref="ItemRow.Columns"/>.</param>
    /// <param name="step">How many items a step deletes, at most <see cref="MaxStep"/>: fewer where items are large.</param>
    /// <param name="kindOf">Under which kind to count a type of items; null: not at all.</param>
    public static async IAsyncEnumerable<DeletionCounts> DeleteAllAsync(
        this Container container, string partition, QueryDefinition query, int step, Func<string, string?> kindOf,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await container.ReadSomeAsync<ItemRow>(query, partition, step, cancellationToken) is { Count: > 0 } items)
        {
            var deleted = new DeletionCounts();
            foreach (var item in await container.DeleteAsync(partition, items, cancellationToken))
            {
                if (kindOf(item.Type) is { } kind)
                    deleted.Add(kind, 1);
            }

            yield return deleted;
        }
    }

    private static async Task<IReadOnlyList<ItemRow>> DeleteAsync(
        this Container container, string partition, IReadOnlyList<ItemRow> items, CancellationToken cancellationToken)
    {
        var batch = container.CreateTransactionalBatch(new PartitionKey(partition));
        foreach (var item in items)
            batch.DeleteItem(item.Id);
        if (await batch.TryExecuteAsync(container, cancellationToken))
            return items;

        // One of them is gone already, by its owner's hand or its time to live. A batch is all or nothing, so go one by one.
        var deleted = new List<ItemRow>();
        foreach (var item in items)
        {
            if (await container.TryDeleteAsync(partition, item.Id, cancellationToken))
                deleted.Add(item);
        }

        return deleted;
    }
}

/// <summary>What a query tells of an item that is to be deleted.</summary>
internal sealed record ItemRow(string Id, string Type)
{
    /// <summary>What such a query selects.</summary>
    public const string Columns = "c.id, c.type";
}
