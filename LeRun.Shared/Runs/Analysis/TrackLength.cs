using LeRun.Runs.Tracks;

namespace LeRun.Runs.Analysis;

/// <summary>Distances along a track.</summary>
internal static class TrackLength
{
    // The mean radius of the earth in metres (IUGG).
    private const double EarthRadius = 6_371_008.8;

    /// <summary>
    /// The metres from the first marker to each, by the haversine formula (R. W. Sinnott, Virtues of the Haversine, 1984).
    /// </summary>
    public static double[] Along(Track track)
    {
        var lengths = new double[track.Count];
        for (var i = 1; i < track.Count; i++)
            lengths[i] = lengths[i - 1] + Between(track, i - 1, i);
        return lengths;
    }

    private static double Between(Track track, int first, int second)
    {
        var (latitude1, latitude2) = (Radians(track.Latitudes[first]), Radians(track.Latitudes[second]));
        var acrossLatitude = Math.Sin((latitude2 - latitude1) / 2);
        var acrossLongitude = Math.Sin(Radians(track.Longitudes[second] - (long)track.Longitudes[first]) / 2);
        var haversine = (acrossLatitude * acrossLatitude)
            + (Math.Cos(latitude1) * Math.Cos(latitude2) * acrossLongitude * acrossLongitude);
        return 2 * EarthRadius * Math.Asin(Math.Sqrt(Math.Min(1, haversine)));
    }

    private static double Radians(long fixedPoint) => fixedPoint / Track.DegreeScale * (Math.PI / 180);
}
