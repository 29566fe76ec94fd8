using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeRun.Runs;
using LeRun.Runs.Files;
using LeRun.Runs.Privacy;
using LeRun.Runs.Progress;

namespace LeRun.Functions.Runs;

/// <summary>A run as it stands: where the runner is and how far they came.</summary>
/// <param name="Meters">Distance in metres, 0 or more.</param>
/// <param name="Seconds">Duration in seconds, 0 or more.</param>
/// <param name="Latitude">Where the runner is, in degrees; null for others while the runner is in a hidden zone.</param>
/// <param name="Longitude">Where the runner is, in degrees; null as the latitude.</param>
/// <param name="Running">Whether the run goes on.</param>
/// <param name="Markers">The track so far, or what was asked for of it; left out if none was.</param>
/// <param name="MarkersFrom">The place in the run of the first of them, where <c>since</c> was asked for.</param>
/// <param name="MarkerCount">How many markers there are, in place of them.</param>
/// <param name="Thinned">Whether the track had too many markers, so that some were left out.</param>
/// <param name="Start">When the run began; tells one run of a runner from another.</param>
/// <param name="SentAt">The phone's clock when it sent this; left out if it did not say.</param>
/// <param name="CoordinateSystem">The system of all positions; left out if the phone did not say.</param>
/// <param name="TimeZone">The time zone where it is run; left out if the phone did not say.</param>
public sealed record RunDataView(
    double Meters,
    double Seconds,
    double? Latitude,
    double? Longitude,
    bool Running,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SharedTrack? Markers,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MarkersFrom,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MarkerCount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Thinned,
    DateTimeOffset Start,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? SentAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CoordinateSystem,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TimeZone)
{
    /// <summary>Shows a live run.</summary>
    /// <param name="live">The live run with the markers that were read.</param>
    /// <param name="isPart">Whether a part of the markers was asked for.</param>
    public static RunDataView Of(LiveRunSnapshot live, bool isPart = false)
    {
        var (run, head, position, track) = (live.Head.Run, live.Head, live.Position, live.Track);
        return new RunDataView(
            run.Meters, run.Seconds, position.Latitude, position.Longitude, run.Running,
            track,
            isPart && track is not null ? live.MarkersFrom : null,
            track is null ? head.Count : null,
            head.IsThinned, run.Start, run.SentAt, run.CoordinateSystem, run.TimeZone);
    }
}

/// <summary>A finished run.</summary>
/// <param name="Id">The record's id: opaque; sorts by creation.</param>
/// <param name="Username">The runner.</param>
/// <param name="Name">What the runner calls it; null without a name.</param>
/// <param name="Meters">Distance in metres.</param>
/// <param name="Seconds">Duration in seconds.</param>
/// <param name="Pace">Seconds per kilometre; null for less than a metre, and where it is no finite number.</param>
/// <param name="Start">When the run began; null for others where its runner hides it.</param>
/// <param name="End">When the run ended; null as the start.</param>
/// <param name="Markers">
/// The track; lists leave it out unless asked for it. Others get it without its ends, and empty where there is no map for them.
/// </param>
/// <param name="MarkerCount">
/// How many points the track has; for others, of what they see, and null in lists without markers.
/// </param>
/// <param name="Thinned">Whether the track had too many markers, so that some were left out.</param>
/// <param name="EndedBy"><c>runner</c>; <c>server</c> for a live run that was never finished.</param>
/// <param name="Source">
/// <c>live</c> for a live run that was finished, <c>upload</c> for one that was uploaded as a whole, <c>gpx</c> or <c>tcx</c>
/// for a file.
/// </param>
/// <param name="LocalDate">The date where it was run; null for an older record that is not counted yet.</param>
/// <param name="MovingSeconds">The seconds without pauses; null for an older record that is not counted yet.</param>
/// <param name="Note">What the runner notes about it; null without a note, and for others.</param>
/// <param name="Kind"><c>run</c>, <c>walk</c> or <c>treadmill</c>.</param>
/// <param name="Visibility"><c>private</c> or <c>public</c>.</param>
/// <param name="BestOf">The personal bests that it beat when it was stored; for its runner alone.</param>
/// <param name="CreatedAt">When the record was stored; null as the start.</param>
/// <param name="UpdatedAt">When it was last changed; null as the start.</param>
/// <param name="Version">0 at creation, one more at each change.</param>
public sealed record RunRecordView(
    [property: JsonPropertyName("_id")] string Id,
    string Username,
    string? Name,
    double Meters,
    double Seconds,
    double? Pace,
    DateTimeOffset? Start,
    DateTimeOffset? End,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SharedTrack? Markers,
    int? MarkerCount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Thinned,
    [property: AllowedValues("runner", "server")] string EndedBy,
    [property: AllowedValues(RunSource.Live, RunSource.Upload, RunSources.Gpx, RunSources.Tcx)] string Source,
    DateOnly? LocalDate,
    double? MovingSeconds,
    string? Note,
    [property: AllowedValues(RunKind.Run, RunKind.Walk, RunKind.Treadmill)] string Kind,
    [property: AllowedValues(RunVisibility.Private, RunVisibility.Public)] string Visibility,
    IReadOnlyList<BeatenBestView> BestOf,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? UpdatedAt,
    [property: JsonPropertyName("__v")] int Version)
{
    /// <summary>What was not taken from a file as it is; left out for a record that did not just come in one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FileWarningView>? Warnings { get; init; }

    /// <summary>Shows a record that came in a file; without an id if it is not stored.</summary>
    public static RunRecordView Of(ImportedRecord imported, HttpRequest request)
    {
        var view = Of(imported.Record);
        return view with
        {
            Id = imported.IsStored ? view.Id : "",
            Warnings = [.. imported.Warnings.Select(warning => FileWarningView.Of(warning, request))],
        };
    }

    /// <summary>Shows a record to its runner.</summary>
    public static RunRecordView Of(RunRecord record) => Of(SeenRecord.ForRunner(record));

    /// <summary>Shows a record as its reader may see it.</summary>
    public static RunRecordView Of(SeenRecord seen)
    {
        var (record, time) = (seen.Record, seen.ShowsTime);
        return new(
            seen.Id, record.Username, record.Name, record.Meters, record.Seconds, record.Pace,
            time ? record.Start : null, time ? record.End : null,
            seen.Track, seen.MarkerCount, record.Next is not null, record.EndedByServer ? "server" : "runner",
            record.Source ?? RunSource.Upload, record.LocalDate, record.MovingSeconds,
            seen.IsOwn ? record.Note : null, record.Kind, record.Visibility,
            seen.IsOwn ? [.. record.Beaten.Select(BeatenBestView.Of)] : [],
            time ? record.CreatedAt : null, time ? record.UpdatedAt ?? record.CreatedAt : null, record.Version);
    }
}

/// <summary>Something in a file that was not taken as it is.</summary>
/// <param name="Code">A stable word for the app to switch on, such as <c>timesOutOfOrder</c>.</param>
/// <param name="Message">What it is, for the user.</param>
/// <param name="Line">The first line with it.</param>
/// <param name="Count">How often it is there.</param>
public sealed record FileWarningView(string Code, string Message, int Line, int Count)
{
    /// <summary>Shows a warning.</summary>
    public static FileWarningView Of(FileWarning warning, HttpRequest request) => new(
        JsonNamingPolicy.CamelCase.ConvertName(warning.Message.Key), request.Localize(warning.Message), warning.Line,
        warning.Count);
}

/// <summary>A personal best that a run beats.</summary>
/// <param name="Meters">The distance.</param>
/// <param name="Seconds">The new time.</param>
/// <param name="Previous">The time that it beats.</param>
public sealed record BeatenBestView(double Meters, double Seconds, double Previous)
{
    /// <summary>Shows a beaten best.</summary>
    public static BeatenBestView Of(BeatenBest best) => new(best.Meters, best.Seconds, best.Previous);
}
