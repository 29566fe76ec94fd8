using System.Text.Json.Serialization;
using LeRun.Runs;
using LeRun.Safety;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Rooms;

/// <summary>Registers run rooms.</summary>
public static class RoomsServices
{
    /// <summary>Adds run rooms with their settings and their container.</summary>
    public static IServiceCollection AddRooms(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<RoomSettings>(configuration)
        .AddCosmosContainer(RoomStore.Definition, RoomItemsJson.Default)
        .AddSingleton<RoomStore>()
        .AddSingleton<IRoomMembershipQuery, RoomFellows>()
        .AddSingleton<IOpenRoomsQuery>(provider => provider.GetRequiredService<RoomStore>())
        .AddSingleton<RoomPasswords>()
        .AddSingleton<RoomEnding>()
        .AddSingleton<RoomRepeats>()
        .AddSingleton<RoomService>()
        .AddSingleton<RoomHeads>()
        .AddSingleton<RoomReader>()
        .AddSingleton<RoomMembership>()
        .AddSingleton<RoomUpdates>()
        .AddSingleton<RoomExpiry>()
        .AddSingleton<IReportTarget, RoomTarget>()
        .AddSingleton<IUserDataEraser, RoomEraser>()
        .AddSingleton<IUserDataExporter, RoomExporter>();
}

/// <summary>Settings <c>Rooms__…</c>.</summary>
public sealed class RoomSettings : ISettings
{
    // A room's time to live is a day: expiry must come well before.
    private const int MaxMinutes = 12 * 60;

    /// <inheritdoc/>
    public static string Section => "Rooms";

    /// <summary>A room without activity for so many minutes is removed.</summary>
    public int IdleMinutes { get; set; } = 30;

    /// <summary>
    /// For so many seconds an instance shows a room's members where they were without asking again; 0: it always asks.
    /// </summary>
    public int KeepHeadsSeconds { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (KeepHeadsSeconds is < 0 or > 10)
            yield return "Rooms__KeepHeadsSeconds must be from 0 to 10.";
        if (IdleMinutes is < 1 or > MaxMinutes)
            yield return $"Rooms__IdleMinutes must be from 1 to {MaxMinutes}.";
    }
}

/// <summary>JSON of what container <c>rooms</c> holds. Arrays are what the SDK reads pages of queries into.</summary>
[JsonSerializable(typeof(RunRoom[]))]
[JsonSerializable(typeof(RoomRow[]))]
[JsonSerializable(typeof(RoomLeave[]))]
[JsonSerializable(typeof(FailedAttempts))]
[JsonSerializable(typeof(Dictionary<string, FailedAttempts>))]
internal sealed partial class RoomItemsJson : JsonSerializerContext;
