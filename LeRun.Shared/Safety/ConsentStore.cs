using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Safety;

/// <summary>Consents, beside the account's blocks. Costs are in Cosmos requests.</summary>
public sealed class ConsentStore(Database database)
{
    private readonly Container _container = database.GetContainer(BlockStore.ContainerName);

    /// <summary>An account's consents. 1 request.</summary>
    public async Task<ConsentList> ReadAsync(string userId, CancellationToken cancellationToken) =>
        await _container.FindAsync<ConsentList>(userId, ConsentList.ItemType, cancellationToken) ?? ConsentList.None(userId);

    /// <summary>Stores an account's consents; null if they changed since they were read. 1 request.</summary>
    public Task<ConsentList?> TryStoreAsync(ConsentList list, CancellationToken cancellationToken) =>
        list.ETag is null
            ? _container.TryCreateAsync(list.UserId, list, cancellationToken)
            : _container.TryReplaceAsync(list.UserId, list, cancellationToken);

    /// <summary>Deletes an account's consents; false if there are none. 1 request.</summary>
    public Task<bool> TryDeleteAsync(string userId, CancellationToken cancellationToken) =>
        _container.TryDeleteAsync(userId, ConsentList.ItemType, cancellationToken);
}
