using System.Text.Json.Serialization;
using LeRun.Users;

namespace LeRun.Rooms;

/// <summary>A member of a room, with name and picture as they were when they joined.</summary>
/// <param name="NormalizedUsername">Their normalized username then.</param>
/// <param name="AccountId">Their account id.</param>
/// <param name="Username">Their username as they wrote it.</param>
/// <param name="Nickname">Their nickname.</param>
/// <param name="Picture">The hash of their picture; null: they had none.</param>
/// <param name="JoinedAt">When they joined.</param>
public sealed record RoomMember(
    [property: JsonPropertyName("key")] string NormalizedUsername,
    [property: JsonPropertyName("uid")] string AccountId,
    string Username,
    string Nickname,
    string? Picture,
    DateTimeOffset JoinedAt)
{
    /// <summary>An account as a member who joins now.</summary>
    public static RoomMember Of(UserAccount user, DateTimeOffset now) =>
        new(user.Id, user.AccountId, user.Username, user.ShownNickname, user.ShownPicture, now);
}

/// <summary>Someone who left during the run. Their run counts up to <paramref name="LeftAt"/>.</summary>
public sealed record FormerMember(RoomMember Member, DateTimeOffset LeftAt);

/// <summary>What a room goes through, in this order and never back.</summary>
public static class RoomStatus
{
    /// <summary>The run has not started.</summary>
    public const string Waiting = "waiting";

    /// <summary>The run is under way.</summary>
    public const string Running = "running";

    /// <summary>The run is over.</summary>
    public const string Finished = "finished";
}
