using Microsoft.Extensions.Options;

namespace LeRun.Rooms;

/// <summary>Settings <c>Rooms__…</c>.</summary>
public sealed class RoomSettings
{
    public const string Section = "Rooms";

    /// <summary>After how many minutes without activity a room is removed.</summary>
    public int IdleMinutes { get; set; } = 30;

    internal sealed class Validator : IValidateOptions<RoomSettings>
    {
        // A day later the room's time to live would remove it, active or not.
        private const int MostMinutes = 12 * 60;

        public ValidateOptionsResult Validate(string? name, RoomSettings options) => options.IdleMinutes is >= 1 and <= MostMinutes
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Rooms__IdleMinutes must be from 1 to {MostMinutes}.");
    }
}
