namespace LeRun.Runs.Tracks;

/// <summary>The coordinate systems that positions come in, and the way from one to the other.</summary>
/// <remarks>
/// GCJ-02 moves every place in China by up to 700 m. Its formulas were never published by those who made it; these are the ones
/// that open maps have agreed on since 2013. They hold in a box around China, and change nothing outside of it. Within a
/// kilometre of the edge of the box, which lies in other countries, a place may not come back as it was.
/// </remarks>
public static class CoordinateSystems
{
    /// <summary>What GPS receivers tell.</summary>
    public const string Wgs84 = "wgs84";

    /// <summary>What maps in China are drawn in.</summary>
    public const string Gcj02 = "gcj02";

    // The ellipsoid of Krasovsky (1940): semi-major axis in metres, and the square of its eccentricity.
    private const double Axis = 6_378_245.0;
    private const double SquaredEccentricity = 0.006_693_421_622_965_943;

    // Each round leaves a thousandth of the error of the one before.
    private const int Rounds = 6;

    /// <summary>A place of one system in another, in degrees.</summary>
    /// <param name="place">The place.</param>
    /// <param name="from">The system that it is in; null: WGS-84.</param>
    /// <param name="to">The system that is wanted; null: WGS-84.</param>
    public static GeoPoint Convert(GeoPoint place, string? from, string? to) =>
        ((from ?? Wgs84) == Gcj02, (to ?? Wgs84) == Gcj02) switch
        {
            (false, true) => ToGcj02(place),
            (true, false) => ToWgs84(place),
            _ => place,
        };

    private static GeoPoint ToGcj02(GeoPoint place)
    {
        if (!IsInBox(place))
            return place;
        var (latitude, longitude) = ShiftOf(place);
        return new GeoPoint(place.Latitude + latitude, place.Longitude + longitude);
    }

    // There is no formula for the way back: it is found by trying.
    private static GeoPoint ToWgs84(GeoPoint place)
    {
        if (!IsInBox(place))
            return place;
        var found = place;
        for (var round = 0; round < Rounds; round++)
        {
            var (latitude, longitude) = ShiftOf(found);
            found = new GeoPoint(place.Latitude - latitude, place.Longitude - longitude);
        }

        return found;
    }

    private static bool IsInBox(GeoPoint place) =>
        place.Longitude is >= 72.004 and <= 137.8347 && place.Latitude is >= 0.8293 and <= 55.8271;

    private static (double Latitude, double Longitude) ShiftOf(GeoPoint place)
    {
        var (x, y) = (place.Longitude - 105, place.Latitude - 35);
        var root = Math.Sqrt(Math.Abs(x));
        var common = (20 * Math.Sin(6 * x * Math.PI)) + (20 * Math.Sin(2 * x * Math.PI));
        var north = -100 + (2 * x) + (3 * y) + (0.2 * y * y) + (0.1 * x * y) + (0.2 * root)
            + ((common + (20 * Math.Sin(y * Math.PI)) + (40 * Math.Sin(y / 3 * Math.PI))
                + (160 * Math.Sin(y / 12 * Math.PI)) + (320 * Math.Sin(y / 30 * Math.PI))) * 2 / 3);
        var east = 300 + x + (2 * y) + (0.1 * x * x) + (0.1 * x * y) + (0.1 * root)
            + ((common + (20 * Math.Sin(x * Math.PI)) + (40 * Math.Sin(x / 3 * Math.PI))
                + (150 * Math.Sin(x / 12 * Math.PI)) + (300 * Math.Sin(x / 30 * Math.PI))) * 2 / 3);

        var latitude = place.Latitude / 180 * Math.PI;
        var sine = Math.Sin(latitude);
        var flat = 1 - (SquaredEccentricity * sine * sine);
        var meridian = Axis * (1 - SquaredEccentricity) / (flat * Math.Sqrt(flat));
        var parallel = Axis / Math.Sqrt(flat) * Math.Cos(latitude);
        return (north * 180 / (meridian * Math.PI), east * 180 / (parallel * Math.PI));
    }
}
