namespace LeRun.Rooms;

/// <summary>Settings <c>Rooms__…</c>.</summary>
public sealed class RoomSettings : ISettings
{
    // A day later the room's time to live would remove it, active or not.
    private const int MaxMinutes = 12 * 60;

    /// <inheritdoc/>
    public static string Section => "Rooms";

    /// <summary>After how many minutes without activity a room is removed.</summary>
    public int IdleMinutes { get; set; } = 30;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (IdleMinutes is < 1 or > MaxMinutes)
            yield return $"Rooms__IdleMinutes must be from 1 to {MaxMinutes}.";
    }
}
