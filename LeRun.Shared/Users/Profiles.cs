using LeRun.Identity;
using LeRun.Messages;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Caching.Memory;

namespace LeRun.Users;

/// <summary>The accounts behind what people wrote, as they are now. Costs are in Cosmos requests.</summary>
public sealed class Profiles
{
    // So long another instance's change may stay unseen by who reads a single thing; lists never wait for it.
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(5);

    private readonly Container _container;
    private readonly UserStore _users;
    private readonly TimeProvider _clock;
    private readonly MemoryCache _met = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public Profiles(Database database, UserStore users, TimeProvider clock)
    {
        (_container, _users, _clock) = (database.GetContainer(Containers.Users), users, clock);
        // What this instance changes, it shows at once.
        users.Changed += Note;
    }

    /// <summary>Living accounts by their username's key; those that are gone are left out. 1 request however many, none for none.</summary>
    public async Task<IReadOnlyDictionary<string, UserDocument>> ReadAsync(IEnumerable<string> keys, CancellationToken cancellation)
    {
        var wanted = keys.Distinct(StringComparer.Ordinal).Select(key => (key, new PartitionKey(key))).ToList();
        var living = new Dictionary<string, UserDocument>(StringComparer.Ordinal);
        if (wanted.Count == 0)
            return living;
        foreach (var user in await _container.ReadManyItemsAsync<UserDocument>(wanted, cancellationToken: cancellation))
        {
            Note(user);
            if (UserDocument.Living(user) is not null)
                living.Add(user.Id, user);
        }

        return living;
    }

    /// <summary>A living account as it was within the last five seconds, or now; null when it is gone. 1 request, none where it was met since.</summary>
    public async Task<UserDocument?> ReadRecentAsync(string key, CancellationToken cancellation) =>
        _met.TryGetValue(key, out Met? met) && _clock.GetUtcNow() - met!.At < Recent
            ? met.Account
            : UserDocument.Living(await MeetAsync(key, cancellation));

    /// <summary>The caller's own account; a failure when it is gone though its token still lives. 1 request.</summary>
    public async Task<Result<UserDocument>> ReadAsync(Caller caller, CancellationToken cancellation) =>
        UserDocument.Living(await MeetAsync(caller.Username.Key, cancellation)) is { } user && user.Uid == caller.Uid
            ? user
            : new Unauthorized(Text.SignInFirst);

    private async Task<UserDocument?> MeetAsync(string key, CancellationToken cancellation)
    {
        var user = await _users.ReadAsync(key, cancellation);
        if (user is not null)
            Note(user);
        return user;
    }

    private void Note(UserDocument user)
    {
        // A read that began before a change may end after it.
        if (_met.TryGetValue(user.Id, out Met? known) && known!.Account?.Uid == user.Uid && known.Account.Version > user.Version)
            return;
        _met.Set(
            user.Id,
            new Met(UserDocument.Living(user), _clock.GetUtcNow()),
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Recent });
    }

    private sealed record Met(UserDocument? Account, DateTimeOffset At);
}
