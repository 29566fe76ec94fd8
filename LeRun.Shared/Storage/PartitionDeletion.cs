using System.Net;
using Microsoft.Azure.Cosmos;

namespace LeRun.Storage;

/// <summary>Removes many items of one partition in bounded steps. What was removed stays removed: a stopped clearing just starts again.</summary>
internal static class PartitionClearing
{
    // What Cosmos takes in one batch.
    private const int Step = 100;

    /// <summary>Removes what <paramref name="query"/> finds until it finds nothing, and yields what each step removed.</summary>
    /// <param name="query">Selects <c>c.id, c.type</c>.</param>
    public static async IAsyncEnumerable<IReadOnlyList<ClearedItem>> RemoveAsync(
        Container container,
        string partition,
        QueryDefinition query,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await container.ReadPageAsync<ClearedItem>(query, partition, Step, item => item.Id, cancellationToken);
            if (page.Items.Count == 0)
                yield break;
            yield return await RemoveAsync(container, partition, page.Items, cancellationToken);
        }
    }

    /// <summary>How many items of <paramref name="type"/> there are.</summary>
    public static int Of(this IReadOnlyList<ClearedItem> items, string type) => items.Count(item => item.Type == type);

    private static async Task<IReadOnlyList<ClearedItem>> RemoveAsync(
        Container container, string partition, IReadOnlyList<ClearedItem> items, CancellationToken cancellationToken)
    {
        var batch = container.CreateTransactionalBatch(new PartitionKey(partition));
        foreach (var item in items)
            batch.DeleteItem(item.Id);
        using var answer = await batch.ExecuteAsync(cancellationToken);
        if (answer.IsSuccessStatusCode)
            return items;

        // Somebody else removed one of them (its owner, its time to live): a batch is all or nothing, so go one by one.
        if (!answer.Any(operation => operation.StatusCode == HttpStatusCode.NotFound))
            throw answer.ToException();
        var removed = new List<ClearedItem>();
        foreach (var item in items)
        {
            if (await container.TryDeleteAsync(partition, item.Id, cancellationToken))
                removed.Add(item);
        }

        return removed;
    }
}

/// <summary>A row of a query for what to remove.</summary>
public sealed record ClearedItem(string Id, string Type);
