namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>What a committed write did to one item: a new version, or none any more.</summary>
/// <param name="PartitionKey">The item's partition.</param>
/// <param name="Id">The item's id in that partition.</param>
/// <param name="Item">The new version; null for a deletion.</param>
internal readonly record struct Change(PartitionKeyValue PartitionKey, string Id, StoredItem? Item);
