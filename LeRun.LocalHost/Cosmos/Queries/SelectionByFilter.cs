using LeRun.LocalHost.Cosmos.Sql;
using LeRun.LocalHost.Cosmos.Store;

namespace LeRun.LocalHost.Cosmos.Queries;

/// <summary>
/// Finds the items among which a query's results are. A filter that names partitions and ids, as a read of many items
/// does, leads to just those.
/// </summary>
internal static class SelectionByFilter
{
    /// <param name="filter">The query's WHERE, if any.</param>
    /// <param name="partitionKey">The request's partition; null for all.</param>
    /// <param name="definition">The container that is queried.</param>
    public static ItemSelection Of(Expression? filter, PartitionKeyValue? partitionKey, ContainerDefinition definition)
    {
        // A partition key whose path is not indexed narrows nothing down: the items are looked into, and paid for.
        var partitions = partitionKey is { } key
            ? [key]
            : definition.Indexing.Serves(definition.PartitionKeyPath)
                ? filter?.Pins(definition.PartitionKeyPath)?.Select(PartitionKeyValue.Of).ToHashSet()
                : null;
        return new ItemSelection(partitions, filter?.Pins(["id"]));
    }
}
