using LeRun.Identity;
using LeRun.Localization;
using Microsoft.Extensions.Caching.Memory;

namespace LeRun.Users;

/// <summary>The accounts behind what people wrote, kept in memory for a few seconds. Costs are in Cosmos requests.</summary>
public sealed class UserCache
{
    // A single read may lag another instance's change by this; lists are always current.
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly UserStore _users;
    private readonly TimeProvider _clock;
    private readonly MemoryCache _entries = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>An empty cache that follows what this instance changes.</summary>
    public UserCache(UserStore users, ActivityStore activity, TimeProvider clock)
    {
        (_users, _clock) = (users, clock);
        users.Changed += Add;
        activity.Changed += Add;
    }

    /// <summary>
    /// Active accounts by normalized username, always current; those that are gone are left out. 1 request however many, none
    /// for none.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, UserAccount>> ReadAsync(
        IEnumerable<string> normalizedUsernames, CancellationToken cancellationToken)
    {
        var active = new Dictionary<string, UserAccount>(StringComparer.Ordinal);
        var usernames = normalizedUsernames.Distinct(StringComparer.Ordinal).ToList();
        if (usernames.Count == 0)
            return active;
        foreach (var user in await _users.ReadManyAsync(usernames, cancellationToken))
        {
            Add(user);
            if (user.IsActive)
                active.Add(user.Id, user);
        }

        return active;
    }

    /// <summary>
    /// An active account as it was at most 5 s ago; null if it is gone. 1 request; none if the account is in memory.
    /// </summary>
    public async Task<UserAccount?> ReadRecentAsync(string normalizedUsername, CancellationToken cancellationToken) =>
        _entries.TryGetValue(normalizedUsername, out Entry? entry) && _clock.GetUtcNow() - entry!.ReadAt < MaxAge
            ? entry.User
            : await FetchAsync(normalizedUsername, cancellationToken);

    /// <summary>
    /// The caller's own account, always current. Fails as <see cref="Unauthorized"/> if it is gone though its token still lives.
    /// 1 request; up to 3 if it is gone or was registered a moment ago.
    /// </summary>
    public async Task<Result<UserAccount>> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (await _users.FindActiveAsync(caller, cancellationToken) is not { } user)
            return new Unauthorized(Messages.SignInFirst);
        Add(user);
        return user;
    }

    private async Task<UserAccount?> FetchAsync(string normalizedUsername, CancellationToken cancellationToken)
    {
        var user = await _users.FindIncludingDeletedAsync(normalizedUsername, cancellationToken);
        if (user is not null)
            Add(user);
        return user is { IsActive: true } ? user : null;
    }

    private void Add(UserAccount user)
    {
        // A read that began before a change may end after it.
        if (_entries.TryGetValue(user.Id, out Entry? known)
            && known!.User?.AccountId == user.AccountId && known.User.Version > user.Version)
        {
            return;
        }

        _entries.Set(
            user.Id,
            new Entry(user.IsActive ? user : null, _clock.GetUtcNow()),
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = MaxAge });
    }

    // A deleted account is known to be gone: null.
    private sealed record Entry(UserAccount? User, DateTimeOffset ReadAt);
}
