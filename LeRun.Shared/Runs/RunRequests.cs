using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Runs.Privacy;
using LeRun.Runs.Tracks;

namespace LeRun.Runs;

/// <summary>An upload of a live run.</summary>
public sealed record PutRunDataRequest : IUserRequest
{
    /// <inheritdoc/>
    public string? Username { get; init; }

    /// <summary>The run as it stands.</summary>
    [Required]
    public LiveRunInput? RunData { get; init; }
}

/// <summary>What is new of a live run.</summary>
public sealed record AppendRunDataRequest : RunDataInput, IUserRequest
{
    /// <summary>The most markers of a request.</summary>
    public const int MaxMarkers = 1_000;

    /// <summary>The most characters of a device.</summary>
    public const int MaxDeviceLength = 64;

    // Nobody sends a marker a second for as long.
    private const int MaxPlace = 100_000_000;

    /// <inheritdoc/>
    public string? Username { get; init; }

    /// <summary>
    /// The place in the whole run of the first marker sent, from 0: what the answer before gave as <c>next</c>.
    /// </summary>
    [Required, Range(0, MaxPlace), JsonPropertyOrder(-1)]
    public int? From { get; init; }

    /// <summary>The markers from there on, oldest first.</summary>
    [MaxLength(MaxMarkers)]
    public TrackInput? Markers { get; init; }

    /// <summary>Where the runner is, in degrees.</summary>
    [Required, Range(-Marker.MaxLatitude, Marker.MaxLatitude)]
    public double? Latitude { get; init; }

    /// <summary>Where the runner is, in degrees.</summary>
    [Required, Range(-Marker.MaxLongitude, Marker.MaxLongitude)]
    public double? Longitude { get; init; }

    /// <summary>Tells the phone from the user's other ones; left out, the upload is taken for one of the phone before.</summary>
    [SingleLine(1, MaxDeviceLength)]
    public string? Device { get; init; }

    /// <summary>Whether the run takes the place of one that another device is just uploading.</summary>
    public bool? Takeover { get; init; }

    /// <summary>The run, of an input that was found to keep the rules.</summary>
    public RunState ToRunState() => ToRunState(Latitude, Longitude, running: true);
}

/// <summary>A finished run under either of its two names; without one, the live run is what finishes.</summary>
public sealed record StoreRecordRequest : IUserRequest, ICrossFieldRules
{
    /// <inheritdoc/>
    public string? Username { get; init; }

    /// <summary>The finished run.</summary>
    public FinishedRunInput? RunRecord { get; init; }

    /// <summary>The same under another name; not beside <c>runRecord</c>.</summary>
    public FinishedRunInput? RunData { get; init; }

    /// <inheritdoc/>
    public void Check(Validation validation, string prefix) => validation.Require(
        RunRecord is null || RunData is null, $"{prefix}runData", Messages.OnlyOneOf("runRecord", "runData"));
}

/// <summary>What phones send of any run.</summary>
public abstract record RunDataInput
{
    /// <summary>The most meters, and the most seconds: more than anyone runs.</summary>
    public const double MaxAmount = 1e7;

    /// <summary>Distance in metres.</summary>
    [Required, Range(0, MaxAmount), JsonPropertyOrder(-1)]
    public double? Meters { get; init; }

    /// <summary>Duration in seconds.</summary>
    [Required, Range(0, MaxAmount), JsonPropertyOrder(-1)]
    public double? Seconds { get; init; }

    /// <summary>Whether the run goes on; left out, a live run does and a finished one does not.</summary>
    public bool? Running { get; init; }

    /// <summary>
    /// When the run began; tells one run of a runner from another. More than a day ahead it is a wrong clock's: the run is filed
    /// under the server's.
    /// </summary>
    [Required]
    public DateTimeOffset? Start { get; init; }

    /// <summary>The phone's clock when it sends this.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The system of all positions.</summary>
    [AllowedValues(CoordinateSystems.Wgs84, CoordinateSystems.Gcj02)]
    public string? CoordinateSystem { get; init; }

    /// <summary>The name of the time zone where it is run, such as <c>Asia/Shanghai</c>.</summary>
    [SingleLine(1, 64)]
    public string? TimeZone { get; init; }

    /// <summary>The run, of an input that was found to keep the rules.</summary>
    private protected RunState ToRunState(double? latitude, double? longitude, bool running) =>
        new(Meters!.Value, Seconds!.Value, latitude, longitude, Running ?? running, Start!.Value)
        {
            // An offset of nothing is a phone that only knows UTC.
            OffsetMinutes = Start!.Value.Offset == TimeSpan.Zero ? null : (int)Start.Value.Offset.TotalMinutes,
            SentAt = SentAt,
            CoordinateSystem = CoordinateSystem,
            TimeZone = TimeZone,
        };
}

/// <summary>A live run, as a phone sends it.</summary>
public sealed record LiveRunInput : RunDataInput
{
    /// <summary>The track so far, oldest first. Beyond 60,000 markers every second one of the older half is left out.</summary>
    public TrackInput? Markers { get; init; }

    /// <summary>Where the runner is, in degrees.</summary>
    [Required, Range(-Marker.MaxLatitude, Marker.MaxLatitude)]
    public double? Latitude { get; init; }

    /// <summary>Where the runner is, in degrees.</summary>
    [Required, Range(-Marker.MaxLongitude, Marker.MaxLongitude)]
    public double? Longitude { get; init; }

    /// <summary>The run, of an input that was found to keep the rules.</summary>
    public RunState ToRunState() => ToRunState(Latitude, Longitude, running: true);
}

/// <summary>A finished run, as a phone sends it.</summary>
public sealed record FinishedRunInput : RunDataInput, ICrossFieldRules
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxNameLength = 100;

    /// <summary>The track, oldest first. Beyond 60,000 markers every second one of the older half is left out.</summary>
    public TrackInput? Markers { get; init; }

    /// <summary>Where the run ended, in degrees.</summary>
    [Range(-Marker.MaxLatitude, Marker.MaxLatitude)]
    public double? Latitude { get; init; }

    /// <summary>Where the run ended, in degrees.</summary>
    [Range(-Marker.MaxLongitude, Marker.MaxLongitude)]
    public double? Longitude { get; init; }

    /// <summary>When the run ended; left out, it is <c>start</c> plus <c>seconds</c>.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>What the runner calls the run. Blanks around it are taken off.</summary>
    [SingleLine(0, MaxNameLength)]
    public string? Name { get; init; }

    /// <inheritdoc/>
    public void Check(Validation validation, string prefix) =>
        validation.Require(!(End < Start), $"{prefix}end", Messages.EndBeforeStart);

    /// <summary>The run, of an input that was found to keep the rules.</summary>
    public RunState ToRunState() => ToRunState(Latitude, Longitude, running: false);
}

/// <summary>What a runner says of a finished run. What is left out stays as it is.</summary>
public sealed record UpdateRecordRequest
{
    /// <summary>The most characters of a note.</summary>
    public const int MaxNoteLength = 500;

    /// <summary>What the runner calls the run; an empty text takes the name away.</summary>
    [SingleLine(0, FinishedRunInput.MaxNameLength)]
    public string? Name { get; init; }

    /// <summary>What the runner notes about it; an empty text takes the note away.</summary>
    [NoteRule]
    public string? Note { get; init => field = TextRules.WithLineFeeds(value); }

    /// <summary>What kind of run it is.</summary>
    [AllowedValues(RunKind.Run, RunKind.Walk, RunKind.Treadmill)]
    public string? Kind { get; init; }

    /// <summary>Who may see it.</summary>
    [AllowedValues(RunVisibility.Private, RunVisibility.Public)]
    public string? Visibility { get; init; }
}

/// <summary>A note: several lines, or nothing.</summary>
public sealed class NoteRuleAttribute() : TextRuleAttribute(0, UpdateRecordRequest.MaxNoteLength)
{
    /// <inheritdoc/>
    public override LocalizedMessage Rule => Messages.TextRule(MaxLength);

    /// <inheritdoc/>
    protected override bool Holds(string text) =>
        string.IsNullOrWhiteSpace(text) || TextRules.IsMultiline(text, MaxLength);
}
