using System.Net;
using Microsoft.Azure.Cosmos;

namespace LeRun.Storage;

/// <summary>Reads that are not of one item.</summary>
internal static class CosmosLookups
{
    private const string MissingId = "~health";

    /// <summary>
    /// Asks for an item that does not exist: the cheapest request that goes all the way. Throws unless Cosmos answers.
    /// </summary>
    public static Task<bool> ProbeAsync(this Container container, CancellationToken cancellationToken) =>
        container.WithinDeadlineAsync(
            async stop =>
            {
                using var response = await container.ReadItemStreamAsync(
                    MissingId, new PartitionKey(MissingId), cancellationToken: stop);
                if (response.StatusCode != HttpStatusCode.NotFound)
                    response.EnsureSuccessStatusCode();
                return true;
            },
            cancellationToken);

    /// <summary>Reads several items of any partitions, those that exist. 1 request for each physical partition.</summary>
    public static async Task<IReadOnlyList<T>> FindManyAsync<T>(
        this Container container, IReadOnlyList<(string Id, PartitionKey Partition)> items,
        CancellationToken cancellationToken) =>
        [.. await container.WithinDeadlineAsync(
            stop => container.ReadManyItemsAsync<T>(items, cancellationToken: stop), cancellationToken)];
}
