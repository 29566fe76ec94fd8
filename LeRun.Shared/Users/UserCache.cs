using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Caching.Memory;

namespace LeRun.Users;

/// <summary>The accounts behind what people wrote, as they are now. Costs are in Cosmos requests.</summary>
public sealed class UserCache
{
    // So long another instance's change may stay unseen by who reads a single thing; lists never wait for it.
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(5);

    private readonly Container _container;
    private readonly UserStore _users;
    private readonly TimeProvider _clock;
    private readonly MemoryCache _met = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public UserCache(Database database, UserStore users, TimeProvider clock)
    {
        (_container, _users, _clock) = (database.GetContainer(Containers.Users), users, clock);
        // What this instance changes, it shows at once.
        users.Changed += Note;
    }

    /// <summary>Living accounts by their username's key; those that are gone are left out. 1 request however many, none for none.</summary>
    public async Task<IReadOnlyDictionary<string, UserAccount>> ReadAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var wanted = keys.Distinct(StringComparer.Ordinal).Select(key => (key, new PartitionKey(key))).ToList();
        var living = new Dictionary<string, UserAccount>(StringComparer.Ordinal);
        if (wanted.Count == 0)
            return living;
        foreach (var user in await _container.ReadManyItemsAsync<UserAccount>(wanted, cancellationToken: cancellationToken))
        {
            Note(user);
            if (UserAccount.Living(user) is not null)
                living.Add(user.Id, user);
        }

        return living;
    }

    /// <summary>A living account as it was within the last five seconds, or now; null when it is gone. 1 request, none where it was met since.</summary>
    public async Task<UserAccount?> ReadRecentAsync(string key, CancellationToken cancellationToken) =>
        _met.TryGetValue(key, out Met? met) && _clock.GetUtcNow() - met!.At < Recent
            ? met.Account
            : UserAccount.Living(await MeetAsync(key, cancellationToken));

    /// <summary>The caller's own account; a failure when it is gone though its token still lives. 1 request.</summary>
    public async Task<Result<UserAccount>> ReadAsync(Caller caller, CancellationToken cancellationToken) =>
        UserAccount.Living(await MeetAsync(caller.Username.Normalized, cancellationToken)) is { } user && user.AccountId == caller.AccountId
            ? user
            : new Unauthorized(Messages.SignInFirst);

    private async Task<UserAccount?> MeetAsync(string key, CancellationToken cancellationToken)
    {
        var user = await _users.ReadAsync(key, cancellationToken);
        if (user is not null)
            Note(user);
        return user;
    }

    private void Note(UserAccount user)
    {
        // A read that began before a change may end after it.
        if (_met.TryGetValue(user.Id, out Met? known) && known!.Account?.AccountId == user.AccountId && known.Account.Version > user.Version)
            return;
        _met.Set(
            user.Id,
            new Met(UserAccount.Living(user), _clock.GetUtcNow()),
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Recent });
    }

    private sealed record Met(UserAccount? Account, DateTimeOffset At);
}
