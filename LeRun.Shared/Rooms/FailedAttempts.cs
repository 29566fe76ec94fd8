using System.Text.Json.Serialization;
using LeRun.Storage;

namespace LeRun.Rooms;

/// <summary>
/// Wrong passwords since the first one of a window: those of one account in a room, or those of everybody in it.
/// <see cref="RoomStore"/> has the same rules as conditions.
/// </summary>
/// <remarks>
/// No open window is ever forgotten, and yet a room stays small: of more accounts than <see cref="MaxAccounts"/> only the room
/// counts the attempts, which ends them all the same.
/// </remarks>
/// <param name="Count">How many.</param>
/// <param name="Until">When the window ends.</param>
public sealed record FailedAttempts(int Count, [property: JsonConverter(typeof(UnixMilliseconds))] DateTimeOffset Until)
{
    /// <summary>The number that locks an account out of the room until the window ends.</summary>
    public const int MaxOfAccount = 5;

    /// <summary>The number that locks everybody out of the room until the window ends, or the host sets a new password.</summary>
    public const int MaxOfRoom = 50;

    /// <summary>How many accounts have windows of their own. They are a part of the room.</summary>
    public const int MaxAccounts = 200;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>The first wrong password of a window.</summary>
    public static FailedAttempts First(DateTimeOffset now) => new(1, now + Window);

    /// <summary>No wrong passwords, in a window that is over.</summary>
    public static FailedAttempts None(DateTimeOffset now) => new(0, now);

    /// <summary>Whether the window is not over yet.</summary>
    public bool IsOpen(DateTimeOffset now) => Until > now;

    /// <summary>How long the lockout still lasts; null: there is none.</summary>
    public TimeSpan? LockedFor(int max, DateTimeOffset now) => Count >= max && IsOpen(now) ? Until - now : null;
}
