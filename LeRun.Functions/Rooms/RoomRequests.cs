using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Rooms;
using LeRun.Runs;

namespace LeRun.Functions.Rooms;

/// <summary>What requests about a room say; each route reads its part.</summary>
public sealed record RoomRequest : IUserRequest
{
    /// <summary>The number of the room.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? RunID { get; init; }

    /// <inheritdoc/>
    public string? Username { get; init; }

    /// <summary>1 to 12 digits, as a number or a text; an empty text is none.</summary>
    [JsonConverter(typeof(NumberOrText))]
    public string? Password { get; init; }

    /// <summary>What the room is called.</summary>
    [SingleLine(1, RoomRules.LongestName)]
    public string? Name { get; init; }

    /// <summary>The most members.</summary>
    [Range(RoomRules.LeastCapacity, RoomRules.MostCapacity)]
    public int? Capacity { get; init; }

    /// <summary>The distance to run, in metres; 0 for none.</summary>
    [Range(0, RoomRules.FurthestTarget)]
    public double? TargetMeters { get; init; }

    /// <summary>A room goes from <c>waiting</c> to <c>running</c> to <c>finished</c>.</summary>
    [AllowedValues(RoomStatus.Waiting, RoomStatus.Running, RoomStatus.Finished)]
    public string? Status { get; init; }

    /// <summary>The caller's run data.</summary>
    public LiveRunInput? RunData { get; init; }

    /// <summary>The room's number, of a request that was found to have one.</summary>
    [JsonIgnore]
    public long Number => RunID!.Value;

    /// <summary>What a host sets.</summary>
    public Result<RoomInput> Input() =>
        RoomPassword.Parse(Password).Map(password => new RoomInput(Name, Password is null ? null : password, Capacity, TargetMeters, Status));
}

internal static class RoomRequests
{
    /// <summary>The body of a request that names a room.</summary>
    public static async Task<Result<CallerRequest<RoomRequest>>> ReadOwnRoomAsync(this HttpRequest request) =>
        (await request.ReadAsCallerAsync<RoomRequest>()).TryGet(out var own, out var failure)
            ? own.Body.RunID is null ? Invalid.Field("runID", Messages.Required) : own
            : failure;
}

/// <summary>Reads a whole number as the text that it is.</summary>
internal sealed class NumberOrText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number
            ? reader.GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture)
            : reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
