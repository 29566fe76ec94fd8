using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Rooms;

/// <summary>
/// Joining and leaving rooms. Costs are in Cosmos requests, without those of attempts that other writers overtake; a join costs
/// 1 more where the caller's blocks are not in memory.
/// </summary>
public sealed class RoomMembership(
    RoomStore store, RoomEnding ending, ActivityLimits limits, ActivityStore activity, RoomPasswords passwords,
    RoomRepeats repeats, IViewers viewers, TimeProvider clock)
{
    /// <summary>Makes the caller a member. 2 requests, 3 for a member or a refusal, 5 for a wrong password.</summary>
    /// <returns>
    /// The room, also for a caller who was a member already; NotFound, Forbidden without the right password, TooManyAttempts when
    /// locked out, Conflict if the room is full or finished or the caller is in too many, Stale, or Unauthorized if the caller's
    /// account is gone.
    /// </returns>
    public async Task<Result<RunRoom>> JoinAsync(
        Caller caller, JoinRoomRequest request, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (RunRoom.IdOf(request.RunID) is not { } id)
            return new NotFound(Messages.RoomUnknown);

        // One attempt at a time: passwords sent at once must not all be tried before the first wrong one is counted.
        using var turn = await limits.TakeTurnAsync(caller, cancellationToken);
        var asked = await limits.AskAsync(caller, Activity.JoinRoom, key: null, cancellationToken);
        if (!asked.TryGet(out var leave, out var failure))
        {
            return failure is Conflict && await store.FindRoomAsync(id, cancellationToken) is { } own
                && own.HasMember(caller.AccountId) ? own : failure;
        }

        var user = leave.User;
        // Whoever has tried too many passwords joins as if they gave none: rooms without a password stay open to them.
        var lockout = user.WrongRoomPasswords?.LockedFor(WrongRoomPasswords.Max, clock.GetUtcNowMilliseconds());
        var hashes = lockout is null ? passwords.Hashes(id, request.Password) : [];
        var viewer = await viewers.OfAsync(caller.AccountId, cancellationToken);
        return await OptimisticConcurrency.RetryAsync<RunRoom>(async () =>
        {
            var member = RoomMember.Of(user, clock.GetUtcNowMilliseconds());
            if (await store.TryJoinAsync(id, viewer, member, hashes, expected, cancellationToken) is { } joined)
                return joined;
            if (await store.FindRoomAsync(id, cancellationToken) is not { } room)
                return new NotFound(Messages.RoomUnknown);
            if (room.HasMember(caller.AccountId))
                return room;
            if (!room.IsSeenBy(viewer))
                return new NotFound(Messages.RoomUnknown);
            if (lockout is { } wait && room.HasPassword)
                return new TooManyAttempts(Messages.RoomsLockout, wait);
            if (await RefusalAsync(room, user, hashes, expected, cancellationToken) is { } refusal)
                return refusal;
            return null;
        });
    }

    /// <summary>Takes the caller out of a room; the last one out ends it. 2 requests, 3 for the last one out of a run.</summary>
    /// <returns>
    /// The room without the caller, also if they left it within the last 10 minutes; NotFound, Forbidden if the caller is not a
    /// member, or Stale.
    /// </returns>
    public async Task<Result<RunRoom>> LeaveAsync(
        Caller caller, LeaveRoomRequest request, ExpectedVersion? expected, CancellationToken cancellationToken) =>
        RunRoom.IdOf(request.RunID) is { } id
            ? await LeaveAsync(caller.AccountId, id, expected, isRepeatable: true, cancellationToken)
            : new NotFound(Messages.RoomUnknown);

    /// <inheritdoc cref="LeaveAsync(Caller, LeaveRoomRequest, ExpectedVersion?, CancellationToken)"/>
    /// <param name="isRepeatable">Whether something stays of an ended room for the case that the request is repeated.</param>
    internal Task<Result<RunRoom>> LeaveAsync(
        string accountId, string id, ExpectedVersion? expected, bool isRepeatable, CancellationToken cancellationToken) =>
        OptimisticConcurrency.RetryAsync<RunRoom>(async () =>
        {
            var now = clock.GetUtcNowMilliseconds();
            if (await store.FindAsync(id, cancellationToken) is not { } room)
                return new NotFound(Messages.RoomUnknown);
            var (isOpen, index) = (room.Type == RunRoom.RoomType, room.IndexOf(accountId));
            if (!isOpen || index < 0)
            {
                return repeats.LeftBy(accountId, room) is { } earlier ? earlier
                    : isOpen ? new Forbidden(Messages.MembersOnly)
                    : new NotFound(Messages.RoomUnknown);
            }

            if (expected.Excludes(room.VersionId))
                return new Stale();
            if (room.MemberCount > 1)
            {
                if (await store.TryLeaveAsync(room, index, now, expected, cancellationToken) is { } left)
                {
                    repeats.NoteTold(room, accountId, now);
                    return left;
                }
            }
            else
            {
                var empty = room with { MemberIds = [] };
                var end = isRepeatable ? RoomEnd.Of(empty, accountId, now) : null;
                if (await ending.TryEndAsync(room, end, cancellationToken))
                {
                    repeats.NoteTold(room, accountId, now);
                    return empty;
                }
            }

            return null;
        });

    // Null if the caller may join now, or the wrong password could not be counted: the room changed since the failed attempt.
    private async Task<Failure?> RefusalAsync(
        RunRoom room, UserAccount user, IReadOnlyList<string> hashes, ExpectedVersion? expected,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNowMilliseconds();
        if (LockoutOf(room) is { } lockout)
            return lockout;
        if (room.HasPassword && hashes.Count == 0)
            return new Forbidden(Messages.RoomPasswordNeeded);
        if (room.HasPassword && !hashes.Contains(room.PasswordHash, StringComparer.Ordinal))
        {
            if (await store.TryRecordWrongPasswordAsync(room, user.AccountId, now, cancellationToken) is not { } recorded)
                return null;
            // The caller learns that the password is wrong only when both have counted it.
            return (await activity.RecordWrongRoomPasswordAsync(user, cancellationToken)).TryGet(out _, out var refused)
                ? LockoutOf(recorded) ?? new Forbidden(Messages.RoomPasswordWrong)
                : refused;
        }

        if (room.IsFinished)
            return new Conflict(Messages.RoomFinished);
        if (room.MemberCount >= room.Capacity)
            return new Conflict(Messages.RoomFull);
        return expected.Excludes(room.VersionId) ? new Stale() : null;

        Failure? LockoutOf(RunRoom seen) =>
            seen.LockedFor(user.AccountId, now) is { } own ? new TooManyAttempts(Messages.RoomLockout, own)
            : seen.LockedForAll(now) is { } all ? new TooManyAttempts(Messages.RoomLockoutForAll, all)
            : null;
    }
}
