using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using LeRun.Identity;
using LeRun.Runs;

namespace LeRun.Rooms;

/// <summary>What a host sets of a room.</summary>
public abstract record RoomFields : IUserRequest
{
    /// <summary>The most characters of a room's name.</summary>
    public const int MaxNameLength = 50;

    /// <summary>The lowest capacity that a room can have.</summary>
    public const int MinCapacity = 2;

    /// <summary>The highest capacity that a room can have.</summary>
    public const int MaxCapacity = 50;

    /// <summary>The longest distance that a room can aim at, in metres.</summary>
    public const double MaxTargetMeters = 1_000_000;

    /// <inheritdoc/>
    public string? Username { get; init; }

    /// <summary>What the room is called.</summary>
    [SingleLine(1, MaxNameLength)]
    public string? Name { get; init => field = value?.Trim(); }

    /// <summary>1 to 12 digits, as a number or a text; an empty text is none.</summary>
    [RoomPassword, JsonConverter(typeof(NumberOrText))]
    public string? Password { get; init; }

    /// <summary>How many members the room takes.</summary>
    [Range(MinCapacity, MaxCapacity)]
    public int? Capacity { get; init; }

    /// <summary>The distance to run, in metres; 0 for none.</summary>
    [Range(0, MaxTargetMeters)]
    public double? TargetMeters { get; init; }
}

/// <summary>A room to open. What is left out has a default.</summary>
public sealed record CreateRoomRequest : RoomFields
{
    /// <summary>A new room is always `waiting`.</summary>
    [AllowedValues(RoomStatus.Waiting)]
    public string? Status { get; init; }
}

/// <summary>What changes of a room. What is left out stays as it is.</summary>
public sealed record UpdateRoomRequest : RoomFields
{
    /// <summary>The number of the room.</summary>
    [Required, JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? RunID { get; init; }

    /// <summary>A room goes from `waiting` to `running` to `finished`.</summary>
    [AllowedValues(RoomStatus.Waiting, RoomStatus.Running, RoomStatus.Finished)]
    public string? Status { get; init; }

    /// <summary>The caller's run data.</summary>
    public LiveRunInput? RunData { get; init; }

    /// <summary>The names of the fields that only a host may change and that this request changes.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> ChangedFields =>
    [
        .. new (string Name, object? Value)[]
        {
            ("name", Name), ("password", Password), ("capacity", Capacity), ("targetMeters", TargetMeters), ("status", Status),
        }.Where(given => given.Value is not null).Select(given => given.Name),
    ];
}

/// <summary>A request about one room.</summary>
public abstract record RoomRequest : IUserRequest
{
    /// <summary>The number of the room.</summary>
    [Required, JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? RunID { get; init; }

    /// <inheritdoc/>
    public string? Username { get; init; }
}

/// <summary>A room to join.</summary>
public sealed record JoinRoomRequest : RoomRequest
{
    /// <summary>The room's password, as a number or a text; left out or empty for a room without one.</summary>
    [RoomPassword, JsonConverter(typeof(NumberOrText))]
    public string? Password { get; init; }
}

/// <summary>A room to leave.</summary>
public sealed record LeaveRoomRequest : RoomRequest
{
    /// <summary>Ignored: members need no password.</summary>
    [JsonConverter(typeof(NumberOrText))]
    public string? Password { get; init; }
}

/// <summary>A room to delete.</summary>
public sealed record DeleteRoomRequest : RoomRequest;
