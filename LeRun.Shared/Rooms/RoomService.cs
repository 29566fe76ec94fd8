using LeRun.Identity;
using LeRun.Messages;
using LeRun.Runs;
using LeRun.Storage;

namespace LeRun.Rooms;

/// <summary>Rooms: opening, finding, watching and deleting them.</summary>
public sealed class RoomService(RoomStore store, RoomEnd end, Newcomers newcomers, LiveRunStore lives, RoomPasswords passwords, Ids ids, TimeProvider clock)
{
    /// <summary>Stands behind the expiry of idle rooms.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    internal static readonly NotFound Unknown = new(Text.RoomUnknown);

    private const string List = "rooms";

    // With half of all numbers taken, one room in a million finds none.
    private const int Tries = 20;

    /// <summary>Opens a room with the caller as host. 2 requests.</summary>
    public async Task<Result<RunRoom>> CreateAsync(Caller caller, RoomInput input, CancellationToken cancellation)
    {
        var validation = new Validation();
        RoomRules.Check(validation, input);
        validation.Require(input.Status is null or RoomStatus.Waiting, "status", Text.RoomStatusRule);
        if (validation.Failure is { } invalid)
            return invalid;
        if (!(await newcomers.ReadAsync(caller, cancellation)).TryGet(out var host, out var failure))
            return failure;

        for (var tries = 0; tries < Tries; tries++)
        {
            var room = NewRoom(RoomRules.RandomId(), host, input);
            if (await store.CreateAsync(room, cancellation))
                return room;
        }

        return new Conflict(Text.TryAgain);
    }

    /// <summary>A room as the caller may see it. 2 requests for a member, else 1.</summary>
    /// <param name="since">A cursor of an earlier answer: members without news may be left out.</param>
    public async Task<Result<LiveRoom>> GetAsync(Caller caller, long number, string? since, CancellationToken cancellation)
    {
        if (since is not null && !LiveRoom.IsCursor(since))
            return Invalid.Field("since", Text.BadCursor);
        if (RoomRules.IdOf(number) is not { } id || await store.ReadRoomAsync(id, cancellation) is not { } room)
            return Unknown;
        if (!room.Has(caller.Uid))
            return LiveRoom.Outside(room);
        var runs = await lives.ReadManyAsync(room.Members.Select(member => member.Key), cancellation);
        return LiveRoom.Inside(room, runs, clock.GetUtcNow(), since);
    }

    /// <summary>Open rooms, newest first. 1 request.</summary>
    public async Task<Result<Page<RoomSummary>>> ListAsync(PageRequest page, CancellationToken cancellation)
    {
        var before = "";
        if (page.Cursor is { } cursor && !(Cursor.TryRead(List, cursor, out before) && Ids.IsId(before)))
            return Invalid.Field("cursor", Text.BadCursor);
        return await store.ListAsync(page.Cursor is null ? null : before, page.Limit, room => Cursor.Make(List, room.Uid), cancellation);
    }

    /// <summary>How a room's run ended, for who took part. 1 request.</summary>
    public async Task<Result<RunRoom>> GetResultAsync(Caller caller, long number, CancellationToken cancellation)
    {
        if (RoomRules.IdOf(number) is not { } id || await store.ReadAsync(id, cancellation) is not { } room)
            return Unknown;
        if (!room.Has(caller.Uid) && room.Ranking?.Any(runner => runner.Uid == caller.Uid) != true)
            return new Forbidden(Text.MembersOnly);
        return room.Ranking is null ? new NotFound(Text.NoResult) : room;
    }

    /// <summary>Ends a room: its host's right, and administrators'. 2 requests; 3 where a run was on.</summary>
    /// <returns>The room as it was.</returns>
    public async Task<Result<RunRoom>> DeleteAsync(Caller caller, long number, IfMatch? ifMatch, CancellationToken cancellation)
    {
        for (var tries = 0; tries < RoomEnd.Tries; tries++)
        {
            if (RoomRules.IdOf(number) is not { } id || await store.ReadRoomAsync(id, cancellation) is not { } room)
                return Unknown;
            if (!room.IsHost(caller.Uid) && !caller.IsAdmin)
                return new Forbidden(Text.HostOnly);
            if (!ifMatch.Allows(room))
                return new Stale();
            if (await end.TryAsync(room, cancellation))
                return room;
        }

        return new Conflict(Text.TryAgain);
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
        MemberKeys = [host.Uid],
        ActiveAt = host.JoinedAt,
        CreatedAt = host.JoinedAt,
        UpdatedAt = host.JoinedAt,
        Ttl = (int)Kept.TotalSeconds,
    };
}
