namespace LeRun.Runs;

/// <summary>A point of a track.</summary>
/// <param name="Latitude">Degrees, -90 to 90.</param>
/// <param name="Longitude">Degrees, -180 to 180.</param>
/// <param name="Id">The phone's number for it; null: it sent none.</param>
public sealed record Marker(double Latitude, double Longitude, long? Id);

/// <summary>A run as it stands: where the runner is and how far they came.</summary>
/// <param name="Meters">Distance, 0 or more.</param>
/// <param name="Seconds">Duration, 0 or more.</param>
/// <param name="Latitude">Degrees, -90 to 90; null for a finished run that came without a position.</param>
/// <param name="Longitude">Degrees, -180 to 180; null as <paramref name="Latitude"/>.</param>
/// <param name="Running">Whether the run goes on.</param>
/// <param name="Markers">The track so far.</param>
/// <param name="Start">When the run began; what tells one run of a runner from another.</param>
public sealed record RunData(
    double Meters, double Seconds, double? Latitude, double? Longitude, bool Running, IReadOnlyList<Marker> Markers, DateTimeOffset Start);
