using System.Text.Json;
using System.Text.Json.Serialization;
using LeRun.Functions.Rooms;
using LeRun.Functions.Runs;
using LeRun.Rooms;
using LeRun.Runs;

namespace LeRun.Functions.LiveRuns;

/// <summary>A live run.</summary>
/// <param name="Username">The runner.</param>
/// <param name="RunData">The run as it stands.</param>
/// <param name="UpdatedAt">When it was last uploaded.</param>
/// <param name="Unfinished">Whether it was left without an end: its last upload is more than a day ago.</param>
/// <param name="Room">What is new in the room that was asked for; null if nothing is, left out for others than members.</param>
public sealed record LiveRunView(
    string Username,
    RunDataView RunData,
    DateTimeOffset UpdatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Unfinished,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RoomNewsView? Room)
{
    /// <summary>Shows a live run.</summary>
    public static LiveRunView Of(LiveRunSnapshot live, RoomNewsView? room = null, bool isPart = false) =>
        new(live.Head.Username, RunDataView.Of(live, isPart), live.Head.UpdatedAt, live.IsUnfinished, room);

    /// <summary>Shows a live run without its markers.</summary>
    public static LiveRunView WithoutMarkers(LiveRunSnapshot live, RoomNewsView? room = null) =>
        Of(live with { Markers = null }, room);
}

/// <summary>How far the live run is held.</summary>
/// <param name="Username">The runner.</param>
/// <param name="Start">When the run began, as it is filed.</param>
/// <param name="Next">How many markers are held without a gap: the phone may forget them, and goes on from there.</param>
/// <param name="UpdatedAt">When it was last uploaded.</param>
/// <param name="ServerTime">The server's clock.</param>
/// <param name="Room">What is new in the room that was asked for; null if nothing is, left out for others than members.</param>
public sealed record AppendedView(
    string Username,
    DateTimeOffset Start,
    int Next,
    DateTimeOffset UpdatedAt,
    DateTimeOffset ServerTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RoomNewsView? Room)
{
    /// <summary>Shows how far a live run is held.</summary>
    public static AppendedView Of(LiveRun live, DateTimeOffset now, RoomNewsView? room) =>
        new(live.Username, live.Run.Start, live.Next, live.UpdatedAt, now, room);
}

/// <summary>
/// What is new in a room: the room with those members who have news, or null. In JSON it is that, and no object around it.
/// </summary>
/// <param name="Room">The room; null: nothing is new.</param>
[JsonConverter(typeof(RoomNewsJson))]
public sealed record RoomNewsView(RoomView? Room)
{
    /// <summary>Shows news.</summary>
    public static RoomNewsView Of(RoomNews news, HttpRequest request) =>
        new(news.Room is { } room ? RoomView.Of(room, request) : null);
}

/// <summary>Writes news as the room that they are, so that no news are null and not left out.</summary>
public sealed class RoomNewsJson : JsonConverter<RoomNewsView>
{
    /// <inheritdoc/>
    public override RoomNewsView Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("No request has news.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RoomNewsView value, JsonSerializerOptions options)
    {
        if (value.Room is null)
            writer.WriteNullValue();
        else
            JsonSerializer.Serialize(writer, value.Room, options.GetTypeInfo(typeof(RoomView)));
    }
}
