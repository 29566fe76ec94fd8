using LeRun.Identity;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Users;

/// <summary>
/// Accounts in container <c>users</c>: partition key <c>/id</c>, so each is its own partition. Costs are in Cosmos requests.
/// </summary>
public sealed partial class UserStore(Database database, TimeProvider clock)
{
    /// <summary>The container's name.</summary>
    public const string ContainerName = "users";

    /// <summary>The container as infra/ and LocalHost create it.</summary>
    public static ContainerDefinition Definition { get; } = new(
        ContainerName, "/id", "/type/?", "/uid/?", "/revokedAt/?", "/removal/resumeAt/?");

    private readonly Container _container = database.GetContainer(ContainerName);

    /// <summary>Raised with each account that this instance changed, as it is then.</summary>
    public event Action<UserAccount>? Changed;

    /// <summary>Stores a new account; false if the username is taken. 1 request.</summary>
    public async Task<bool> TryCreateAsync(UserAccount user, CancellationToken cancellationToken) =>
        await _container.TryCreateAsync(user.Id, user, cancellationToken) is not null;

    /// <summary>The account that has a username; null if nobody has, as far as this instance knows. 1 request.</summary>
    public async Task<UserAccount?> FindActiveAsync(string normalizedUsername, CancellationToken cancellationToken) =>
        await FindIncludingDeletedAsync(normalizedUsername, cancellationToken) is { IsActive: true } user ? user : null;

    /// <summary>
    /// The account that has a username, also when another instance registered it a moment ago; null if nobody has. 1 request; 2
    /// if nobody has, 3 if only the second look finds it.
    /// </summary>
    public Task<UserAccount?> FindLatestAsync(string normalizedUsername, CancellationToken cancellationToken) =>
        FindLatestAsync(normalizedUsername, static _ => true, cancellationToken);

    /// <summary>
    /// The account that has a username, as it is after a change that somebody tells of, also when another instance made that a
    /// moment ago; null if there is none. 1 request; up to 3 if it is not found at once.
    /// </summary>
    /// <param name="normalizedUsername">The username.</param>
    /// <param name="isChanged">Whether an account shows the change.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<UserAccount?> FindLatestAsync(
        string normalizedUsername, Func<UserAccount, bool> isChanged, CancellationToken cancellationToken)
    {
        if (await FindAsync() is { } found)
            return found;
        return await _container.ExistsNowAsync(normalizedUsername, normalizedUsername, cancellationToken)
            ? await FindAsync()
            : null;

        async Task<UserAccount?> FindAsync() =>
            await FindActiveAsync(normalizedUsername, cancellationToken) is { } user && isChanged(user) ? user : null;
    }

    /// <summary>
    /// The caller's own account, also when another instance registered it a moment ago; null if it is gone, though its token may
    /// live a minute longer. Costs as <see cref="FindLatestAsync(string, CancellationToken)"/>.
    /// </summary>
    public Task<UserAccount?> FindActiveAsync(Caller caller, CancellationToken cancellationToken) =>
        FindLatestAsync(caller.Username.Normalized, user => user.AccountId == caller.AccountId, cancellationToken);

    /// <summary>What is stored under a username, a deleted account included; null if nothing is. 1 request.</summary>
    public Task<UserAccount?> FindIncludingDeletedAsync(string normalizedUsername, CancellationToken cancellationToken) =>
        _container.FindAsync<UserAccount>(normalizedUsername, normalizedUsername, cancellationToken);

    /// <summary>The active account of an <c>_id</c>; null if there is none. 1 query over all partitions.</summary>
    public async Task<UserAccount?> FindByAccountIdAsync(string accountId, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.uid = @accountId AND c.type = @type")
            .WithParameter("@accountId", accountId).WithParameter("@type", UserAccount.UserType);
        var found = await _container.ReadSomeAsync<UserAccount>(query, partition: null, limit: 1, cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>
    /// What is stored under several usernames, deleted accounts included; those under which nothing is are left out. 1 request,
    /// however many.
    /// </summary>
    public Task<IReadOnlyList<UserAccount>> ReadManyAsync(
        IEnumerable<string> normalizedUsernames, CancellationToken cancellationToken) =>
        _container.FindManyAsync<UserAccount>(
            [.. normalizedUsernames.Select(username => (username, new PartitionKey(username)))], cancellationToken);

    /// <summary>Active accounts, newest first. 1 query over all partitions.</summary>
    /// <param name="viewer">Only accounts that they see.</param>
    /// <param name="before">Only accounts created before the one of this <c>_id</c>; null: from the newest.</param>
    /// <param name="cursor">The cursor after an account.</param>
    public Task<Page<UserAccount>> ListAsync(
        Viewer viewer, string? before, int limit, Func<UserAccount, string> cursor, CancellationToken cancellationToken)
    {
        var range = before is null ? "" : "AND c.uid < @before";
        var query = new QueryDefinition(
                $"SELECT * FROM c WHERE c.type = @type {range} AND {viewer.Condition("c.uid")} ORDER BY c.uid DESC")
            .WithParameter("@type", UserAccount.UserType).WithParameter("@before", before);
        return _container.ReadPageAsync(query, partition: null, limit, cursor, cancellationToken);
    }

    /// <summary>Active accounts whose normalized username begins so, by it. 1 query over all partitions.</summary>
    /// <param name="viewer">Only accounts that they see.</param>
    /// <param name="prefix">What it begins with.</param>
    /// <param name="after">Only accounts after the one of this normalized username; null: from the first.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cursor">The cursor after an account.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<Page<UserAccount>> ListByPrefixAsync(
        Viewer viewer, string prefix, string? after, int limit, Func<UserAccount, string> cursor,
        CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                "SELECT * FROM c WHERE c.type = @type AND STARTSWITH(c.id, @prefix) AND c.id > @after"
                + $" AND {viewer.Condition("c.uid")} ORDER BY c.id")
            .WithParameter("@type", UserAccount.UserType)
            .WithParameter("@prefix", prefix)
            .WithParameter("@after", after ?? "");
        return _container.ReadPageAsync(query, partition: null, limit, cursor, cancellationToken);
    }

    /// <summary>
    /// Sets a nickname; null if the caller's account is gone, suspended or not in an expected version, or has ended the caller's
    /// token. 1 request.
    /// </summary>
    public Task<UserAccount?> TryChangeNicknameAsync(
        Caller caller, string nickname, ExpectedVersion? expected, CancellationToken cancellationToken) =>
        TryChangeAsync(
            caller, expected, [PatchOperation.Set("/nickname", nickname)], cancellationToken,
            UserAccount.NotSuspended(clock.GetUtcNow()));

    /// <summary>Makes an account point at a picture; null if it changed since it was read. 1 request.</summary>
    public Task<UserAccount?> TryChangePictureAsync(
        UserAccount user, PictureVersion picture, CancellationToken cancellationToken)
    {
        var changed = user with { Picture = picture, Version = user.Version + 1, UpdatedAt = clock.GetUtcNowMilliseconds() };
        return TryReplaceAsync(changed, cancellationToken);
    }

    /// <summary>Replaces an account as it was read; null if it changed since. 1 request.</summary>
    public async Task<UserAccount?> TryReplaceAsync(UserAccount user, CancellationToken cancellationToken)
    {
        var changed = await _container.TryReplaceAsync(user.Id, user, cancellationToken);
        if (changed is not null)
            Changed?.Invoke(changed);
        return changed;
    }

    /// <summary>
    /// Deleted accounts of one type with something left to do on which nobody works now, at most <paramref name="limit"/>,
    /// whichever waits longest first. 1 query over all partitions.
    /// </summary>
    public Task<IReadOnlyList<UserAccount>> ListErasuresToResumeAsync(
        string type, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                "SELECT * FROM c WHERE c.type = @type AND c.removal.resumeAt <= @now ORDER BY c.removal.resumeAt")
            .WithParameter("@type", type)
            .WithParameter("@now", now.ToUnixTimeMilliseconds());
        return _container.ReadSomeAsync<UserAccount>(query, partition: null, limit, cancellationToken);
    }

    private Task<UserAccount?> TryChangeAsync(
        Caller caller, ExpectedVersion? expected, PatchOperation[] operations, CancellationToken cancellationToken,
        string condition = "true") =>
        PatchAsync(
            caller.Username.Normalized,
            // A token may have been ended while the body of its request was still on its way.
            $"{AccountCondition(caller.AccountId, expected)} AND c.tokenVersion = {SqlLiteral.Of(caller.TokenVersion)}"
                + $" AND ({condition})",
            [
                .. operations,
                PatchOperation.Set("/updatedAt", clock.GetUtcNowMilliseconds()),
                PatchOperation.Increment("/version", 1),
            ],
            cancellationToken);

    // Null if there is no active account or the condition is false.
    private async Task<UserAccount?> PatchAsync(
        string normalizedUsername, string condition, PatchOperation[] operations, CancellationToken cancellationToken)
    {
        var changed = await _container.TryPatchAsync<UserAccount>(
            normalizedUsername,
            normalizedUsername,
            $"c.type = {SqlLiteral.Of(UserAccount.UserType)} AND ({condition})",
            operations,
            cancellationToken);
        if (changed is not null)
            Changed?.Invoke(changed);
        return changed;
    }

    private static string AccountCondition(string accountId, ExpectedVersion? expected) =>
        $"c.uid = {SqlLiteral.Of(accountId)} AND {ItemVersion.Condition(expected, "c.uid")}";
}
