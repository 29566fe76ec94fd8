namespace LeRun.Runs;

/// <summary>A point of a track.</summary>
/// <param name="Latitude">Degrees, -90 to 90.</param>
/// <param name="Longitude">Degrees, -180 to 180.</param>
/// <param name="Id">The phone's number for it; null: it sent none.</param>
public sealed record Marker(double Latitude, double Longitude, long? Id)
{
    /// <summary>The latitude of the north pole, in degrees; the south pole's is the negative of it.</summary>
    public const double MaxLatitude = 90;

    /// <summary>The easternmost longitude, in degrees; the westernmost is the negative of it.</summary>
    public const double MaxLongitude = 180;
}

/// <summary>A run as it stands: where the runner is and how far they came.</summary>
/// <param name="Meters">Distance in metres, 0 or more.</param>
/// <param name="Seconds">Duration in seconds, 0 or more.</param>
/// <param name="Latitude">Where the runner is: degrees, -90 to 90. Null for a finished run that came without.</param>
/// <param name="Longitude">Where the runner is: degrees, -180 to 180. Null as the latitude.</param>
/// <param name="Running">Whether the run goes on.</param>
/// <param name="Markers">The track so far.</param>
/// <param name="Start">When the run began; tells one run of a runner from another.</param>
public sealed record RunData(
    double Meters,
    double Seconds,
    double? Latitude,
    double? Longitude,
    bool Running,
    IReadOnlyList<Marker> Markers,
    DateTimeOffset Start);
