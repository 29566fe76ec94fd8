namespace LeRun.LocalHost.Demo;

/// <summary>A way around a lake that exists on paper only, some 8 km long, near the West Lake of Hangzhou.</summary>
internal static class LakeLoop
{
    private const int Steps = 2_000;
    private const double CentreLatitude = 30.2460;
    private const double CentreLongitude = 120.1410;
    private const double MetersPerDegree = 111_195;

    private static readonly (double East, double North)[] Points = [.. Enumerable.Range(0, Steps + 1).Select(Point)];
    private static readonly double[] Along = Lengths();

    /// <summary>The length of the way, in meters.</summary>
    public static double Length => Along[^1];

    /// <summary>Where a runner is after so many meters, who keeps a little to the side of the way.</summary>
    /// <param name="meters">How far the runner has come; after a round they go on.</param>
    /// <param name="side">Meters to the side.</param>
    public static (double Latitude, double Longitude, double Altitude) At(double meters, double side)
    {
        var rest = meters % Length;
        var found = Array.BinarySearch(Along, rest);
        var next = Math.Clamp(found < 0 ? ~found : found, 1, Steps);
        var part = (rest - Along[next - 1]) / (Along[next] - Along[next - 1]);
        var (from, to) = (Points[next - 1], Points[next]);
        var length = double.Hypot(to.East - from.East, to.North - from.North);
        var east = from.East + (part * (to.East - from.East)) + (side * (to.North - from.North) / length);
        var north = from.North + (part * (to.North - from.North)) - (side * (to.East - from.East) / length);
        return (
            Math.Round(CentreLatitude + (north / MetersPerDegree), 6),
            Math.Round(CentreLongitude + (east / MetersPerDegree / Math.Cos(CentreLatitude * Math.PI / 180)), 6),
            Math.Round(9 + (4 * Math.Sin(rest / Length * 4 * Math.PI)), 1));
    }

    // A circle with bays.
    private static (double East, double North) Point(int step)
    {
        var angle = step * 2 * Math.PI / Steps;
        var radius = 1_180 + (130 * Math.Cos((2 * angle) + 0.6)) + (75 * Math.Sin(3 * angle)) + (28 * Math.Cos((7 * angle) + 1));
        return (radius * Math.Cos(angle), radius * 1.05 * Math.Sin(angle));
    }

    private static double[] Lengths()
    {
        var lengths = new double[Points.Length];
        for (var i = 1; i < Points.Length; i++)
        {
            lengths[i] = lengths[i - 1]
                + double.Hypot(Points[i].East - Points[i - 1].East, Points[i].North - Points[i - 1].North);
        }

        return lengths;
    }
}
