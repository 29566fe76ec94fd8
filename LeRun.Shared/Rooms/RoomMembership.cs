using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Rooms;

/// <summary>
/// Joining and leaving rooms. Costs are in Cosmos requests, without those of attempts that other writers overtake.
/// </summary>
public sealed class RoomMembership(
    RoomStore store, RoomEnding ending, UserCache users, RoomPasswords passwords, TimeProvider clock)
{
    // One attempt at a time for a user: passwords sent at once must not all be tried before the first wrong one is counted.
    private readonly KeyedLock _attempts = new();

    /// <summary>Makes the caller a member. 2 requests, 3 for a member or a refusal, 4 for a wrong password.</summary>
    /// <returns>
    /// The room, also for a caller who was a member already; NotFound, Forbidden without the right password, TooManyAttempts when
    /// locked out, Conflict if the room is full or finished, Stale, or Unauthorized if the caller's account is gone.
    /// </returns>
    public async Task<Result<RunRoom>> JoinAsync(
        Caller caller, JoinRoomRequest request, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (RunRoom.IdOf(request.RunID) is not { } id)
            return new NotFound(Messages.RoomUnknown);

        using var turn = await _attempts.EnterAsync(caller.AccountId, cancellationToken);
        if (!(await users.ReadAsync(caller, cancellationToken)).TryGet(out var user, out var failure))
            return failure;

        var hashes = passwords.Hashes(id, request.Password);
        return await OptimisticConcurrency.RetryAsync<RunRoom>(async () =>
        {
            var member = RoomMember.Of(user, clock.GetUtcNow());
            if (await store.TryJoinAsync(id, member, hashes, expected, cancellationToken) is { } joined)
                return joined;
            if (await store.FindRoomAsync(id, cancellationToken) is not { } room)
                return new NotFound(Messages.RoomUnknown);
            if (room.HasMember(caller.AccountId))
                return room;
            if (await RefusalAsync(room, caller.AccountId, hashes, expected, cancellationToken) is { } refusal)
                return refusal;
            return null;
        });
    }

    /// <summary>Takes the caller out of a room; the last one out ends it. 2 requests, 3 for the last one out of a run.</summary>
    /// <returns>The room without the caller; NotFound, Forbidden if the caller is not a member, or Stale.</returns>
    public async Task<Result<RunRoom>> LeaveAsync(
        Caller caller, LeaveRoomRequest request, ExpectedVersion? expected, CancellationToken cancellationToken) =>
        RunRoom.IdOf(request.RunID) is { } id
            ? await LeaveAsync(caller.AccountId, id, expected, cancellationToken)
            : new NotFound(Messages.RoomUnknown);

    /// <inheritdoc cref="LeaveAsync(Caller, LeaveRoomRequest, ExpectedVersion?, CancellationToken)"/>
    internal Task<Result<RunRoom>> LeaveAsync(
        string accountId, string id, ExpectedVersion? expected, CancellationToken cancellationToken) =>
        OptimisticConcurrency.RetryAsync<RunRoom>(async () =>
        {
            if (await store.FindRoomAsync(id, cancellationToken) is not { } room)
                return new NotFound(Messages.RoomUnknown);
            var index = room.IndexOf(accountId);
            if (index < 0)
                return new Forbidden(Messages.MembersOnly);
            if (expected.Excludes(room.VersionId))
                return new Stale();
            if (room.MemberCount > 1)
            {
                if (await store.TryLeaveAsync(room, index, clock.GetUtcNow(), expected, cancellationToken) is { } left)
                    return left;
            }
            else if (await ending.TryEndAsync(room, cancellationToken))
            {
                return room with { MemberIds = [] };
            }

            return null;
        });

    // Null if the caller may join now, or the wrong password could not be counted: the room changed since the failed attempt.
    private async Task<Failure?> RefusalAsync(
        RunRoom room, string accountId, IReadOnlyList<string> hashes, ExpectedVersion? expected,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (room.LockedFor(accountId, now) is { } wait)
            return new TooManyAttempts(Messages.RoomLockout, wait);
        if (room.HasPassword && hashes.Count == 0)
            return new Forbidden(Messages.RoomPasswordNeeded);
        if (room.HasPassword && !hashes.Contains(room.PasswordHash, StringComparer.Ordinal))
        {
            if (await store.TryRecordWrongPasswordAsync(room, accountId, now, cancellationToken) is not { } recorded)
                return null;
            return recorded.LockedFor(accountId, now) is { } locked
                ? new TooManyAttempts(Messages.RoomLockout, locked)
                : new Forbidden(Messages.RoomPasswordWrong);
        }

        if (room.IsFinished)
            return new Conflict(Messages.RoomFinished);
        if (room.MemberCount >= room.Capacity)
            return new Conflict(Messages.RoomFull);
        return expected.Excludes(room.VersionId) ? new Stale() : null;
    }
}

/// <summary>Wrong passwords of one account since the first one of a window.</summary>
/// <param name="Count">How many, at most <see cref="Limit"/>.</param>
/// <param name="Until">When the window ends, in Unix milliseconds.</param>
public sealed record FailedAttempts(int Count, long Until)
{
    /// <summary>So many lock an account out of the room until the window ends.</summary>
    public const int Limit = 5;

    // They are a part of the room, which is not to grow without bound.
    private const int MaxAccounts = 200;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Adds the first wrong password of a window. Of too many accounts, those whose window ends first are forgotten.
    /// </summary>
    /// <param name="known">By account id; those whose window has ended are left out.</param>
    public static Dictionary<string, FailedAttempts> AddFirst(
        IReadOnlyDictionary<string, FailedAttempts> known, string accountId, DateTimeOffset now) =>
        known.Where(other => other.Key != accountId && other.Value.IsOpen(now))
            .OrderByDescending(other => other.Value.Until)
            .Take(MaxAccounts - 1)
            .Append(new(accountId, new FailedAttempts(1, (now + Window).ToUnixTimeMilliseconds())))
            .ToDictionary(StringComparer.Ordinal);

    /// <summary>Whether the window is still open.</summary>
    public bool IsOpen(DateTimeOffset now) => Until > now.ToUnixTimeMilliseconds();

    /// <summary>
    /// For how long they lock the account out; null: they do not. <see cref="RoomStore"/> has the same as a condition.
    /// </summary>
    public TimeSpan? LockedFor(DateTimeOffset now) =>
        Count >= Limit && IsOpen(now) ? TimeSpan.FromMilliseconds(Until - now.ToUnixTimeMilliseconds()) : null;
}
