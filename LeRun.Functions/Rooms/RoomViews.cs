using System.Globalization;
using System.Text.Json.Serialization;
using LeRun.Functions.Users;
using LeRun.Rooms;
using LeRun.Runs;

namespace LeRun.Functions.Rooms;

/// <summary>A room.</summary>
/// <param name="Username">The host.</param>
/// <param name="Members">In the order of joining; empty for who is no member.</param>
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
/// <param name="RunData">What they last uploaded; null when there is none, and in answers to changes for all but the caller.</param>
/// <param name="UploadedAt">When that was.</param>
/// <param name="Stale">That was more than 30 s ago: they may be anywhere by now.</param>
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
/// <param name="StartedAt">When it was set running; null if it never was.</param>
/// <param name="Ranking">Best first; who ran nothing comes last, without a rank.</param>
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

/// <inheritdoc cref="Placing"/>
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
