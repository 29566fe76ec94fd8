using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Safety;

/// <summary>Blocks in container <c>social</c>, partition key <c>/userId</c>. Costs are in Cosmos requests.</summary>
public sealed class BlockStore(Database database)
{
    /// <summary>The container's name.</summary>
    public const string ContainerName = "social";

    // Whoever is blocked by more than so many is, for some of them, not left out of lists any more.
    private const int MaxBlockedBy = 5_000;

    private readonly Container _container = database.GetContainer(ContainerName);

    /// <summary>The container as infra/ and LocalHost create it.</summary>
    public static ContainerDefinition Definition { get; } = new(
        ContainerName, "/userId", "/userId/?", "/type/?", "/blocked/[]/?");

    /// <summary>Whom an account blocks; null: it never blocked anyone. 1 request.</summary>
    public Task<BlockList?> FindAsync(string userId, CancellationToken cancellationToken) =>
        _container.FindAsync<BlockList>(userId, BlockList.ItemType, cancellationToken);

    /// <summary>
    /// The accounts that an account blocks, and those that block it. 1 query over all partitions, which the index alone decides:
    /// both directions are read from where one write puts them, so none is ever without the other.
    /// </summary>
    public async Task<IReadOnlySet<string>> ReadBothWaysAsync(string userId, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                "SELECT c.id, c.userId, c.userId = @me ? c.blocked : [] AS blocked FROM c"
                + " WHERE c.type = @type AND (c.userId = @me OR ARRAY_CONTAINS(c.blocked, @me))")
            .WithParameter("@type", BlockList.ItemType)
            .WithParameter("@me", userId);
        var both = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in await _container.ReadSomeAsync<BlockRow>(query, partition: null, MaxBlockedBy, cancellationToken))
        {
            if (row.UserId == userId)
                both.UnionWith(row.Blocked);
            else
                both.Add(row.UserId);
        }

        return both;
    }

    /// <summary>Stores an account's first block; false if it has a list already. 1 request.</summary>
    public async Task<bool> TryCreateAsync(BlockList list, CancellationToken cancellationToken) =>
        await _container.TryCreateAsync(list.UserId, list, cancellationToken) is not null;

    /// <summary>
    /// Adds a block; false if there is no list yet, it has the account already, or it is full. 1 request.
    /// </summary>
    public Task<bool> TryAddAsync(string userId, Block block, CancellationToken cancellationToken) =>
        _container.TryPatchAsync(
            userId,
            BlockList.ItemType,
            $"NOT ARRAY_CONTAINS(c.blocked, {SqlLiteral.Of(block.AccountId)})"
                + $" AND ARRAY_LENGTH(c.blocked) < {SqlLiteral.Of(BlockList.MaxBlocks)}",
            [PatchOperation.Add("/blocked/-", block.AccountId), PatchOperation.Add("/blocks/-", block)],
            cancellationToken);

    /// <summary>Takes a block away; false if the list changed since it was read. 1 request.</summary>
    /// <param name="index">The block's place in the list.</param>
    public Task<bool> TryRemoveAsync(BlockList list, int index, CancellationToken cancellationToken) =>
        _container.TryPatchAsync(
            list.UserId,
            BlockList.ItemType,
            $"c.blocked[{SqlLiteral.Of(index)}] = {SqlLiteral.Of(list.Blocked[index])}",
            [
                PatchOperation.Remove($"/blocked/{SqlLiteral.Of(index)}"),
                PatchOperation.Remove($"/blocks/{SqlLiteral.Of(index)}"),
            ],
            cancellationToken);

    /// <summary>Deletes whom an account blocks; false if there is no list. 1 request.</summary>
    public Task<bool> TryDeleteAsync(string userId, CancellationToken cancellationToken) =>
        _container.TryDeleteAsync(userId, BlockList.ItemType, cancellationToken);

    /// <summary>Some of the lists that hold an account. 1 query over all partitions.</summary>
    public Task<IReadOnlyList<BlockList>> ListHoldingAsync(string accountId, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.type = @type AND ARRAY_CONTAINS(c.blocked, @accountId)")
            .WithParameter("@type", BlockList.ItemType)
            .WithParameter("@accountId", accountId);
        return _container.ReadSomeAsync<BlockList>(query, partition: null, limit, cancellationToken);
    }
}

/// <summary>What the query for both directions reads of a list.</summary>
internal sealed record BlockRow(string Id, string UserId)
{
    /// <summary>Whom the list blocks, if it is the account's own; else nobody.</summary>
    public IReadOnlyList<string> Blocked { get; init => field = value ?? []; } = [];
}
