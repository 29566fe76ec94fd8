using System.Net;
using Microsoft.Azure.Cosmos;

namespace LeRun.Storage;

/// <summary>Removes many items of one partition in bounded steps. What was removed stays removed: a stopped clearing just starts again.</summary>
internal static class PartitionClearing
{
    // What Cosmos takes in one batch.
    private const int Step = 100;

    /// <summary>Removes what <paramref name="query"/> finds and answers how many of it were of <paramref name="counted"/> type.</summary>
    /// <param name="query">Selects <c>c.id, c.type</c>.</param>
    public static async Task<int> RemoveAsync(
        Container container, string partition, QueryDefinition query, string counted, CancellationToken cancellation)
    {
        var total = 0;
        while (true)
        {
            var page = await container.ReadPageAsync<ClearedItem>(query, partition, Step, item => item.Id, cancellation);
            if (page.Items.Count == 0)
                return total;
            total += await RemoveAsync(container, partition, page.Items, counted, cancellation);
        }
    }

    private static async Task<int> RemoveAsync(
        Container container, string partition, IReadOnlyList<ClearedItem> items, string counted, CancellationToken cancellation)
    {
        var batch = container.CreateTransactionalBatch(new PartitionKey(partition));
        foreach (var item in items)
            batch.DeleteItem(item.Id);
        using var answer = await batch.ExecuteAsync(cancellation);
        if (answer.IsSuccessStatusCode)
            return items.Count(item => item.Type == counted);

        // Somebody else removed one of them (its owner, its time to live): a batch is all or nothing, so go one by one.
        if (!answer.Any(operation => operation.StatusCode == HttpStatusCode.NotFound))
            throw new CosmosException(answer.ErrorMessage, answer.StatusCode, 0, answer.ActivityId, answer.RequestCharge);
        var total = 0;
        foreach (var item in items)
        {
            using var one = await container.DeleteItemStreamAsync(item.Id, new PartitionKey(partition), cancellationToken: cancellation);
            if (one.IsSuccessStatusCode)
                total += item.Type == counted ? 1 : 0;
            else if (one.StatusCode != HttpStatusCode.NotFound)
                one.EnsureSuccessStatusCode();
        }

        return total;
    }
}

/// <summary>A row of a query for what to remove.</summary>
public sealed record ClearedItem(string Id, string Type);
