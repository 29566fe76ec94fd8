using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace LeRun.Runs.Tracks;

/// <summary>A point of a track.</summary>
/// <remarks>What the API document describes; tracks are read and written without making one for each of their points.</remarks>
public sealed record Marker
{
    /// <summary>The latitude of the north pole, in degrees; the south pole's is the negative of it.</summary>
    public const double MaxLatitude = 90;

    /// <summary>The easternmost longitude, in degrees; the westernmost is the negative of it.</summary>
    public const double MaxLongitude = 180;

    /// <summary>The highest altitude, in metres; the lowest is the negative of it.</summary>
    public const double MaxAltitude = 100_000;

    /// <summary>Degrees; kept to 7 digits behind the point, which is a centimetre.</summary>
    [Required, Range(-MaxLatitude, MaxLatitude)]
    public double? Latitude { get; init; }

    /// <summary>Degrees; kept to 7 digits behind the point.</summary>
    [Required, Range(-MaxLongitude, MaxLongitude)]
    public double? Longitude { get; init; }

    /// <summary>The phone's number for it; may be sent as a text that is a number. Null: it sent none.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? Id { get; init; }

    /// <summary>Seconds since the start of the run, never less than at the marker before; kept to the millisecond.</summary>
    [Range(0, RunDataInput.MaxAmount), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? At { get; init; }

    /// <summary>Metres above sea level; kept to the centimetre.</summary>
    [Range(-MaxAltitude, MaxAltitude), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Altitude { get; init; }

    /// <summary>The radius in metres within which the runner is; kept to the centimetre. Below 0: unknown.</summary>
    [Range(-MaxAltitude, MaxAltitude), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Accuracy { get; init; }
}
