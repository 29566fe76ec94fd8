using System.Globalization;
using System.Text.Json.Serialization;
using LeRun.Functions.Users;
using LeRun.Rooms;
using LeRun.Runs;

namespace LeRun.Functions.Rooms;

/// <summary>A room to run in together.</summary>
/// <param name="Id">The room's id: opaque; sorts by creation.</param>
/// <param name="RunID">The number of the room.</param>
/// <param name="Name">What the room is called.</param>
/// <param name="Username">The host.</param>
/// <param name="Status"><c>waiting</c>, <c>running</c> or <c>finished</c>.</param>
/// <param name="HasPassword">Whether joining needs a password.</param>
/// <param name="Capacity">The most members.</param>
/// <param name="TargetMeters">The distance to run, in metres; null without a target.</param>
/// <param name="MemberCount">How many members there are.</param>
/// <param name="Members">In the order of joining; empty for whoever is not a member.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="Version">0 at creation, one more at each change.</param>
/// <param name="Cursor">For <c>?since=</c>; left out where nobody's data is shown.</param>
/// <param name="Partial">Whether members without news are left out.</param>
public sealed record RoomView(
    [property: JsonPropertyName("_id")] string Id,
    int RunID,
    string Name,
    string Username,
    string Status,
    bool HasPassword,
    int Capacity,
    double? TargetMeters,
    int MemberCount,
    IReadOnlyList<RoomMemberView> Members,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [property: JsonPropertyName("__v")] int Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Partial)
{
    public static RoomView Of(RoomSummary room) => new(
        room.Uid, NumberOf(room.Id), room.Name, room.Host, room.Status, room.HasPassword, room.Capacity,
        room.TargetMeters > 0 ? room.TargetMeters : null, room.MemberCount, [], room.CreatedAt, room.UpdatedAt, room.Version,
        Cursor: null, Partial: false);

    public static RoomView Of(LiveRoom room, HttpRequest request) => Of(room.Room) with
    {
        Members = [.. room.Members.Select(member => RoomMemberView.Of(member, request))],
        Cursor = room.Cursor,
        Partial = room.IsPartial,
    };

    public static RoomView Of(RunRoom room, HttpRequest request) => Of(LiveRoom.Changed(room, own: null), request);

    internal static int NumberOf(string id) => int.Parse(id, CultureInfo.InvariantCulture);
}

/// <summary>A member of a room.</summary>
/// <param name="Username">The member's username.</param>
/// <param name="Nickname">The name that others see.</param>
/// <param name="ProfilePic">The URL of the picture; null without one.</param>
/// <param name="JoinedAt">When they joined.</param>
/// <param name="RunData">What they last uploaded; null without one, and in responses to changes for all but the caller.</param>
/// <param name="UploadedAt">When that was.</param>
/// <param name="Stale">Whether that was more than 30 s ago: they may be anywhere by now.</param>
public sealed record RoomMemberView(
    string Username,
    string Nickname,
    string? ProfilePic,
    DateTimeOffset JoinedAt,
    RunData? RunData,
    DateTimeOffset? UploadedAt,
    bool Stale)
{
    public static RoomMemberView Of(SeenMember seen, HttpRequest request) => new(
        seen.Member.Username, seen.Member.Nickname, ProfileView.PictureUrl(seen.Member.Username, seen.Member.Picture, request), seen.Member.JoinedAt,
        seen.Live?.Run.ToRunData(), seen.Live?.UpdatedAt, seen.IsStale);
}

/// <summary>How a room's run ended.</summary>
/// <param name="Id">The room's id: opaque; sorts by creation.</param>
/// <param name="RunID">The number of the room.</param>
/// <param name="Name">What the room is called.</param>
/// <param name="TargetMeters">The distance to run, in metres; null without a target.</param>
/// <param name="StartedAt">When it was set running; null if it never was.</param>
/// <param name="FinishedAt">When it was finished.</param>
/// <param name="Ranking">Best first; whoever ran nothing comes last, without a rank.</param>
public sealed record RoomResultView(
    [property: JsonPropertyName("_id")] string Id,
    int RunID,
    string Name,
    double? TargetMeters,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    IReadOnlyList<PlacingView> Ranking)
{
    public static RoomResultView Of(RunRoom room, HttpRequest request) => new(
        room.Uid, RoomView.NumberOf(room.Id), room.Name, room.TargetMeters > 0 ? room.TargetMeters : null, room.StartedAt, room.FinishedAt,
        [.. room.Ranking!.Select(placing => PlacingView.Of(placing, request))]);
}

/// <summary>How a runner came in.</summary>
/// <param name="Rank">From 1; null for whoever ran nothing.</param>
/// <param name="Username">The runner.</param>
/// <param name="Nickname">The name that others see.</param>
/// <param name="ProfilePic">The URL of the picture; null without one.</param>
/// <param name="Meters">Distance in metres.</param>
/// <param name="Seconds">Duration in seconds.</param>
/// <param name="Finished">Whether they ran the target distance; where none was set, whether they ran at all.</param>
/// <param name="TargetSeconds">Seconds over the target distance at the runner's pace; null without a target, or short of it.</param>
/// <param name="GapSeconds">Seconds behind the winner; null where <c>targetSeconds</c> is.</param>
/// <param name="GapMeters">Metres behind the longest distance, or short of the target; null for whoever ran it, or nothing.</param>
public sealed record PlacingView(
    int? Rank,
    string Username,
    string Nickname,
    string? ProfilePic,
    double Meters,
    double Seconds,
    bool Finished,
    double? TargetSeconds,
    double? GapSeconds,
    double? GapMeters)
{
    public static PlacingView Of(Placing placing, HttpRequest request) => new(
        placing.Rank, placing.Username, placing.Nickname, ProfileView.PictureUrl(placing.Username, placing.Picture, request), placing.Meters,
        placing.Seconds, placing.Finished, placing.TargetSeconds, placing.GapSeconds, placing.GapMeters);
}
