using System.Globalization;
using System.Net;
using LeRun.Identity;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Users;

/// <summary>Accounts in container <c>users</c>: partition key <c>/id</c>, so each is its own partition. Costs are in Cosmos requests.</summary>
public sealed class UserStore(Database database) : IRevocationSource
{
    private readonly Container _container = database.GetContainer(Containers.Users);

    /// <summary>Raised with each account that this instance changed, as it is then.</summary>
    public event Action<UserAccount>? Changed;

    /// <summary>Stores a new account; false when the id is taken. 1 request.</summary>
    public async Task<bool> CreateAsync(UserAccount user, CancellationToken cancellationToken)
    {
        using var answer = await _container.CreateItemStreamAsync(StreamedItem.Write(user), new PartitionKey(user.Id), cancellationToken: cancellationToken);
        return answer.StatusCode != HttpStatusCode.Conflict && answer.EnsureSuccessStatusCode() is not null;
    }

    /// <summary>What is stored under a username's key, a deleted account included; null when nothing is. 1 request.</summary>
    public async Task<UserAccount?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        using var answer = await _container.ReadItemStreamAsync(key, new PartitionKey(key), cancellationToken: cancellationToken);
        return await StreamedItem.ReadAsync<UserAccount>(answer, cancellationToken);
    }

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
        try
        {
            var options = new PatchItemRequestOptions
            {
                EnableContentResponseOnWrite = true,
                FilterPredicate = $"FROM c WHERE c.type = \"{UserAccount.UserType}\" AND ({condition})",
            };
            UserAccount changed = await _container.PatchItemAsync<UserAccount>(key, new PartitionKey(key), operations, options, cancellationToken);
            Changed?.Invoke(changed);
            return changed;
        }
        catch (CosmosException missing) when (missing.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed)
        {
            return null;
        }
    }

    /// <summary>Replaces what was read; null when it changed since. 1 request.</summary>
    public async Task<UserAccount?> ReplaceAsync(UserAccount user, CancellationToken cancellationToken)
    {
        using var answer = await _container.ReplaceItemStreamAsync(
            StreamedItem.Write(user), user.Id, new PartitionKey(user.Id), new ItemRequestOptions { IfMatchEtag = user.ETag }, cancellationToken);
        if (answer.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound)
            return null;
        answer.EnsureSuccessStatusCode();
        var changed = user with { ETag = answer.Headers.ETag };
        Changed?.Invoke(changed);
        return changed;
    }

    /// <summary>Deleted accounts with something left to remove that nobody is at now, at most <paramref name="limit"/>. 1 query over all partitions.</summary>
    public async Task<IReadOnlyList<UserAccount>> RemovalsToResumeAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.removal.resumeAt <= @now ORDER BY c.removal.resumeAt")
            .WithParameter("@now", now.ToUnixTimeMilliseconds());
        return (await _container.ReadPageAsync<UserAccount>(query, partition: null, limit, user => user.AccountId, cancellationToken)).Items;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Revocation> SinceAsync(DateTimeOffset since)
    {
        var query = new QueryDefinition("SELECT c.id, c.tokenVersion, c.revokedAt FROM c WHERE c.revokedAt >= @since")
            .WithParameter("@since", since.ToUnixTimeMilliseconds());
        await foreach (var row in _container.ReadAllAsync<RevocationRow>(query, partition: null))
            yield return new Revocation(row.Id, row.TokenVersion, DateTimeOffset.FromUnixTimeMilliseconds(row.RevokedAt));
    }

    /// <summary>A condition for <see cref="PatchAsync"/>: the very account, in one of the versions that <paramref name="ifMatch"/> names, if it does.</summary>
    internal static string Is(string uid, IfMatch? ifMatch)
    {
        var account = $"c.uid = \"{uid}\"";
        if (ifMatch is null or { Any: true })
            return account;
        var versions = ifMatch.Tags.Select(tag => VersionOf(uid, tag)).OfType<int>().Select(version => version.ToString(CultureInfo.InvariantCulture));
        return string.Join(", ", versions) is { Length: > 0 } list ? $"{account} AND c.version IN ({list})" : "false";
    }

    // The version in a tag of this account; null in any other tag.
    private static int? VersionOf(string uid, string tag) =>
        tag.StartsWith($"\"{uid}.", StringComparison.Ordinal)
        && int.TryParse(tag.AsSpan(uid.Length + 2).TrimEnd('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
}

/// <summary>A row of the query for revocations.</summary>
internal sealed record RevocationRow(string Id, int TokenVersion, long RevokedAt);
