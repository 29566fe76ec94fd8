using LeRun.Runs.Tracks;

namespace LeRun.Runs.Analysis;

/// <summary>What tells how far a runner was at which second.</summary>
public enum CurveSource
{
    /// <summary>The times of the markers.</summary>
    Markers,

    /// <summary>What uploads of the live run told.</summary>
    Live,

    /// <summary>The totals alone: the same pace throughout.</summary>
    Average,
}

/// <summary>
/// How far a runner was at which second: points with seconds and metres that never fall, from 0 to the totals of the run.
/// Between two points the pace is even.
/// </summary>
public sealed class RunCurve
{
    // A GPS track is a little longer or shorter than what the phone made of it; one that is quite another length is no measure.
    private const double MaxStretch = 2;

    private readonly double[] _seconds;
    private readonly double[] _meters;

    private RunCurve(CurveSource source, double[] seconds, double[] meters) =>
        (Source, _seconds, _meters) = (source, seconds, meters);

    /// <summary>Where it is from.</summary>
    public CurveSource Source { get; }

    /// <summary>The seconds of the points.</summary>
    public ReadOnlySpan<double> Seconds => _seconds;

    /// <summary>The metres of the points.</summary>
    public ReadOnlySpan<double> Meters => _meters;

    /// <summary>How many points there are, at least two.</summary>
    public int Count => _seconds.Length;

    /// <summary>The curve of a run by the best that is known of it.</summary>
    /// <param name="track">Its markers.</param>
    /// <param name="samples">What its uploads told, in their order.</param>
    /// <param name="seconds">Its duration.</param>
    /// <param name="meters">Its distance.</param>
    public static RunCurve Of(Track track, IReadOnlyList<RunSample> samples, double seconds, double meters) =>
        OfMarkers(track, seconds, meters) ?? OfSamples(samples, seconds, meters) ?? Average(seconds, meters);

    /// <summary>A run of which only the totals are known.</summary>
    public static RunCurve Average(double seconds, double meters) =>
        new(CurveSource.Average, [0, seconds], [0, meters]);

    /// <summary>A part of the run, as if it began and ended there.</summary>
    /// <param name="from">The metre at which it begins.</param>
    /// <param name="to">The metre at which it ends.</param>
    public RunCurve Between(double from, double to)
    {
        var (begin, end) = (SecondsAt(from), SecondsAt(to));
        var points = new Points(end - begin, to - from);
        for (var i = 0; i < Count; i++)
            points.Add(_seconds[i] - begin, _meters[i] - from);
        return points.ToCurve(Source);
    }

    /// <summary>The second at which so many metres were run.</summary>
    public double SecondsAt(double meters) => Interpolate(Meters, Seconds, meters);

    private static RunCurve? OfMarkers(Track track, double seconds, double meters)
    {
        if (track.Optional(MarkerColumn.At) is not { } times || times.Count(time => time is not null) < 2)
            return null;
        var lengths = TrackLength.Along(track);
        if (!(lengths[^1] > 0) || meters > lengths[^1] * MaxStretch || meters < lengths[^1] / MaxStretch)
            return null;
        var points = new Points(seconds, meters);
        for (var i = 0; i < track.Count; i++)
        {
            if (times[i] is { } time)
                points.Add(time / Track.SecondScale, lengths[i] * meters / lengths[^1]);
        }

        return points.ToCurve(CurveSource.Markers);
    }

    private static RunCurve? OfSamples(IReadOnlyList<RunSample> samples, double seconds, double meters)
    {
        var points = new Points(seconds, meters);
        foreach (var sample in samples)
            points.Add(sample.Seconds, sample.Meters);
        // One upload tells no more than the totals.
        return points.Count < 3 ? null : points.ToCurve(CurveSource.Live);
    }

    /// <summary>The value of one column where another one has a value; both never fall.</summary>
    internal static double Interpolate(ReadOnlySpan<double> known, ReadOnlySpan<double> wanted, double at)
    {
        var (low, high) = (0, known.Length - 1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (known[middle] < at)
                low = middle;
            else
                high = middle;
        }

        var width = known[high] - known[low];
        return width > 0
            ? wanted[low] + ((wanted[high] - wanted[low]) * Math.Clamp((at - known[low]) / width, 0, 1))
            : wanted[high];
    }

    private sealed class Points(double seconds, double meters)
    {
        private readonly List<double> _seconds = [0];
        private readonly List<double> _meters = [0];

        public int Count => _seconds.Count;

        // What is not later, or further back, or beyond the totals is a mistake of the phone's.
        public void Add(double second, double meter)
        {
            if (second > _seconds[^1] && second < seconds && meter >= _meters[^1] && meter <= meters)
            {
                _seconds.Add(second);
                _meters.Add(meter);
            }
        }

        public RunCurve ToCurve(CurveSource source) => new(source, [.. _seconds, seconds], [.. _meters, meters]);
    }
}
