using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Rooms;

/// <summary>
/// Opens, shows and deletes rooms. Costs are in Cosmos requests; lists cost 1 more where the caller's blocks are not in memory.
/// </summary>
public sealed class RoomService(
    RoomStore store, RoomEnding ending, ActivityLimits limits, RoomPasswords passwords, RoomRepeats repeats, IViewers viewers,
    ITextFilter filter, TimeProvider clock)
{
    private const string List = "rooms";

    /// <summary>Opens a room with the caller as its host. 2 requests, and 1 more for each run ID that is taken.</summary>
    /// <param name="key">
    /// The idempotency key: the same again opens no second room, as long as the caller opened no other one with a key in
    /// between; null: there is none.
    /// </param>
    /// <returns>
    /// The room; Invalid if its name has a refused word, Unauthorized if the caller's account is gone, TooManyAttempts if it
    /// opened too many rooms lately, or Conflict if it is in too many or no free run ID was found.
    /// </returns>
    public async Task<Result<RunRoom>> CreateAsync(
        Caller caller, CreateRoomRequest request, string? key, CancellationToken cancellationToken)
    {
        if (IdempotencyKey.Problem(key) is { } invalid)
            return invalid;
        if (request.Name is { } name && !await filter.AllowsNameAsync(name, cancellationToken))
            return Invalid.Field("name", Messages.WordRefused);
        using var turn = await limits.TakeTurnAsync(caller, cancellationToken);
        var asked = await limits.AskAsync(caller, Activity.OpenRoom, key, cancellationToken);
        if (!asked.TryGet(out var leave, out var failure))
            return failure;

        var host = RoomMember.Of(leave.User, clock.GetUtcNowMilliseconds());
        var attempt = 0;
        return await OptimisticConcurrency.RetryAsync<RunRoom>(async () =>
        {
            var id = RunRoom.IdOf(leave.Id, attempt++);
            var room = RunRoom.Open(id, leave.Id, host, request, passwords.Hash(id, request.Password));
            if (await store.TryCreateAsync(room, cancellationToken))
                return room;
            // The room of the first time, or one whose response Cosmos's client lost on the way.
            if (await store.FindRoomAsync(id, cancellationToken) is { } earlier && earlier.RoomId == leave.Id)
                return earlier;
            return null;
        });
    }

    /// <summary>Open rooms whose host the caller sees, newest first. 1 request.</summary>
    /// <returns>A page, of rooms that have no member but their host; Invalid if its cursor is not from such a list.</returns>
    public Task<Result<Page<RunRoom>>> ListAsync(Caller caller, PageRequest page, CancellationToken cancellationToken) =>
        ListAsync(caller, memberId: null, page, cancellationToken);

    /// <summary>The open rooms that the caller is in, newest first. 1 request.</summary>
    /// <returns>As <see cref="ListAsync(Caller, PageRequest, CancellationToken)"/>.</returns>
    public Task<Result<Page<RunRoom>>> ListMineAsync(Caller caller, PageRequest page, CancellationToken cancellationToken) =>
        ListAsync(caller, caller.AccountId, page, cancellationToken);

    /// <summary>A room or its result, for those who took part in its run. 1 request.</summary>
    /// <param name="runID">As it stands in the path.</param>
    /// <returns>It has a ranking; NotFound if there is none, and for others, who need not know that there is.</returns>
    public async Task<Result<RunRoom>> GetResultAsync(Caller caller, string runID, CancellationToken cancellationToken)
    {
        if (RunRoom.IdOf(runID) is not { } id || await store.FindAsync(id, cancellationToken) is not { } room)
            return new NotFound(Messages.RoomUnknown);
        if (room.Type == RunRoom.EndedType)
            return new NotFound(Messages.RoomUnknown);
        if (!room.HasMember(caller.AccountId) && room.Ranking?.Any(runner => runner.AccountId == caller.AccountId) != true)
            return new NotFound(Messages.RoomUnknown);
        return room.Ranking is null ? new NotFound(Messages.NoResult) : room;
    }

    /// <summary>Ends a room for its host or an administrator. 2 requests, 3 if a run was on.</summary>
    /// <returns>
    /// The room as it was, also if the caller ended it within the last 10 minutes; NotFound, Forbidden for others, or Stale.
    /// </returns>
    public async Task<Result<RunRoom>> DeleteAsync(
        Caller caller, DeleteRoomRequest request, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (RunRoom.IdOf(request.RunID) is not { } id)
            return new NotFound(Messages.RoomUnknown);

        return await OptimisticConcurrency.RetryAsync<RunRoom>(async () =>
        {
            var now = clock.GetUtcNowMilliseconds();
            if (await store.FindAsync(id, cancellationToken) is not { } room)
                return new NotFound(Messages.RoomUnknown);
            if (room.Type != RunRoom.RoomType)
                return repeats.EndedBy(caller.AccountId, room) is { } ended ? ended : new NotFound(Messages.RoomUnknown);
            if (!room.IsHost(caller.AccountId) && !caller.IsAdmin)
                return new Forbidden(Messages.HostOnly);
            if (expected.Excludes(room.VersionId))
                return new Stale();
            if (await ending.TryEndAsync(room, RoomEnd.Of(room, caller.AccountId, now), cancellationToken))
            {
                repeats.NoteTold(room, caller.AccountId, now);
                return room;
            }

            return null;
        });
    }

    private async Task<Result<Page<RunRoom>>> ListAsync(
        Caller caller, string? memberId, PageRequest page, CancellationToken cancellationToken)
    {
        if (!page.TryReadId(List, out var before, out var failure))
            return failure;
        var viewer = await viewers.OfAsync(caller.AccountId, cancellationToken);
        return await store.ListAsync(
            viewer, memberId, before, page.Limit, room => PageCursor.Make(List, room.RoomId), cancellationToken);
    }
}
