using System.Runtime.InteropServices;

namespace LeRun.Runs.Tracks;

/// <summary>A place on earth.</summary>
/// <param name="Latitude">Degrees, -90 to 90.</param>
/// <param name="Longitude">Degrees, -180 to 180.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GeoPoint(double Latitude, double Longitude)
{
    // The mean radius of the earth in metres (IUGG).
    private const double EarthRadius = 6_371_008.8;

    /// <summary>The metres to another place, by the haversine formula.</summary>
    public double DistanceTo(GeoPoint other)
    {
        var across = Math.Sin(Radians(other.Latitude - Latitude) / 2);
        var along = Math.Sin(Radians(other.Longitude - Longitude) / 2);
        var haversine = (across * across)
            + (Math.Cos(Radians(Latitude)) * Math.Cos(Radians(other.Latitude)) * along * along);
        return 2 * EarthRadius * Math.Asin(Math.Sqrt(Math.Min(1, haversine)));
    }

    /// <summary>The place so many metres away; for distances of a few kilometres.</summary>
    /// <param name="meters">The distance.</param>
    /// <param name="direction">The direction, in radians from east towards north.</param>
    public GeoPoint Moved(double meters, double direction)
    {
        var north = meters * Math.Sin(direction) / EarthRadius * 180 / Math.PI;
        var east = meters * Math.Cos(direction) / (EarthRadius * Math.Max(1e-6, Math.Cos(Radians(Latitude)))) * 180 / Math.PI;
        return new GeoPoint(Latitude + north, Longitude + east);
    }

    private static double Radians(double degrees) => degrees / 180 * Math.PI;
}
