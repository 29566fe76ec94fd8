using LeRun.Runs.Tracks;

namespace LeRun.Runs.Analysis;

/// <summary>How many metres were climbed up to which metre of a run.</summary>
public sealed class AscentCurve
{
    // Altitudes of GPS and barometer wander by metres from one second to the next.
    private const int Window = 5;
    private const double Step = 2;

    private readonly double[] _meters;
    private readonly double[] _climbed;

    private AscentCurve(double[] meters, double[] climbed) => (_meters, _climbed) = (meters, climbed);

    /// <summary>The climb of a track; null where fewer than two markers have an altitude.</summary>
    /// <param name="track">The markers.</param>
    /// <param name="meters">The run's distance, to which the track is stretched.</param>
    public static AscentCurve? Of(Track track, double meters)
    {
        if (track.Optional(MarkerColumn.Altitude) is not { } altitudes)
            return null;
        var lengths = TrackLength.Along(track);
        int[] known = [.. Enumerable.Range(0, track.Count).Where(i => altitudes[i] is not null)];
        if (known.Length < 2 || !(lengths[^1] > 0))
            return null;

        double[] heights = [.. known.Select(i => altitudes[i]!.Value / Track.MetreScale)];
        var climbed = new double[known.Length];
        var level = Smooth(heights, 0);
        for (var i = 1; i < known.Length; i++)
        {
            // Only what leaves the level by a step counts: noise does not add up.
            var height = Smooth(heights, i);
            climbed[i] = climbed[i - 1];
            if (height - level >= Step)
                climbed[i] += height - level;
            if (Math.Abs(height - level) >= Step)
                level = height;
        }

        return new AscentCurve([.. known.Select(i => lengths[i] * meters / lengths[^1])], climbed);
    }

    /// <summary>The metres climbed up to a metre of the run.</summary>
    public double At(double meters) => RunCurve.Interpolate(_meters, _climbed, meters);

    private static double Smooth(double[] heights, int at)
    {
        var (from, to) = (Math.Max(0, at - (Window / 2)), Math.Min(heights.Length, at + (Window / 2) + 1));
        var sum = 0.0;
        for (var i = from; i < to; i++)
            sum += heights[i];
        return sum / (to - from);
    }
}
