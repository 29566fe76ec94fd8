using LeRun.Identity;
using LeRun.Localization;
using LeRun.Runs;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Rooms;

/// <summary>Changes of a room by its host, and of their own run data by its members. Costs are in Cosmos requests.</summary>
public sealed class RoomUpdates(
    RoomStore store, RoomEnding ending, LiveRunService runs, RoomPasswords passwords, UserCache users, ITextFilter filter,
    TimeProvider clock)
{
    /// <summary>
    /// Changes what is given. 1 request, 3 for the end of the run or a status that the room has already, 2 for a refusal; 1 more
    /// for run data, and for whatever is the host's to change if the caller's account was not read within the last 5 seconds.
    /// </summary>
    /// <returns>
    /// The room with the caller's own upload; NotFound, Forbidden if the caller is not a member, or not the host where only the
    /// host may, Conflict if the room's status or its members do not allow it, Stale, or Invalid.
    /// </returns>
    public async Task<Result<RoomSnapshot>> UpdateAsync(
        Caller caller, UpdateRoomRequest request, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (RunRoom.IdOf(request.RunID) is not { } id)
            return new NotFound(Messages.RoomUnknown);

        if (request.Name is { } name && !await filter.AllowsNameAsync(name, cancellationToken))
            return Invalid.Field("name", Messages.WordRefused);
        if (request.ChangedFields.Count > 0
            && await users.ReadRecentAsync(caller.Username.Normalized, cancellationToken) is { } account
            && account.IsSuspended(clock.GetUtcNow()))
        {
            return new Forbidden(Messages.Suspended);
        }

        var changed = request.ChangedFields.Count == 0
            ? await TouchAsync(caller, id, expected, cancellationToken)
            : await ChangeAsync(caller, id, request, expected, cancellationToken);
        if (!changed.TryGet(out var room, out var failure))
            return failure;
        if (request.RunData is null)
            return RoomSnapshot.AfterUpdate(room, own: null, clock.GetUtcNowMilliseconds());
        return (await runs.PutAsync(caller, request.RunData, expected: null, cancellationToken))
            .Map(own => RoomSnapshot.AfterUpdate(room, own, clock.GetUtcNowMilliseconds()));
    }

    // The room notes that it was used, so that an expiry that has just found it idle leaves it alone.
    private Task<Result<RunRoom>> TouchAsync(
        Caller caller, string id, ExpectedVersion? expected, CancellationToken cancellationToken) =>
        OptimisticConcurrency.RetryAsync<RunRoom>(async () =>
        {
            var now = clock.GetUtcNowMilliseconds();
            if (await store.TryTouchAsync(id, caller.AccountId, now, expected, cancellationToken) is { } touched)
                return touched;
            if (await store.FindRoomAsync(id, cancellationToken) is not { } room)
                return new NotFound(Messages.RoomUnknown);
            if (!room.HasMember(caller.AccountId))
                return new Forbidden(Messages.MembersOnly);
            if (expected.Excludes(room.VersionId))
                return new Stale();
            return null;
        });

    private async Task<Result<RunRoom>> ChangeAsync(
        Caller caller, string id, UpdateRoomRequest request, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        var hash = request.Password is null ? null : passwords.Hash(id, request.Password);

        // Optimistic first attempt without a read: most hosts ask for what is allowed. The end of a run needs its members.
        if (request.Status != RoomStatus.Finished && await TryUpdateAsync(RoomStatus.Waiting) is { } updated)
            return updated;

        return await OptimisticConcurrency.RetryAsync<RunRoom>(async () =>
        {
            if (await store.FindRoomAsync(id, cancellationToken) is not { } room)
                return new NotFound(Messages.RoomUnknown);
            if (Refusal(room, caller.AccountId, request, expected) is { } refusal)
                return refusal;
            if (room.IsFinished)
                return room;
            if (await TryChangeAsync(room) is { } changed)
                return changed;
            return null;
        });

        Task<RunRoom?> TryUpdateAsync(string status) =>
            store.TryUpdateAsync(
                id, caller.AccountId, request, hash, status, clock.GetUtcNowMilliseconds(), expected, cancellationToken);

        async Task<RunRoom?> TryChangeAsync(RunRoom room)
        {
            if (request.Status != RoomStatus.Finished)
                return await TryUpdateAsync(room.Status);
            var goal = room with { TargetMeters = request.TargetMeters ?? room.TargetMeters };
            var ranking = RoomRanking.Of(goal, await ending.ReadRunsAsync(room, cancellationToken));
            return await store.TryFinishAsync(room, request, hash, ranking, clock.GetUtcNowMilliseconds(), cancellationToken);
        }
    }

    // Null if the request is allowed, or asks for nothing but an end that has come already.
    private static Failure? Refusal(RunRoom room, string accountId, UpdateRoomRequest request, ExpectedVersion? expected)
    {
        if (!room.HasMember(accountId))
            return new Forbidden(Messages.MembersOnly);
        if (!room.IsHost(accountId))
            return new Forbidden(Messages.HostsFields(string.Join(", ", request.ChangedFields)));
        if (expected.Excludes(room.VersionId))
            return new Stale();
        if (room.IsFinished)
        {
            return request is { Status: RoomStatus.Finished, ChangedFields.Count: 1 }
                ? null
                : new Conflict(Messages.RoomFinished);
        }

        if (request.Status == RoomStatus.Waiting && room.Status == RoomStatus.Running)
            return new Conflict(Messages.RoomStarted);
        return request.Capacity < room.MemberCount ? new Conflict(Messages.CapacityBelowMembers(room.MemberCount)) : null;
    }
}
