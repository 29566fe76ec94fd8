using System.ComponentModel.DataAnnotations;

namespace LeRun.Runs.Tracks;

/// <summary>A point of a track.</summary>
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
    public long? Id { get; init; }

    /// <summary>Seconds since the start of the run, never less than at the marker before; kept to the millisecond.</summary>
    [Range(0, RunDataInput.MaxAmount)]
    public double? At { get; init; }

    /// <summary>Metres above sea level; kept to the centimetre.</summary>
    [Range(-MaxAltitude, MaxAltitude)]
    public double? Altitude { get; init; }

    /// <summary>The radius in metres within which the runner is; kept to the centimetre. Below 0: unknown.</summary>
    [Range(-MaxAltitude, MaxAltitude)]
    public double? Accuracy { get; init; }
}
