using LeRun.Runs;

namespace LeRun.Rooms;

/// <summary>A room at one moment, as one caller may see it.</summary>
/// <param name="Room">The room itself.</param>
/// <param name="Members">For members: all of them, or only those with news; for others: none.</param>
/// <param name="ServerTime">The moment, by the server's clock.</param>
public sealed record RoomSnapshot(RunRoom Room, IReadOnlyList<MemberSnapshot> Members, DateTimeOffset ServerTime)
{
    // An older position is stale.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    /// <summary>What asks for that which changes after this snapshot; null if the caller sees no uploads.</summary>
    public RoomCursor? Cursor { get; init; }

    /// <summary>Whether members without news are left out.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Whether of each member only those markers are wanted that the caller has not seen.</summary>
    public bool HasNewMarkersOnly { get; init; }

    /// <summary>The version that writers name: the room's own.</summary>
    public string VersionId => Room.VersionId;

    /// <summary>After how many seconds a caller should ask again: 2 to 15.</summary>
    public int NextPollSeconds => (Room.Status, Members.Any(member => member.Live is not null && !member.IsStale)) switch
    {
        (RoomStatus.Finished, _) => 15,
        (RoomStatus.Running, true) => 3,
        _ => 5,
    };

    /// <summary>The room as others than its members see it.</summary>
    public static RoomSnapshot ForOthers(RunRoom room, DateTimeOffset now) => new(room, [], now);

    /// <summary>The room as a member sees it who has just changed it: with no uploads but their own.</summary>
    /// <param name="own">Their live run; null: they uploaded none.</param>
    public static RoomSnapshot AfterUpdate(RunRoom room, LiveRunSnapshot? own, DateTimeOffset now)
    {
        return new RoomSnapshot(room, [.. room.Members.Select(Take)], now);

        MemberSnapshot Take(RoomMember member) =>
            new(member, member.AccountId == own?.Head.AccountId ? own : null, IsStale: false);
    }

    /// <summary>The room as a member sees it, without any markers.</summary>
    /// <param name="heads">The members' live runs, by account id.</param>
    /// <param name="since">What the caller has seen; null: all members are wanted.</param>
    public static RoomSnapshot ForMember(
        RunRoom room, IReadOnlyDictionary<string, LiveRun> heads, RoomCursor? since, DateTimeOffset now)
    {
        MemberSnapshot[] members =
            [.. room.Members.Select(member => Take(room, member, heads.GetValueOrDefault(member.AccountId), now))];
        var cursor = RoomCursor.Of(room, [.. members.Select(member => (member.Live?.Head, member.IsStale))]);
        var shown = since is null ? members : members.Where((_, index) => cursor.HasNews(since, index));
        return new RoomSnapshot(room, [.. shown], now) { Cursor = cursor, IsPartial = since is not null };
    }

    // What runners upload after the run is over is not for those they ran it with.
    private static MemberSnapshot Take(RunRoom room, RoomMember member, LiveRun? live, DateTimeOffset now) =>
        live is null || live.UpdatedAt > room.FinishedAt
            ? new MemberSnapshot(member, Live: null, IsStale: false)
            : new MemberSnapshot(member, new LiveRunSnapshot(live, Markers: null), now - live.UpdatedAt > Fresh);
}

/// <summary>A member with their last upload.</summary>
/// <param name="Member">The member.</param>
/// <param name="Live">Their live run; null if there is none to show.</param>
/// <param name="IsStale">Whether it is too old to tell where the runner is now.</param>
public sealed record MemberSnapshot(RoomMember Member, LiveRunSnapshot? Live, bool IsStale);
