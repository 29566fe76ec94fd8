using LeRun.Identity;
using LeRun.Localization;
using LeRun.Runs;
using LeRun.Runs.Privacy;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Rooms;

/// <summary>Which markers of the members of a room are asked for.</summary>
public enum RoomMarkers
{
    /// <summary>All of each member's run.</summary>
    All,

    /// <summary>None: positions and totals alone.</summary>
    None,

    /// <summary>Those that the caller has not seen yet.</summary>
    New,
}

/// <summary>
/// Shows rooms with what their members upload. Costs are in Cosmos requests, and 1 more where the caller's blocks are not in
/// memory.
/// </summary>
public sealed class RoomReader(
    RoomStore store, LiveRunStore lives, RoomHeads heads, IViewers viewers, PrivacyCache privacies, PrivacyKeys keys,
    TimeProvider clock)
{
    /// <summary>
    /// A room as the caller may see it. 2 requests for a member, else 1; 1 more if markers are asked for that are no longer in
    /// the heads of the live runs.
    /// </summary>
    /// <param name="runID">As it stands in the path.</param>
    /// <param name="since">The cursor of an earlier snapshot: members without news may be left out; null: all are wanted.</param>
    /// <param name="markers">Which markers are wanted.</param>
    /// <returns>The room; NotFound, or Invalid if <paramref name="since"/> is not a cursor.</returns>
    public async Task<Result<RoomSnapshot>> GetAsync(
        Caller caller, string? runID, string? since, RoomMarkers markers, CancellationToken cancellationToken)
    {
        if (since is not null && !RoomCursor.IsCursor(since))
            return Invalid.Field("since", Messages.BadCursor);
        if (RunRoom.IdOf(runID) is not { } id || await store.FindRoomAsync(id, cancellationToken) is not { } room)
            return new NotFound(Messages.RoomUnknown);
        var now = clock.GetUtcNowMilliseconds();
        var viewer = await viewers.OfAsync(caller.AccountId, cancellationToken);
        if (!room.HasMember(caller.AccountId))
            return room.IsSeenBy(viewer) ? RoomSnapshot.ForOthers(room, now) : new NotFound(Messages.RoomUnknown);
        var runs = await heads.ReadAsync(room, viewer, cancellationToken);
        var seen = since is null ? null : RoomCursor.Read(since, room);
        var shown = await WithMarkersAsync(RoomSnapshot.ForMember(room, runs, seen, now), seen, markers, cancellationToken);
        return await ForAsync(caller, shown, cancellationToken);
    }

    /// <summary>
    /// What a member of a room has not seen of it, beside their own run; null if there is nothing, or the caller is no member.
    /// Costs as <see cref="GetAsync"/>.
    /// </summary>
    public async Task<Result<RoomNews>> GetNewsAsync(
        Caller caller, string runID, string? since, CancellationToken cancellationToken)
    {
        if (!(await GetAsync(caller, runID, since, RoomMarkers.New, cancellationToken)).TryGet(out var room, out var failure))
            return failure is NotFound ? RoomNews.None : failure;
        if (!room.Room.HasMember(caller.AccountId))
            return RoomNews.None;
        var others = room.Members.Where(member => !room.IsPartial || member.Member.AccountId != caller.AccountId).ToList();
        return new RoomNews(room.IsPartial && others.Count == 0 ? null : room with { Members = others }, IsMember: true);
    }

    // Members see where the others are as far as those want it. What they want was read with their heads.
    private async Task<RoomSnapshot> ForAsync(Caller caller, RoomSnapshot room, CancellationToken cancellationToken)
    {
        var members = new List<MemberSnapshot>(room.Members.Count);
        foreach (var member in room.Members)
        {
            var live = member.Member.AccountId == caller.AccountId
                ? member.Live?.ForRunner()
                : member.Live?.ForFellows(
                    await privacies.ReadAsync(member.Member.AccountId, cancellationToken), keys);
            members.Add(member with { Live = live });
        }

        return room with { Members = members };
    }

    private async Task<RoomSnapshot> WithMarkersAsync(
        RoomSnapshot room, RoomCursor? seen, RoomMarkers markers, CancellationToken cancellationToken)
    {
        if (markers == RoomMarkers.None)
            return room;
        var froms = room.Room.Members.Select((member, index) => (member.AccountId, Index: index))
            .ToDictionary(member => member.AccountId, member => member.Index, StringComparer.Ordinal);
        var older = room.Members.Select(member => member.Live?.Head).OfType<LiveRun>()
            .Where(head => From(head) < head.Folded).ToList();
        var blocks = await lives.ReadBlocksAsync(older, cancellationToken);
        return room with
        {
            Members = [.. room.Members.Select(member => member with { Live = Add(member.Live?.Head) })],
            HasNewMarkersOnly = markers == RoomMarkers.New,
        };

        int From(LiveRun head) =>
            markers == RoomMarkers.New && seen is not null ? seen.NextOf(head, froms[head.AccountId]) : 0;

        LiveRunSnapshot? Add(LiveRun? head) => head is null
            ? null
            : LiveRunSnapshot.Of(head, blocks.GetValueOrDefault(head.AccountId) ?? head.Tail, From(head));
    }
}

/// <summary>What a member of a room has not seen of it.</summary>
/// <param name="Room">The room with members that have news; null: nothing moved.</param>
/// <param name="IsMember">Whether the caller is a member at all.</param>
public sealed record RoomNews(RoomSnapshot? Room, bool IsMember)
{
    /// <summary>For others than members.</summary>
    public static RoomNews None { get; } = new(Room: null, IsMember: false);
}
