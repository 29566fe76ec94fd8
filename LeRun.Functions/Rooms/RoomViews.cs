using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LeRun.Functions.Runs;
using LeRun.Functions.Users;
using LeRun.Rooms;
using LeRun.Runs;

namespace LeRun.Functions.Rooms;

/// <summary>A room to run in together.</summary>
/// <param name="Id">The room's id: another one when its number is given to another room.</param>
/// <param name="RunID">The number of the room.</param>
/// <param name="Name">What the room is called.</param>
/// <param name="Username">The host.</param>
/// <param name="Status"><c>waiting</c>, <c>running</c> or <c>finished</c>.</param>
/// <param name="HasPassword">Whether joining needs a password.</param>
/// <param name="Capacity">How many members the room takes.</param>
/// <param name="TargetMeters">The distance to run, in metres; null: none is set.</param>
/// <param name="MemberCount">How many members there are.</param>
/// <param name="Members">In the order of joining; empty for callers who are not members.</param>
/// <param name="CreatedAt">When the room was opened.</param>
/// <param name="UpdatedAt">When the room last changed; uploads do not count.</param>
/// <param name="Version">How often the room changed; uploads do not count.</param>
/// <param name="ServerTime">The server's clock.</param>
/// <param name="NextPollSeconds">After how many seconds to ask again; left out where nothing is to be expected.</param>
/// <param name="Cursor">For <c>?since=</c>; left out if the response shows no uploads of others.</param>
/// <param name="Partial">Whether members without news are left out.</param>
public sealed record RoomView(
    [property: JsonPropertyName("_id")] string Id,
    int RunID,
    string Name,
    string Username,
    [property: AllowedValues(RoomStatus.Waiting, RoomStatus.Running, RoomStatus.Finished)] string Status,
    bool HasPassword,
    int Capacity,
    double? TargetMeters,
    int MemberCount,
    IReadOnlyList<RoomMemberView> Members,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [property: JsonPropertyName("__v")] int Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? ServerTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? NextPollSeconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Partial)
{
    /// <summary>A room for callers who are not members.</summary>
    public static RoomView WithoutMembers(RunRoom room) => new(
        room.RoomId, room.RunID, room.Name, room.HostUsername, room.Status, room.HasPassword, room.Capacity,
        room.TargetMeters > 0 ? room.TargetMeters : null, room.MemberCount, Members: [], room.CreatedAt, room.UpdatedAt,
        room.Version, ServerTime: null, NextPollSeconds: null, Cursor: null, Partial: false);

    /// <summary>A room with its members, but without what they upload.</summary>
    public static RoomView WithMembers(RunRoom room, HttpRequest request) => WithoutMembers(room) with
    {
        Members = [.. room.Members.Select(member => RoomMemberView.Of(member, live: null, isStale: false, request))],
    };

    /// <summary>A room as its caller may see it.</summary>
    public static RoomView Of(RoomSnapshot snapshot, HttpRequest request) => WithoutMembers(snapshot.Room) with
    {
        Members = [.. snapshot.Members.Select(seen => RoomMemberView.Of(seen.Member, seen.Live, seen.IsStale, request) with
        {
            IsKnown = snapshot.IsPartial && snapshot.HasNewMarkersOnly,
        })],
        ServerTime = snapshot.ServerTime,
        NextPollSeconds = snapshot.NextPollSeconds,
        Cursor = snapshot.Cursor?.ToString(),
        Partial = snapshot.IsPartial,
    };
}

/// <summary>
/// A member of a room, with name and picture as they were when they joined: left out where <c>partial</c> is said and only new
/// markers are asked for, since they cannot have changed.
/// </summary>
/// <param name="Username">The member's username.</param>
/// <param name="Nickname">The member's nickname.</param>
/// <param name="ProfilePic">The URL of the member's picture; null: they had none.</param>
/// <param name="JoinedAt">When they joined.</param>
/// <param name="RunData">What they last uploaded, if anything; in responses to changes, only the caller's own.</param>
/// <param name="UploadedAt">When that was.</param>
/// <param name="Stale">Whether that was more than 30 seconds ago: they may be anywhere by now.</param>
public sealed record RoomMemberView(
    string Username,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string Nickname,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? ProfilePic,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset JoinedAt,
    RunDataView? RunData,
    DateTimeOffset? UploadedAt,
    bool Stale)
{
    private static readonly string[] ToldOnce = ["nickname", "profilePic", "joinedAt"];

    /// <summary>Whether the reader was told who this is by an earlier response.</summary>
    [JsonIgnore]
    public bool IsKnown { get; init; }

    /// <summary>Writes of members only what their reader was not told.</summary>
    public static void LeaveOutKnown(JsonTypeInfo type)
    {
        if (type.Type != typeof(RoomMemberView))
            return;
        foreach (var property in type.Properties.Where(property => ToldOnce.Contains(property.Name)))
            property.ShouldSerialize = (member, _) => !((RoomMemberView)member).IsKnown;
    }

    /// <summary>A member with their live run; null: none is shown.</summary>
    public static RoomMemberView Of(RoomMember member, LiveRunSnapshot? live, bool isStale, HttpRequest request) => new(
        member.Username, member.Nickname, ProfileView.PictureUrl(member.Username, member.Picture, request), member.JoinedAt,
        live is null ? null : RunDataView.Of(live, isPart: live.MarkersFrom > 0), live?.Head.UpdatedAt, isStale);
}

/// <summary>How a room's run ended.</summary>
/// <param name="Id">The room's id.</param>
/// <param name="RunID">The number of the room.</param>
/// <param name="Name">What the room is called.</param>
/// <param name="TargetMeters">The distance to run, in metres; null: none was set.</param>
/// <param name="StartedAt">When it was set running; null if it never was.</param>
/// <param name="FinishedAt">When it was finished.</param>
/// <param name="Ranking">Best first; members without a run come last, without a rank.</param>
public sealed record RoomResultView(
    [property: JsonPropertyName("_id")] string Id,
    int RunID,
    string Name,
    double? TargetMeters,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    IReadOnlyList<RankedRunnerView> Ranking)
{
    /// <summary>The result of a room that has a ranking.</summary>
    public static RoomResultView Of(RunRoom room, HttpRequest request) => new(
        room.RoomId, room.RunID, room.Name, room.TargetMeters > 0 ? room.TargetMeters : null, room.StartedAt, room.FinishedAt,
        [.. room.Ranking!.Select(runner => RankedRunnerView.Of(runner, request))]);
}

/// <summary>A runner's place in the result of a room.</summary>
/// <param name="Rank">From 1; null for a member without a run in the room.</param>
/// <param name="Username">The runner's username.</param>
/// <param name="Nickname">The runner's nickname.</param>
/// <param name="ProfilePic">The URL of the runner's picture; null: they had none.</param>
/// <param name="Meters">How far they ran, in metres.</param>
/// <param name="Seconds">How long they ran, in seconds.</param>
/// <param name="Finished">Whether they ran the target distance; without a target, whether they ran at all.</param>
/// <param name="TargetSeconds">Seconds over the target distance at the runner's average pace.</param>
/// <param name="GapSeconds">Seconds behind the winner.</param>
/// <param name="GapMeters">Metres behind the longest distance, or short of the target.</param>
public sealed record RankedRunnerView(
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
    /// <summary>A runner of a ranking.</summary>
    public static RankedRunnerView Of(RankedRunner runner, HttpRequest request) => new(
        runner.Rank, runner.Username, runner.Nickname, ProfileView.PictureUrl(runner.Username, runner.Picture, request),
        runner.Meters, runner.Seconds, runner.Finished, runner.TargetSeconds, runner.GapSeconds, runner.GapMeters);
}
