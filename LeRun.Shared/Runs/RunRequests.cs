using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using LeRun.Identity;
using LeRun.Localization;

namespace LeRun.Runs;

/// <summary>An upload of the caller's live run.</summary>
public sealed record PutRunDataRequest : IUserRequest
{
    /// <summary>The caller's username; may be left out.</summary>
    public string? Username { get; init; }

    /// <summary>The run as it stands.</summary>
    [Required]
    public LiveRunInput? RunData { get; init; }
}

/// <summary>A finished run under either of its two names; without one, the live run is what finishes.</summary>
public sealed record StoreRecordRequest : IUserRequest
{
    /// <summary>The caller's username; may be left out.</summary>
    public string? Username { get; init; }

    /// <summary>The finished run.</summary>
    public FinishedRunInput? RunRecord { get; init; }

    /// <summary>The finished run, for phones that call it so; ignored beside <see cref="RunRecord"/>.</summary>
    public FinishedRunInput? RunData { get; init; }
}

/// <summary>What phones send of any run.</summary>
public abstract record RunDataInput
{
    /// <summary>The most meters, and the most seconds: more than anyone runs.</summary>
    public const double MaxAmount = 1e7;

    /// <summary>The most markers.</summary>
    public const int MaxMarkers = 20_000;

    /// <summary>The distance so far, in meters.</summary>
    [Required, Range(0, MaxAmount), JsonPropertyOrder(-1)]
    public double? Meters { get; init; }

    /// <summary>The duration so far, in seconds.</summary>
    [Required, Range(0, MaxAmount), JsonPropertyOrder(-1)]
    public double? Seconds { get; init; }

    /// <summary>Whether the run goes on; left out, a live run does and a finished one does not.</summary>
    public bool? Running { get; init; }

    /// <summary>The track so far, oldest first.</summary>
    [MaxLength(MaxMarkers)]
    public IReadOnlyList<MarkerInput?>? Markers { get; init; }

    /// <summary>When the run began: at most a day ahead. A runner's runs are told apart by it.</summary>
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

/// <summary>A run under way, as phones send it. It has a position.</summary>
public sealed record LiveRunInput : RunDataInput
{
    /// <summary>Where the runner is, in degrees.</summary>
    [Required, Range(-90, 90)]
    public double? Latitude { get; init; }

    /// <summary>Where the runner is, in degrees.</summary>
    [Required, Range(-180, 180)]
    public double? Longitude { get; init; }

    /// <summary>The run, of an input that was found to keep the rules.</summary>
    public RunData ToRunData() => ToRunData(Latitude, Longitude, running: true);
}

/// <summary>A finished run, as phones send it.</summary>
public sealed record FinishedRunInput : RunDataInput, ICrossFieldRules
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxNameLength = 100;

    /// <summary>Where the run ended, in degrees.</summary>
    [Range(-90, 90)]
    public double? Latitude { get; init; }

    /// <summary>Where the run ended, in degrees.</summary>
    [Range(-180, 180)]
    public double? Longitude { get; init; }

    /// <summary>When the run ended; left out, <see cref="RunDataInput.Seconds"/> after its start.</summary>
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

/// <summary>A marker as phones send it.</summary>
public sealed record MarkerInput
{
    /// <summary>Degrees.</summary>
    [Required, Range(-90, 90)]
    public double? Latitude { get; init; }

    /// <summary>Degrees.</summary>
    [Required, Range(-180, 180)]
    public double? Longitude { get; init; }

    /// <summary>The phone's number for it: a number, or a text that is one.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? Id { get; init; }
}
