using System.Text.Json.Serialization;
using LeRun.Runs;

namespace LeRun.Functions.Runs;

/// <summary>A runner's current run.</summary>
public sealed record LiveRunView(string Username, RunData RunData, DateTimeOffset UpdatedAt)
{
    public static LiveRunView Of(LiveRun live) => new(live.Username, live.Run.ToRunData(), live.UpdatedAt);
}

/// <summary>A finished run.</summary>
/// <param name="Pace">Seconds per kilometre; null for less than a metre.</param>
/// <param name="Markers">The track; left out of lists that were not asked to have it.</param>
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
    // A record never changes: it is updated when it is created, in version 0.
    public static RunRecordView Of(RunRecord record) => new(
        record.Id, record.Username, record.Name, record.Meters, record.Seconds, record.Pace, record.Start, record.End,
        record.Track?.ToMarkers(), record.MarkerCount, record.CreatedAt, record.CreatedAt, record.Version);
}
