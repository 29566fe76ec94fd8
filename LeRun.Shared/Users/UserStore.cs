using LeRun.Identity;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Users;

/// <summary>Accounts in container <c>users</c>: partition key <c>/id</c>, so each is its own partition. Costs are in Cosmos requests.</summary>
public sealed class UserStore(Database database) : IRevocationSource
{
    /// <summary>The container's name.</summary>
    public const string ContainerName = "users";

    /// <summary>The container as infra/ and LocalHost create it.</summary>
    public static ContainerProperties Definition { get; } = CosmosContainers.Define(
        ContainerName, "/id", "/type/?", "/uid/?", "/revokedAt/?", "/removal/resumeAt/?");

    private readonly Container _container = database.GetContainer(UserStore.ContainerName);

    /// <summary>Raised with each account that this instance changed, as it is then.</summary>
    public event Action<UserAccount>? Changed;

    /// <summary>Stores a new account; false when the id is taken. 1 request.</summary>
    public async Task<bool> CreateAsync(UserAccount user, CancellationToken cancellationToken) =>
        await _container.TryCreateAsync(user.Id, user, cancellationToken) is not null;

    /// <summary>What is stored under a normalized username, a deleted account included; null if nothing is. 1 request.</summary>
    public Task<UserAccount?> ReadAsync(string normalizedUsername, CancellationToken cancellationToken) =>
        _container.FindAsync<UserAccount>(normalizedUsername, normalizedUsername, cancellationToken);

    /// <summary>The account of an <c>_id</c>. 1 query over all partitions.</summary>
    public async Task<UserAccount?> FindAsync(string uid, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.uid = @uid AND c.type = @type")
            .WithParameter("@uid", uid).WithParameter("@type", UserAccount.UserType);
        var page = await _container.ReadPageAsync<UserAccount>(query, partition: null, limit: 1, user => user.AccountId, cancellationToken);
        return page.Items.Count == 0 ? null : page.Items[0];
    }

    /// <summary>Accounts, newest first. 1 query over all partitions.</summary>
    /// <param name="before">Only accounts created before the one of this <c>_id</c>.</param>
    public Task<Page<UserAccount>> ListAsync(string? before, int limit, Func<UserAccount, string> cursor, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition($"SELECT * FROM c WHERE c.type = @type {(before is null ? "" : "AND c.uid < @before")} ORDER BY c.uid DESC")
            .WithParameter("@type", UserAccount.UserType).WithParameter("@before", before);
        return _container.ReadPageAsync(query, partition: null, limit, cursor, cancellationToken);
    }

    /// <summary>
    /// Changes a living account in place and answers it as it is then; null when there is none or
    /// <paramref name="condition"/> is false. 1 request.
    /// </summary>
    /// <param name="condition">SQL over the item <c>c</c>, of literals that are no user's input.</param>
    public async Task<UserAccount?> PatchAsync(
        string key, string condition, IReadOnlyList<PatchOperation> operations, CancellationToken cancellationToken)
    {
        var changed = await _container.TryPatchAsync<UserAccount>(
            key, key, $"c.type = {SqlLiteral.Of(UserAccount.UserType)} AND ({condition})", operations, cancellationToken);
        if (changed is not null)
            Changed?.Invoke(changed);
        return changed;
    }

    /// <summary>Replaces what was read; null when it changed since. 1 request.</summary>
    public async Task<UserAccount?> ReplaceAsync(UserAccount user, CancellationToken cancellationToken)
    {
        var changed = await _container.TryReplaceAsync(user.Id, user, cancellationToken);
        if (changed is not null)
            Changed?.Invoke(changed);
        return changed;
    }

    /// <summary>
    /// Deleted accounts with something left to erase on which nobody works now, at most <paramref name="limit"/>. 1 query over
    /// all partitions.
    /// </summary>
    public Task<IReadOnlyList<UserAccount>> ListErasuresToResumeAsync(
        DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.removal.resumeAt <= @now ORDER BY c.removal.resumeAt")
            .WithParameter("@now", now.ToUnixTimeMilliseconds());
        return _container.ReadSomeAsync<UserAccount>(query, partition: null, limit, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Revocation> SinceAsync(DateTimeOffset since)
    {
        var query = new QueryDefinition("SELECT c.id, c.tokenVersion, c.revokedAt FROM c WHERE c.revokedAt >= @since")
            .WithParameter("@since", since.ToUnixTimeMilliseconds());
        await foreach (var row in _container.ReadAllAsync<RevocationRow>(query, partition: null))
            yield return new Revocation(row.Id, row.TokenVersion, DateTimeOffset.FromUnixTimeMilliseconds(row.RevokedAt));
    }

    /// <summary>A condition for <see cref="PatchAsync"/>: this account, in a version that the writer expects.</summary>
    internal static string Is(string accountId, ExpectedVersion? expected) =>
        $"c.uid = {SqlLiteral.Of(accountId)} AND {ItemVersion.Condition(expected, "c.uid")}";
}

/// <summary>A row of the query for revocations.</summary>
internal sealed record RevocationRow(string Id, int TokenVersion, long RevokedAt);
