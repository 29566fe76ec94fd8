using System.Security.Cryptography;
using System.Text;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace LeRun.Users;

/// <summary>
/// Bounds what one account makes. The counts are a part of the account's item, and counting replaces the read of the account that
/// every such request needs anyway: a limit costs no request of its own, survives a restart and holds on every instance.
/// </summary>
/// <remarks>
/// How often something was done within an hour is exact. The number of open rooms is not counted down when rooms end or are
/// left: it is an upper bound, and the rooms themselves are counted when it reaches the limit. That too is exact on one
/// instance, where an account opens and joins rooms one at a time; each further instance can let in one room more, if it
/// does so while another one is counting.
/// </remarks>
public sealed class ActivityLimits(
    ActivityStore store, UserStore users, UserCache cache, IOpenRoomsQuery rooms, IOptions<LimitSettings> settings,
    IdGenerator ids, TimeProvider clock)
{
    // What the first attempt takes for granted. Where it is wrong, the account is read and the next attempt is right.
    private readonly MemoryCache _windows = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private static readonly Forbidden Suspended = new(Messages.Suspended);

    private readonly KeyedLock _turns = new();

    /// <summary>
    /// Waits until no other request of the account opens or joins a room on this instance; disposing the result ends the turn.
    /// </summary>
    public Task<IDisposable> TakeTurnAsync(Caller caller, CancellationToken cancellationToken) =>
        _turns.EnterAsync(caller.AccountId, cancellationToken);

    /// <summary>
    /// Counts what the caller is about to do, and returns their account. 1 request; 3 where this instance did not know the
    /// current window; 5 where the rooms had to be counted; 2 for a refusal, 3 if rooms were counted.
    /// </summary>
    /// <param name="key">The idempotency key; null: there is none.</param>
    /// <returns>
    /// Leave to go on; TooManyAttempts if the account did it too often, Conflict if it is in too many open rooms, Forbidden if
    /// it is suspended, Unauthorized if it is gone.
    /// </returns>
    public async Task<Result<Leave>> AskAsync(
        Caller caller, Activity activity, string? key, CancellationToken cancellationToken)
    {
        var made = key is null ? null : new LastMade(HashOf(key), ids.Next());
        var count = new ActivityCount(activity, settings.Value, clock.GetUtcNowMilliseconds(), made);
        if (count.IsUnlimited)
        {
            var read = await cache.ReadAsync(caller, cancellationToken);
            return read.TryGet(out var own, out var gone) ? GrantUnlessSuspended(Grant(own)) : gone;
        }

        var memory = (activity, caller.AccountId);
        if (await TryAsync(_windows.Get<ActivityWindow>(memory)) is { } leave)
            return GrantUnlessSuspended(leave);
        return await OptimisticConcurrency.RetryAsync<Leave>(async () =>
        {
            if (await users.FindActiveAsync(caller, cancellationToken) is not { } user)
                return new Unauthorized(Messages.SignInFirst);
            if (IsRefused(user))
                return Suspended;
            if (made is not null && user.LastMadeBy(activity) is { } last && last.Key == made.Key)
                return new Leave(user, last.Id, IsRepeat: true);
            if (count.WaitFor(user) is { } wait)
                return new TooManyAttempts(TooMany(activity), wait);
            OpenRooms? counted = null;
            if (!count.HasRoom(user.OpenRoomsAsHost, user.OpenRoomsAsMember))
            {
                counted = await rooms.CountOpenAsync(caller.AccountId, cancellationToken);
                if (!count.HasRoom(counted.AsHost, counted.AsMember))
                    return new Conflict(TooManyRooms(count, counted));
            }

            return await TryAsync(user.WindowOf(activity), counted, user.ETag) is { } granted ? granted : (Result<Leave>?)null;
        });

        // Whoever is suspended may still report.
        bool IsRefused(UserAccount user) => activity != Activity.Report && user.IsSuspended(count.Now);

        Result<Leave> GrantUnlessSuspended(Leave granted) => IsRefused(granted.User) ? Suspended : granted;

        async Task<Leave?> TryAsync(ActivityWindow? known, OpenRooms? counted = null, string? etag = null)
        {
            if (await store.TryCountAsync(caller, count, known, counted, etag, cancellationToken) is not { } user)
                return null;
            if (user.WindowOf(activity) is { } window)
                _windows.Set(memory, window, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });
            return Grant(user);
        }

        // The id is taken last, so that a concurrent reader of pages does not miss what gets it.
        Leave Grant(UserAccount user) => new(user, made?.Id ?? ids.Next(), IsRepeat: false);
    }

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static LocalizedMessage TooMany(Activity activity) => activity switch
    {
        Activity.Post => Messages.TooManyPosts,
        Activity.Comment => Messages.TooManyComments,
        Activity.Report => Messages.TooManyReports,
        _ => Messages.TooManyRooms,
    };

    private static LocalizedMessage TooManyRooms(ActivityCount count, OpenRooms rooms) =>
        count.HasRoom(0, rooms.AsMember) ? Messages.HostOfTooManyRooms(rooms.AsHost) : Messages.InTooManyRooms(rooms.AsMember);
}
