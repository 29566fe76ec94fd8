using System.Text.Json.Serialization;
using LeRun.Storage;

namespace LeRun.Rooms;

/// <summary>
/// A room where people run together, members inside; <see cref="CosmosItem.Id"/> is its runID. Once it has ended after a run, the
/// same item becomes its result: ending is one write, and a number with a result is not given away again.
/// </summary>
public sealed record RunRoom : CosmosItem
{
    public const string RoomType = "room";

    /// <summary>What is left of a room that is gone: its ranking, for those who took part.</summary>
    public const string ResultType = "result";

    /// <summary>The room's <c>_id</c>: a number may be given away again, this not.</summary>
    public required string Uid { get; init; }

    public required string Name { get; init; }

    /// <summary>One of <see cref="RoomStatus"/>.</summary>
    public required string Status { get; init; }

    public int Capacity { get; init; }

    /// <summary>The distance to run; 0: none is set.</summary>
    public double TargetMeters { get; init; }

    /// <summary>See <see cref="RoomPasswords"/>; empty: anyone may join.</summary>
    public string PasswordHash { get; init; } = "";

    /// <summary>In the order of joining. The first is the host, so that the host's place passes to the earliest member by itself.</summary>
    public required IReadOnlyList<RoomMember> Members { get; init; }

    /// <summary>The uids of <see cref="Members"/>, place by place; of a result: of those who took part. Indexed.</summary>
    public required IReadOnlyList<string> MemberKeys { get; init; }

    /// <summary>Who left while the run was on.</summary>
    public IReadOnlyList<DepartedMember> Departed { get; init; } = [];

    /// <summary>Wrong passwords, by the uid of who tried them.</summary>
    public IReadOnlyDictionary<string, WrongPasswords> Wrong { get; init; } = new Dictionary<string, WrongPasswords>(StringComparer.Ordinal);

    /// <summary>The last join, leave or update; uploads of run data are activity too, but live elsewhere.</summary>
    public DateTimeOffset ActiveAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Set when the run is over.</summary>
    public IReadOnlyList<Placing>? Ranking { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public int Version { get; init; }

    /// <summary>The entity tag of the room without its members' live data. Not Cosmos's own: that one changes with every upload.</summary>
    [JsonIgnore]
    public string Tag => $"\"{Uid}.{Version}\"";

    [JsonIgnore]
    public bool IsFinished => Status == RoomStatus.Finished;

    /// <summary>Which place a member has; -1: none. By uid: another account may have taken a member's name since.</summary>
    public int PlaceOf(string uid)
    {
        for (var place = 0; place < Members.Count; place++)
        {
            if (Members[place].AccountId == uid)
                return place;
        }

        return -1;
    }

    public bool Has(string uid) => PlaceOf(uid) >= 0;

    public bool IsHost(string uid) => PlaceOf(uid) == 0;
}

/// <summary>A member of a room, as they were called when they joined.</summary>
/// <param name="Key">The key of their username.</param>
/// <param name="AccountId">Their account's <c>_id</c>.</param>
/// <param name="Picture">Their picture's hash; null: they had none.</param>
public sealed record RoomMember(
    string Key, [property: JsonPropertyName("uid")] string AccountId, string Username, string Nickname, string? Picture, DateTimeOffset JoinedAt);

/// <summary>Who left during the run; their run counts up to <paramref name="LeftAt"/>.</summary>
public sealed record DepartedMember(RoomMember Member, DateTimeOffset LeftAt);

/// <summary>Wrong passwords of one user since the first of a window.</summary>
/// <param name="Count">How many, at most the number that locks.</param>
/// <param name="Until">When the window ends, in Unix milliseconds.</param>
public sealed record WrongPasswords(int Count, long Until);

/// <summary>What a room may be; it goes on in this order and never back.</summary>
public static class RoomStatus
{
    public const string Waiting = "waiting";
    public const string Running = "running";
    public const string Finished = "finished";
}

/// <summary>A room as everyone signed in may see it: nobody's position, no member but the host.</summary>
/// <param name="Id">The runID.</param>
/// <param name="Host">The host's username.</param>
/// <param name="TargetMeters">The distance to run; 0: none is set.</param>
public sealed record RoomSummary(
    string Id,
    string Uid,
    string Name,
    string Host,
    string Status,
    bool HasPassword,
    int Capacity,
    double TargetMeters,
    int MemberCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    int Version)
{
    public static RoomSummary Of(RunRoom room) => new(
        room.Id, room.Uid, room.Name, room.Members[0].Username, room.Status, room.PasswordHash.Length > 0, room.Capacity,
        room.TargetMeters, room.Members.Count, room.CreatedAt, room.UpdatedAt, room.Version);
}
