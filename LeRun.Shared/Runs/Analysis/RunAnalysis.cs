using LeRun.Runs.Tracks;

namespace LeRun.Runs.Analysis;

/// <summary>A time at which the runner stood.</summary>
/// <param name="From">The second at which it began.</param>
/// <param name="To">The second at which it was over.</param>
public sealed record Pause(double From, double To);

/// <summary>A part of a run of the same length as the others.</summary>
/// <param name="Index">Its place, from 1.</param>
/// <param name="Meters">Its length; the last one's may be shorter.</param>
/// <param name="Seconds">The time for it.</param>
/// <param name="Ascent">Metres climbed; null where no altitude is known.</param>
public sealed record Split(int Index, double Meters, double Seconds, double? Ascent);

/// <summary>The fastest stretch of a run over a distance.</summary>
/// <param name="Meters">The distance.</param>
/// <param name="Seconds">The time for it.</param>
/// <param name="From">The second of the run at which it began.</param>
public sealed record Effort(double Meters, double Seconds, double From);

/// <summary>What a run says about itself. Pure: the same run always says the same.</summary>
public static class RunAnalysis
{
    /// <summary>The most points of a curve that is shown.</summary>
    public const int MaxCurvePoints = 500;

    // Whoever is slower than 0.6 m/s for 10 seconds stands.
    private const double StandingSpeed = 0.6;
    private const double ShortestPause = 10;

    /// <summary>The distances over which efforts are told, in metres: from a lap to the marathon.</summary>
    public static IReadOnlyList<double> Distances { get; } =
        [400, 800, 1_000, 1_609.344, 3_000, 5_000, 10_000, 15_000, 21_097.5, 30_000, 42_195];

    /// <summary>The times at which the runner stood, in their order; none are known of an average.</summary>
    public static IReadOnlyList<Pause> Pauses(RunCurve curve)
    {
        var pauses = new List<Pause>();
        if (curve.Source == CurveSource.Average)
            return pauses;
        double? from = null;
        for (var i = 1; i < curve.Count; i++)
        {
            var (seconds, meters) = (curve.Seconds[i] - curve.Seconds[i - 1], curve.Meters[i] - curve.Meters[i - 1]);
            if (meters < seconds * StandingSpeed)
                from ??= curve.Seconds[i - 1];
            else if (seconds > 0)
                End(curve.Seconds[i - 1]);
        }

        End(curve.Seconds[^1]);
        return pauses;

        void End(double to)
        {
            if (from is { } start && to - start >= ShortestPause)
                pauses.Add(new Pause(start, to));
            from = null;
        }
    }

    /// <summary>The seconds without pauses.</summary>
    public static double MovingSeconds(RunCurve curve) =>
        Math.Round(curve.Seconds[^1] - Pauses(curve).Sum(pause => pause.To - pause.From), 3);

    /// <summary>The run in parts of a length, the crossings interpolated.</summary>
    /// <param name="curve">The run.</param>
    /// <param name="length">The length of a part, in metres.</param>
    /// <param name="ascent">The metres climbed up to each metre; null where no altitude is known.</param>
    public static IReadOnlyList<Split> Splits(RunCurve curve, double length, AscentCurve? ascent)
    {
        var splits = new List<Split>();
        var (total, before) = (curve.Meters[^1], 0.0);
        for (var index = 1; (index - 1) * length < total; index++)
        {
            var (from, to) = ((index - 1) * length, Math.Min(index * length, total));
            var seconds = to >= total ? curve.Seconds[^1] : curve.SecondsAt(to);
            var climbed = ascent is null ? (double?)null : Math.Round(ascent.At(to) - ascent.At(from), 1);
            splits.Add(new Split(index, Math.Round(to - from, 3), Math.Round(seconds - before, 3), climbed));
            before = seconds;
        }

        return splits;
    }

    /// <summary>
    /// The fastest stretch over each of <see cref="Distances"/> that the run is long enough for. An average has none.
    /// </summary>
    public static IReadOnlyList<Effort> Efforts(RunCurve curve) => curve.Source == CurveSource.Average
        ? []
        : [.. Distances.Where(distance => distance <= curve.Meters[^1]).Select(distance => Fastest(curve, distance))];

    /// <summary>How far the run was at which second, at most <see cref="MaxCurvePoints"/> points.</summary>
    public static IReadOnlyList<(double Seconds, double Meters)> Points(RunCurve curve)
    {
        var step = Math.Max(1, (curve.Count - 1.0) / (MaxCurvePoints - 1));
        var places = Enumerable.Range(0, MaxCurvePoints).Select(i => (int)Math.Round(i * step))
            .TakeWhile(place => place < curve.Count).Append(curve.Count - 1).Distinct().ToList();
        return [.. places.TakeLast(MaxCurvePoints).Select(place => (curve.Seconds[place], curve.Meters[place]))];
    }

    /// <summary>
    /// The share of a run, 0 to 1, that reached the server while it was run: as much of the time between two uploads counts as
    /// passed by the phone's clock and by the server's.
    /// </summary>
    public static double Witnessed(IReadOnlyList<RunSample> samples, double seconds)
    {
        if (!(seconds > 0))
            return 0;
        var witnessed = samples.Zip(samples.Skip(1)).Sum(pair => Math.Max(0, Math.Min(
            pair.Second.Seconds - pair.First.Seconds, (pair.Second.ReceivedAt - pair.First.ReceivedAt) / 1000.0)));
        return Math.Round(Math.Clamp(witnessed / seconds, 0, 1), 3);
    }

    // Two pointers over the points: the fastest window begins or ends at one of them, since the pace is even between.
    private static Effort Fastest(RunCurve curve, double distance)
    {
        var seconds = curve.Seconds;
        var meters = curve.Meters;
        var (best, bestFrom) = (double.PositiveInfinity, 0.0);
        var (behind, ahead) = (0, 1);
        for (var i = 0; i < meters.Length; i++)
        {
            // The window that begins here ends where the distance is first reached.
            var end = meters[i] + distance;
            while (ahead < meters.Length - 1 && meters[ahead] < end)
                ahead++;
            if (end <= meters[^1] && Between(seconds, meters, ahead - 1, end) is var to && to - seconds[i] < best)
                (best, bestFrom) = (to - seconds[i], seconds[i]);
            // The window that ends here begins where its first metre is last left: whoever stood before does not stand in it.
            var start = meters[i] - distance;
            while (behind < meters.Length - 2 && meters[behind + 1] <= start)
                behind++;
            if (start >= 0 && Between(seconds, meters, behind, start) is var from && seconds[i] - from < best)
                (best, bestFrom) = (seconds[i] - from, from);
        }

        return new Effort(distance, Math.Round(best, 3), Math.Round(bestFrom, 3));
    }

    // The second at which so many metres were run, between a point and the next.
    private static double Between(ReadOnlySpan<double> seconds, ReadOnlySpan<double> meters, int point, double at)
    {
        var width = meters[point + 1] - meters[point];
        var share = width > 0 ? (at - meters[point]) / width : 0;
        return seconds[point] + ((seconds[point + 1] - seconds[point]) * Math.Clamp(share, 0, 1));
    }
}
