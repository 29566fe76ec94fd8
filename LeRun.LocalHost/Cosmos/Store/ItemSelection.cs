namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>Which items of a container to look at.</summary>
/// <param name="PartitionKeys">The partitions; null for all.</param>
/// <param name="Ids">The ids; null for all.</param>
internal sealed record ItemSelection(IReadOnlySet<PartitionKeyValue>? PartitionKeys, IReadOnlySet<string>? Ids)
{
    public bool Includes(StoredItem item) =>
        PartitionKeys?.Contains(item.PartitionKey) != false && Ids?.Contains(item.Id) != false;
}
