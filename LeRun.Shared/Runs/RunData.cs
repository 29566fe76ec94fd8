using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using LeRun.Localization;

namespace LeRun.Runs;

/// <summary>A point of a track.</summary>
/// <param name="Latitude">Degrees, -90 to 90.</param>
/// <param name="Longitude">Degrees, -180 to 180.</param>
/// <param name="Id">The phone's number for it.</param>
public sealed record Marker(double Latitude, double Longitude, long? Id);

/// <summary>A run as it stands: where the runner is and how far they came.</summary>
/// <param name="Meters">Distance in metres, 0 or more.</param>
/// <param name="Seconds">Duration in seconds, 0 or more.</param>
/// <param name="Latitude">Where the runner is: degrees, -90 to 90.</param>
/// <param name="Longitude">Where the runner is: degrees, -180 to 180.</param>
/// <param name="Running">Whether the run goes on.</param>
/// <param name="Markers">The track so far.</param>
/// <param name="Start">When the run began; tells one run of a runner from another.</param>
public sealed record RunData(
    double Meters, double Seconds, double? Latitude, double? Longitude, bool Running, IReadOnlyList<Marker> Markers, DateTimeOffset Start);

/// <summary>A run as a phone sends it.</summary>
public sealed record RunDataInput
{
    /// <summary>Distance in metres.</summary>
    [Required, Range(0, double.PositiveInfinity)]
    public double? Meters { get; init; }

    /// <summary>Duration in seconds.</summary>
    [Required, Range(0, double.PositiveInfinity)]
    public double? Seconds { get; init; }

    /// <summary>Where the runner is, in degrees; required for a live run.</summary>
    [Range(-90, 90)]
    public double? Latitude { get; init; }

    /// <summary>Where the runner is, in degrees; required for a live run.</summary>
    [Range(-180, 180)]
    public double? Longitude { get; init; }

    /// <summary>Whether the run goes on.</summary>
    public bool? Running { get; init; }

    /// <summary>The track so far.</summary>
    [MaxLength(RunDataRules.MostMarkers)]
    public IReadOnlyList<MarkerInput?>? Markers { get; init; }

    /// <summary>When the run began, at most one day ahead; tells one run of a runner from another.</summary>
    [Required]
    public DateTimeOffset? Start { get; init; }

    /// <summary>When it ended (records only); <c>start</c> plus <c>seconds</c> when left out.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>What the runner calls it (records only).</summary>
    [StringLength(RunDataRules.LongestName)]
    public string? Name { get; init; }
}

/// <summary>A point of a track, as a phone sends it.</summary>
public sealed record MarkerInput
{
    /// <summary>Degrees.</summary>
    [Required, Range(-90, 90)]
    public double? Latitude { get; init; }

    /// <summary>Degrees.</summary>
    [Required, Range(-180, 180)]
    public double? Longitude { get; init; }

    /// <summary>The phone's number for it; may be a text that is a number.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? Id { get; init; }
}

/// <summary>The rules of run data.</summary>
public static class RunDataRules
{
    public const int MostMarkers = 20_000;
    public const int LongestName = 100;

    private static readonly TimeSpan FurthestAhead = TimeSpan.FromDays(1);

    /// <summary>Notes everything that is wrong with <paramref name="data"/>, and answers it as run data.</summary>
    /// <param name="field">The request's name for it: errors are named <c>{field}.meters</c> ...</param>
    /// <param name="live">Whether it is a runner's current run, which has a position; a finished one need not.</param>
    /// <returns>The run data; meaningless when anything was noted.</returns>
    public static RunData Check(Validation validation, RunDataInput? data, string field, bool live, TimeProvider clock)
    {
        validation.Require(data is not null, field, Messages.Required);
        if (data is null)
            return new RunData(0, 0, null, null, Running: false, [], default);

        Amount(validation, data.Meters, $"{field}.meters");
        Amount(validation, data.Seconds, $"{field}.seconds");
        Degrees(validation, data.Latitude, 90, Messages.LatitudeRange, $"{field}.latitude", required: live);
        Degrees(validation, data.Longitude, 180, Messages.LongitudeRange, $"{field}.longitude", required: live);
        validation.Require(data.Start is not null, $"{field}.start", Messages.Required);
        validation.Require(!(data.Start > clock.GetUtcNow() + FurthestAhead), $"{field}.start", Messages.StartTooLate);
        var markers = CheckMarkers(validation, data.Markers ?? [], $"{field}.markers");
        return new RunData(
            data.Meters ?? 0, data.Seconds ?? 0, data.Latitude, data.Longitude, data.Running ?? live, markers, data.Start ?? default);
    }

    /// <summary>Notes what is wrong with what only a finished run has.</summary>
    public static void CheckFinish(Validation validation, RunDataInput data, string field)
    {
        validation.Require(!(data.End < data.Start), $"{field}.end", Messages.EndBeforeStart);
        validation.Require(data.Name is null || TextRules.IsSingleLine(data.Name, 0, LongestName), $"{field}.name", Messages.NameRule(LongestName));
    }

    private static Marker[] CheckMarkers(Validation validation, IReadOnlyList<MarkerInput?> markers, string field)
    {
        validation.Require(markers.Count <= MostMarkers, field, Messages.TooManyItems(MostMarkers));
        if (markers.Count > MostMarkers)
            return [];

        var result = new Marker[markers.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var marker = markers[i] ?? new MarkerInput();
            // One faulty marker is enough to know; thousands of errors would help nobody.
            if (validation.Failure is null)
            {
                Degrees(validation, marker.Latitude, 90, Messages.LatitudeRange, $"{field}[{i}].latitude", required: true);
                Degrees(validation, marker.Longitude, 180, Messages.LongitudeRange, $"{field}[{i}].longitude", required: true);
            }

            result[i] = new Marker(marker.Latitude ?? 0, marker.Longitude ?? 0, marker.Id);
        }

        return result;
    }

    private static void Amount(Validation validation, double? value, string field)
    {
        validation.Require(value is not null, field, Messages.Required);
        validation.Require(value is null || (double.IsFinite(value.Value) && value >= 0), field, Messages.FiniteNotNegative);
    }

    private static void Degrees(Validation validation, double? value, double most, LocalizedMessage range, string field, bool required)
    {
        validation.Require(value is not null || !required, field, Messages.Required);
        validation.Require(value is null || (value >= -most && value <= most), field, range);
    }
}
