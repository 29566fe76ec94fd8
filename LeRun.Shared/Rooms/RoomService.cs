using LeRun.Identity;
using LeRun.Localization;
using LeRun.Runs;
using LeRun.Storage;

namespace LeRun.Rooms;

/// <summary>Rooms: opening, finding, watching and deleting them.</summary>
public sealed class RoomService(RoomStore store, RoomEnd end, Newcomers newcomers, LiveRunStore lives, RoomPasswords passwords, IdGenerator ids, TimeProvider clock)
{
    /// <summary>Stands behind the expiry of idle rooms.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    internal static readonly NotFound Unknown = new(Messages.RoomUnknown);

    private const string List = "rooms";

    // With half of all numbers taken, one room in a million finds none.
    private const int Tries = 20;

    /// <summary>Opens a room with the caller as host. 2 requests.</summary>
    public async Task<Result<RunRoom>> CreateAsync(Caller caller, RoomInput input, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        RoomRules.Check(validation, input);
        validation.Require(input.Status is null or RoomStatus.Waiting, "status", Messages.RoomStatusRule);
        if (validation.Failure is { } invalid)
            return invalid;
        if (!(await newcomers.ReadAsync(caller, cancellationToken)).TryGet(out var host, out var failure))
            return failure;

        for (var tries = 0; tries < Tries; tries++)
        {
            var room = NewRoom(RoomRules.RandomId(), host, input);
            if (await store.CreateAsync(room, cancellationToken))
                return room;
        }

        return new Conflict(Messages.TryAgain);
    }

    /// <summary>A room as the caller may see it. 2 requests for a member, else 1.</summary>
    /// <param name="since">A cursor of an earlier answer: members without news may be left out.</param>
    public async Task<Result<LiveRoom>> GetAsync(Caller caller, long number, string? since, CancellationToken cancellationToken)
    {
        if (since is not null && !LiveRoom.IsCursor(since))
            return Invalid.Field("since", Messages.BadCursor);
        if (RoomRules.IdOf(number) is not { } id || await store.ReadRoomAsync(id, cancellationToken) is not { } room)
            return Unknown;
        if (!room.Has(caller.AccountId))
            return LiveRoom.Outside(room);
        var runs = await lives.ReadManyAsync(room.Members.Select(member => member.Key), cancellationToken);
        return LiveRoom.Inside(room, runs, clock.GetUtcNow(), since);
    }

    /// <summary>Open rooms, newest first. 1 request.</summary>
    public async Task<Result<Page<RoomSummary>>> ListAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var before = "";
        if (page.Cursor is { } cursor && !(PageCursor.TryRead(List, cursor, out before) && IdGenerator.IsId(before)))
            return Invalid.Field("cursor", Messages.BadCursor);
        return await store.ListAsync(page.Cursor is null ? null : before, page.Limit, room => PageCursor.Make(List, room.Uid), cancellationToken);
    }

    /// <summary>How a room's run ended, for who took part. 1 request.</summary>
    public async Task<Result<RunRoom>> GetResultAsync(Caller caller, long number, CancellationToken cancellationToken)
    {
        if (RoomRules.IdOf(number) is not { } id || await store.ReadAsync(id, cancellationToken) is not { } room)
            return Unknown;
        if (!room.Has(caller.AccountId) && room.Ranking?.Any(runner => runner.AccountId == caller.AccountId) != true)
            return new Forbidden(Messages.MembersOnly);
        return room.Ranking is null ? new NotFound(Messages.NoResult) : room;
    }

    /// <summary>Ends a room: its host's right, and administrators'. 2 requests; 3 where a run was on.</summary>
    /// <returns>The room as it was.</returns>
    public async Task<Result<RunRoom>> DeleteAsync(Caller caller, long number, IfMatch? ifMatch, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < RoomEnd.Tries; tries++)
        {
            if (RoomRules.IdOf(number) is not { } id || await store.ReadRoomAsync(id, cancellationToken) is not { } room)
                return Unknown;
            if (!room.IsHost(caller.AccountId) && !caller.IsAdmin)
                return new Forbidden(Messages.HostOnly);
            if (!ifMatch.Allows(room))
                return new Stale();
            if (await end.TryAsync(room, cancellationToken))
                return room;
        }

        return new Conflict(Messages.TryAgain);
    }

    private RunRoom NewRoom(string id, RoomMember host, RoomInput input) => new()
    {
        Id = id,
        Type = RunRoom.RoomType,
        Uid = ids.Next(),
        Name = input.Name?.Trim() ?? host.Nickname,
        Status = RoomStatus.Waiting,
        Capacity = input.Capacity ?? RoomRules.DefaultCapacity,
        TargetMeters = input.TargetMeters ?? 0,
        PasswordHash = passwords.Hash(id, input.Password),
        Members = [host],
        MemberKeys = [host.AccountId],
        ActiveAt = host.JoinedAt,
        CreatedAt = host.JoinedAt,
        UpdatedAt = host.JoinedAt,
        Ttl = (int)Kept.TotalSeconds,
    };
}
