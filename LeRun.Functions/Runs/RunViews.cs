using System.Text.Json.Serialization;
using LeRun.Runs;

namespace LeRun.Functions.Runs;

/// <summary>A live run.</summary>
/// <param name="Username">The runner.</param>
/// <param name="RunData">The run as it stands.</param>
/// <param name="UpdatedAt">When it was last uploaded.</param>
public sealed record LiveRunView(string Username, RunData RunData, DateTimeOffset UpdatedAt)
{
    /// <summary>Shows a live run.</summary>
    public static LiveRunView Of(LiveRun live) => new(live.Username, live.Run.ToRunData(), live.UpdatedAt);
}

/// <summary>A finished run.</summary>
/// <param name="Id">The record's id: opaque; sorts by creation.</param>
/// <param name="Username">The runner.</param>
/// <param name="Name">What the runner calls it; null without a name.</param>
/// <param name="Meters">Distance in metres.</param>
/// <param name="Seconds">Duration in seconds.</param>
/// <param name="Pace">Seconds per kilometre; null for less than a metre, and where it is no finite number.</param>
/// <param name="Start">When the run began.</param>
/// <param name="End">When the run ended.</param>
/// <param name="Markers">The track; lists leave it out unless asked for it.</param>
/// <param name="MarkerCount">How many points the track has.</param>
/// <param name="CreatedAt">When the record was stored.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="Version">0 at creation, one more at each change.</param>
public sealed record RunRecordView(
    [property: JsonPropertyName("_id")] string Id,
    string Username,
    string? Name,
    double Meters,
    double Seconds,
    double? Pace,
    DateTimeOffset Start,
    DateTimeOffset End,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Marker>? Markers,
    int MarkerCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [property: JsonPropertyName("__v")] int Version)
{
    /// <summary>Shows a record. It never changes: it was last changed when it was created.</summary>
    public static RunRecordView Of(RunRecord record) => new(
        record.Id, record.Username, record.Name, record.Meters, record.Seconds, record.Pace, record.Start, record.End,
        record.Track?.ToMarkers(), record.MarkerCount, record.CreatedAt, record.CreatedAt, record.Version);
}
