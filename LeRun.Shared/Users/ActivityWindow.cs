using System.Text.Json.Serialization;
using LeRun.Storage;

namespace LeRun.Users;

/// <summary>How often an account did something since the first time of a window.</summary>
/// <param name="Count">How often.</param>
/// <param name="Until">When the window ends.</param>
public sealed record ActivityWindow(int Count, [property: JsonConverter(typeof(UnixMilliseconds))] DateTimeOffset Until)
{
    /// <summary>Whether the window is not over yet.</summary>
    public bool IsOpen(DateTimeOffset now) => Until > now;

    /// <summary>How long it is too much still; null: it is not.</summary>
    public TimeSpan? LockedFor(int max, DateTimeOffset now) => Count >= max && IsOpen(now) ? Until - now : null;
}

/// <summary>Bounds the room passwords that an account may try, over all rooms.</summary>
public static class WrongRoomPasswords
{
    /// <summary>The number that locks the account out of every room with a password until the window ends.</summary>
    public const int Max = 20;

    /// <summary>The time from the first wrong password to the end of its window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);
}
