namespace LeRun.Rooms;

/// <summary>
/// How a room ended by a request. Whoever sent it and was not told so gets the same response when they ask again within
/// <see cref="Repeatable"/>: see <see cref="RoomRepeats"/>.
/// </summary>
/// <param name="AccountId">The account that asked for it.</param>
/// <param name="At">When the room ended.</param>
/// <param name="Status">The room's status then.</param>
/// <param name="HasPassword">Whether it had a password.</param>
/// <param name="MemberCount">How many members the response told of.</param>
public sealed record RoomEnd(string AccountId, DateTimeOffset At, string Status, bool HasPassword, int MemberCount)
{
    /// <summary>How long a request to leave or end a room can be repeated.</summary>
    public static readonly TimeSpan Repeatable = TimeSpan.FromMinutes(10);

    /// <summary>How an account ends a room, and what it gets to see.</summary>
    public static RoomEnd Of(RunRoom seen, string accountId, DateTimeOffset now) =>
        new(accountId, now, seen.Status, seen.HasPassword, seen.MemberCount);
}

/// <summary>Who left a room, and when.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="At">The time.</param>
public sealed record RoomLeave(string AccountId, DateTimeOffset At);
