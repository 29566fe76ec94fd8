using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using LeRun.Storage;

namespace LeRun.Rooms;

/// <summary>
/// A room where people run together, its members inside; <see cref="CosmosItem.Id"/> is its run ID as text. A room that ends
/// after a run becomes its own result: ending is one write, and a run ID with a result is not given to another room.
/// </summary>
public sealed partial record RunRoom : CosmosItem
{
    /// <summary>The type of a room.</summary>
    public const string RoomType = "room";

    /// <summary>The type of what is left of an ended room: its ranking, for those who took part.</summary>
    public const string ResultType = "result";

    /// <summary>The type of what is left, for a few minutes, of a room that ended without a ranking.</summary>
    public const string EndedType = "ended";

    /// <summary>How many members a room takes if its host does not say.</summary>
    public const int DefaultCapacity = 10;

    // Removes a room that its expiry does not get to.
    private static readonly TimeSpan RoomKept = TimeSpan.FromHours(24);

    private static readonly TimeSpan ResultKept = TimeSpan.FromDays(30);

    /// <summary>The room's <c>_id</c>. A later room may get the same run ID, but never the same room id.</summary>
    [JsonPropertyName("uid")]
    public required string RoomId { get; init; }

    /// <summary>What the room is called.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="RoomStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>How many members the room takes.</summary>
    public int Capacity { get; init; }

    /// <summary>The distance to run, in metres; 0: none is set.</summary>
    public double TargetMeters { get; init; }

    /// <summary>See <see cref="RoomPasswords"/>; empty: anyone may join.</summary>
    public string PasswordHash { get; init; } = "";

    /// <summary>In the order of joining. The first is the host: so the host's place passes on by itself.</summary>
    public required IReadOnlyList<RoomMember> Members { get; init; }

    /// <summary>The account ids of <see cref="Members"/>, in their order; of a result: of those who took part. Indexed.</summary>
    [JsonPropertyName("memberKeys")]
    public required IReadOnlyList<string> MemberIds { get; init; }

    /// <summary>Those who left during the run.</summary>
    [JsonPropertyName("departed")]
    public IReadOnlyList<FormerMember> FormerMembers { get; init; } = [];

    /// <summary>The last of those who left; null in rooms of an earlier release.</summary>
    public IReadOnlyList<RoomLeave>? Left { get; init; }

    /// <summary>How the room ended; null: not by a request.</summary>
    public RoomEnd? End { get; init; }

    /// <summary>Wrong passwords, by the account id of whoever tried them.</summary>
    [JsonPropertyName("wrong")]
    public IReadOnlyDictionary<string, FailedAttempts> FailedAttempts { get; init; } =
        new Dictionary<string, FailedAttempts>(StringComparer.Ordinal);

    /// <summary>Wrong passwords of everybody since the current password was set; null: there were none.</summary>
    [JsonPropertyName("wrongInAll")]
    public FailedAttempts? AllFailedAttempts { get; init; }

    /// <summary>The last join, leave or update. Uploads of run data are activity as well, but are stored elsewhere.</summary>
    public DateTimeOffset ActiveAt { get; init; }

    /// <summary>When the host set the room running; null: never.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the run was over; null: it is not.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Best first; null until the run is over, or if nobody ran.</summary>
    public IReadOnlyList<RankedRunner>? Ranking { get; init; }

    /// <summary>When the room was opened.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the room last changed for those who see it.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How often the room changed for those who see it.</summary>
    public int Version { get; init; }

    /// <summary>The version that writers name. It covers the room itself, not what its members upload.</summary>
    [JsonIgnore]
    public string VersionId => ItemVersion.Of(RoomId, Version);

    /// <summary>The number by which runners find the room: six digits.</summary>
    [JsonIgnore]
    public int RunID => int.Parse(Id, CultureInfo.InvariantCulture);

    /// <summary>The host's username.</summary>
    [JsonIgnore]
    public string HostUsername => Members[0].Username;

    /// <summary>How many members there are.</summary>
    [JsonIgnore]
    public int MemberCount => MemberIds.Count;

    /// <summary>Whether joining needs a password.</summary>
    [JsonIgnore]
    public bool HasPassword => PasswordHash.Length > 0;

    /// <summary>Whether the run is over: nobody joins and nothing changes any more.</summary>
    [JsonIgnore]
    public bool IsFinished => Status == RoomStatus.Finished;

    /// <summary>The item id of a run ID; null if no room can have it.</summary>
    public static string? IdOf(long? runID) => IdOf(runID?.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="IdOf(long?)"/>
    public static string? IdOf(string? runID) =>
        runID is { Length: 6 } && runID[0] != '0' && runID.All(char.IsAsciiDigit) ? runID : null;

    /// <summary>
    /// The item id of a run ID for a new room. It looks random, and is the same for the same room and attempt: so a repeated
    /// request finds the room that the first one opened.
    /// </summary>
    /// <param name="roomId">The room's <c>_id</c>.</param>
    /// <param name="attempt">From 0; the next one is for a number that is taken.</param>
    public static string IdOf(string roomId, int attempt)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{roomId}:{attempt}");
        var number = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
        return (100_000 + (number % 900_000)).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A new room with its host as the only member.</summary>
    public static RunRoom Open(string id, string roomId, RoomMember host, CreateRoomRequest request, string passwordHash) => new()
    {
        Id = id,
        Type = RoomType,
        RoomId = roomId,
        Name = request.Name ?? host.Nickname,
        Status = RoomStatus.Waiting,
        Capacity = request.Capacity ?? DefaultCapacity,
        TargetMeters = request.TargetMeters ?? 0,
        PasswordHash = passwordHash,
        Members = [host],
        MemberIds = [host.AccountId],
        Left = [],
        ActiveAt = host.JoinedAt,
        CreatedAt = host.JoinedAt,
        UpdatedAt = host.JoinedAt,
        Ttl = (int)RoomKept.TotalSeconds,
    };

    /// <summary>What stays of the room for 30 days after its end.</summary>
    /// <param name="ranking">Its ranking.</param>
    /// <param name="end">How it ended; null: not by a request.</param>
    /// <param name="now">When it ends.</param>
    public RunRoom ToResult(IReadOnlyList<RankedRunner> ranking, RoomEnd? end, DateTimeOffset now) => this with
    {
        Type = ResultType,
        Status = RoomStatus.Finished,
        FinishedAt = FinishedAt ?? now,
        Ranking = ranking,
        End = end,
        Left = end is null ? null : [.. Left?.Where(left => ranking.Any(runner => runner.AccountId == left.AccountId)) ?? []],
        Members = end is null ? [] : [Members[0]],
        MemberIds = [.. ranking.Select(runner => runner.AccountId)],
        FormerMembers = [],
        PasswordHash = "",
        FailedAttempts = new Dictionary<string, FailedAttempts>(StringComparer.Ordinal),
        AllFailedAttempts = null,
        Ttl = (int)ResultKept.TotalSeconds,
    };

    /// <summary>What stays of a room without a ranking for as long as the request that ended it may be repeated.</summary>
    public RunRoom ToEnded(RoomEnd end) => this with
    {
        Type = EndedType,
        End = end,
        Members = [Members[0]],
        // Whoever is named in it: the erasure of their account finds it.
        MemberIds = [.. new[] { end.AccountId, Members[0].AccountId }.Union(Left?.Select(left => left.AccountId) ?? [])],
        FormerMembers = [],
        PasswordHash = "",
        FailedAttempts = new Dictionary<string, FailedAttempts>(StringComparer.Ordinal),
        AllFailedAttempts = null,
        Ttl = (int)RoomEnd.Repeatable.TotalSeconds,
    };

    /// <summary>
    /// An account's place in <see cref="Members"/>; -1: it is not a member. Names do not tell: another account may have a
    /// member's name by now.
    /// </summary>
    public int IndexOf(string accountId) => Members.Select(member => member.AccountId).ToList().IndexOf(accountId);

    /// <summary>Whether an account is a member.</summary>
    public bool HasMember(string accountId) => IndexOf(accountId) >= 0;

    /// <summary>Whether an account is the host.</summary>
    public bool IsHost(string accountId) => IndexOf(accountId) == 0;

    /// <summary>For how long an account is locked out after wrong passwords; null: it is not.</summary>
    public TimeSpan? LockedFor(string accountId, DateTimeOffset now) =>
        FailedAttempts.GetValueOrDefault(accountId)?.LockedFor(Rooms.FailedAttempts.MaxOfAccount, now);

    /// <summary>For how long everybody who is not a member is locked out after wrong passwords; null: they are not.</summary>
    public TimeSpan? LockedForAll(DateTimeOffset now) =>
        HasPassword ? AllFailedAttempts?.LockedFor(Rooms.FailedAttempts.MaxOfRoom, now) : null;
}
