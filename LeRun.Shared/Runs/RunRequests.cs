using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using LeRun.Identity;
using LeRun.Localization;

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

/// <summary>A finished run under either of its two names; without one, the live run is what finishes.</summary>
public sealed record StoreRecordRequest : IUserRequest
{
    /// <inheritdoc/>
    public string? Username { get; init; }

    /// <summary>The finished run.</summary>
    public FinishedRunInput? RunRecord { get; init; }

    /// <summary>The same under another name; ignored beside <c>runRecord</c>.</summary>
    public FinishedRunInput? RunData { get; init; }
}

/// <summary>What phones send of any run.</summary>
public abstract record RunDataInput
{
    /// <summary>The most meters, and the most seconds: more than anyone runs.</summary>
    public const double MaxAmount = 1e7;

    /// <summary>The most markers.</summary>
    public const int MaxMarkers = 20_000;

    /// <summary>Distance in metres.</summary>
    [Required, Range(0, MaxAmount), JsonPropertyOrder(-1)]
    public double? Meters { get; init; }

    /// <summary>Duration in seconds.</summary>
    [Required, Range(0, MaxAmount), JsonPropertyOrder(-1)]
    public double? Seconds { get; init; }

    /// <summary>Whether the run goes on; left out, a live run does and a finished one does not.</summary>
    public bool? Running { get; init; }

    /// <summary>The track so far, oldest first.</summary>
    [MaxLength(MaxMarkers)]
    public IReadOnlyList<MarkerInput?>? Markers { get; init; }

    /// <summary>When the run began, at most one day ahead; tells one run of a runner from another.</summary>
    [Required]
    public DateTimeOffset? Start { get; init; }

    /// <summary>The run, of an input that was found to keep the rules.</summary>
    private protected RunData ToRunData(double? latitude, double? longitude, bool running) => new(
        Meters!.Value,
        Seconds!.Value,
        latitude,
        longitude,
        Running ?? running,
        [.. (Markers ?? []).Select(marker => new Marker(marker!.Latitude!.Value, marker.Longitude!.Value, marker.Id))],
        Start!.Value);
}

/// <summary>A live run, as a phone sends it.</summary>
public sealed record LiveRunInput : RunDataInput
{
    /// <summary>Where the runner is, in degrees.</summary>
    [Required, Range(-Marker.MaxLatitude, Marker.MaxLatitude)]
    public double? Latitude { get; init; }

    /// <summary>Where the runner is, in degrees.</summary>
    [Required, Range(-Marker.MaxLongitude, Marker.MaxLongitude)]
    public double? Longitude { get; init; }

    /// <summary>The run, of an input that was found to keep the rules.</summary>
    public RunData ToRunData() => ToRunData(Latitude, Longitude, running: true);
}

/// <summary>A finished run, as a phone sends it.</summary>
public sealed record FinishedRunInput : RunDataInput, ICrossFieldRules
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxNameLength = 100;

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
    public RunData ToRunData() => ToRunData(Latitude, Longitude, running: false);
}

/// <summary>A point of a track, as a phone sends it.</summary>
public sealed record MarkerInput
{
    /// <summary>Degrees.</summary>
    [Required, Range(-Marker.MaxLatitude, Marker.MaxLatitude)]
    public double? Latitude { get; init; }

    /// <summary>Degrees.</summary>
    [Required, Range(-Marker.MaxLongitude, Marker.MaxLongitude)]
    public double? Longitude { get; init; }

    /// <summary>The phone's number for it; may be a text that is a number.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? Id { get; init; }
}
