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
        if (track.Count == 0)
            return lengths;
        var (latitude, cosine) = (Radians(track.Latitudes[0]), Math.Cos(Radians(track.Latitudes[0])));
        for (var i = 1; i < track.Count; i++)
        {
            var (next, nextCosine) = (Radians(track.Latitudes[i]), Math.Cos(Radians(track.Latitudes[i])));
            var acrossLatitude = Math.Sin((next - latitude) / 2);
            var acrossLongitude = Math.Sin(Radians(track.Longitudes[i] - (long)track.Longitudes[i - 1]) / 2);
            var haversine = (acrossLatitude * acrossLatitude) + (cosine * nextCosine * acrossLongitude * acrossLongitude);
            lengths[i] = lengths[i - 1] + (2 * EarthRadius * Math.Asin(Math.Sqrt(Math.Min(1, haversine))));
            (latitude, cosine) = (next, nextCosine);
        }

        return lengths;
    }

    private static double Radians(long fixedPoint) => fixedPoint / Track.DegreeScale * (Math.PI / 180);
}
