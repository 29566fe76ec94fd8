using System.Globalization;
using System.Text;
using LeRun.Runs.Analysis;
using LeRun.Runs.Tracks;
using LeRun.Tests.Runs.Tracks;

namespace LeRun.Tests.Runs.Analysis;

/// <summary>What runs of which everything is known say about themselves.</summary>
public class RunAnalysisTests
{
    // 0.0009 degrees of latitude are 100.075 metres on a sphere of the earth's mean radius.
    private const double DegreesAMetre = 0.0009 / 100.0754;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Fact]
    public void Even_run_has_even_splits_and_no_pause()
    {
        var curve = Curve(Enumerable.Range(0, 601).Select(second => (Second: (double)second, Meters: second * 4.0)), 2400, 600);

        Assert.Equal(CurveSource.Markers, curve.Source);
        Assert.Equal(
            [new(1, 1000, 250, null), new(2, 1000, 250, null), new(3, 400, 100, null)],
            RunAnalysis.Splits(curve, 1000, ascent: null));
        Assert.Empty(RunAnalysis.Pauses(curve));
        Assert.Equal(600, RunAnalysis.MovingSeconds(curve));
        Assert.Equal([100, 200, 250, 402.3], RunAnalysis.Efforts(curve).Select(effort => Math.Round(effort.Seconds, 1)));
        Assert.InRange(RunAnalysis.Points(curve).Count, 400, 500);
    }

    [Fact]
    public void Crossings_are_interpolated_and_the_fast_part_is_the_effort()
    {
        // A kilometre in 300 s, one in 200 s, one in 400 s.
        var curve = Live((300, 1000), (500, 2000), (900, 3000));

        Assert.Equal(CurveSource.Live, curve.Source);
        Assert.Equal([150, 150, 100, 100, 200, 200], RunAnalysis.Splits(curve, 500, ascent: null).Select(split => split.Seconds));
        Assert.Equal(new Effort(1000, 200, 300), RunAnalysis.Efforts(curve).Single(effort => effort.Meters == 1000));
        Assert.Equal(new Effort(400, 80, 300), RunAnalysis.Efforts(curve)[0]);
    }

    [Fact]
    public void Whoever_stands_for_ten_seconds_pauses_and_whoever_stands_for_nine_does_not()
    {
        var curve = Live((100, 300), (110, 305), (200, 600), (209, 604), (300, 900));

        Assert.Equal([new Pause(100, 110)], RunAnalysis.Pauses(curve));
        Assert.Equal(290, RunAnalysis.MovingSeconds(curve));
    }

    [Fact]
    public void Pause_before_and_after_a_stretch_is_no_part_of_its_effort()
    {
        var curve = Live((60, 0), (160, 400), (260, 400), (460, 800));

        Assert.Equal(new Effort(400, 100, 60), RunAnalysis.Efforts(curve)[0]);
    }

    [Fact]
    public void Totals_alone_give_an_average_without_efforts()
    {
        var curve = RunCurve.Of(Track.Empty, [new RunSample(900, 2500, 0, 0)], 900, 2500);

        Assert.Equal(CurveSource.Average, curve.Source);
        Assert.Empty(RunAnalysis.Efforts(curve));
        Assert.Equal([360, 360, 180], RunAnalysis.Splits(curve, 1000, ascent: null).Select(split => split.Seconds));
        Assert.Equal([(0, 0), (900, 2500)], RunAnalysis.Points(curve));
    }

    [Fact]
    public void Run_of_nothing_is_analysed_too()
    {
        var curve = RunCurve.Of(Track.Empty, [], 0, 0);

        Assert.Empty(RunAnalysis.Splits(curve, 1000, ascent: null));
        Assert.Empty(RunAnalysis.Efforts(curve));
        Assert.Equal(0, RunAnalysis.MovingSeconds(curve));
        Assert.Equal(0, RunAnalysis.Witnessed([], 0));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Efforts_are_what_brute_force_over_all_windows_finds(int seed)
    {
        var random = new Random(seed);
        var (seconds, meters) = (0.0, 0.0);
        var points = new List<(double, double)>();
        for (var i = 0; i < 120; i++)
        {
            seconds += random.Next(1, 20);
            // Some stand, some sprint; crossings fall onto points and between them.
            meters += random.Next(4) == 0 ? 0 : random.Next(0, 15) * 5;
            points.Add((seconds, meters));
        }

        var curve = Live([.. points]);

        foreach (var effort in RunAnalysis.Efforts(curve))
        {
            Assert.Equal(BruteForce(curve, effort.Meters), effort.Seconds, 0.002);
            Assert.InRange(effort.From, 0, curve.Seconds[^1] - effort.Seconds + 0.002);
        }

        Assert.Equal(
            RunAnalysis.Distances.Where(distance => distance <= meters),
            RunAnalysis.Efforts(curve).Select(effort => effort.Meters));
    }

    [Fact]
    public void Climb_is_counted_and_noise_is_not()
    {
        var random = new Random(1);
        // Up 60 m, down 60 m, with half a metre of noise either way.
        var markers = Enumerable.Range(0, 241).Select(i => new Marker
        {
            Latitude = i * 5 * DegreesAMetre,
            Longitude = 0,
            Altitude = (i <= 120 ? i * 0.5 : (240 - i) * 0.5) + random.NextDouble() - 0.5,
        });
        var track = RandomTrack.Of(markers);
        var curve = RunCurve.Of(track, [], 600, 1200);

        var splits = RunAnalysis.Splits(curve, 600, AscentCurve.Of(track, 1200));

        Assert.InRange(splits[0].Ascent!.Value, 54, 62);
        Assert.InRange(splits[1].Ascent!.Value, 0, 4);
        Assert.Null(AscentCurve.Of(RandomTrack.Of([new Marker { Latitude = 1, Longitude = 1 }]), 1));
    }

    [Fact]
    public void Track_is_stretched_to_the_distance_of_the_run_and_not_beyond_reason()
    {
        (double, double)[] points = [(0, 0), (50, 100), (100, 1000)];
        var track = TrackOf(points);

        Assert.Equal(50, RunCurve.Of(track, [], 100, 1100).SecondsAt(110), 0.1);
        Assert.Equal(CurveSource.Average, RunCurve.Of(track, [], 100, 5000).Source);
        Assert.Equal(CurveSource.Average, RunCurve.Of(track, [], 100, 100).Source);
    }

    [Fact]
    public void Witnessed_is_the_share_that_came_while_it_was_run()
    {
        var live = Enumerable.Range(0, 121).Select(i => new RunSample(i * 5, i * 15, i, i * 5_000L)).ToList();
        var replayed = live.Select(sample => sample with { ReceivedAt = sample.ReceivedAt / 50 }).ToList();
        var half = live.Take(61).ToList();

        Assert.Equal(1, RunAnalysis.Witnessed(live, 600));
        Assert.Equal(0.02, RunAnalysis.Witnessed(replayed, 600));
        Assert.Equal(0.5, RunAnalysis.Witnessed(half, 600));
    }

    [Fact]
    public void Points_of_a_long_run_are_500_from_its_first_to_its_last()
    {
        var curve = Live([.. Enumerable.Range(1, 20_000).Select(i => ((double)i, i * 3.0))]);

        var points = RunAnalysis.Points(curve);

        Assert.InRange(points.Count, 450, 500);
        Assert.Equal((0, 0), points[0]);
        Assert.Equal((20_000, 60_000), points[^1]);
    }

    private static double BruteForce(RunCurve curve, double distance)
    {
        var best = double.PositiveInfinity;
        // Windows that begin or end at any point, and at any second between.
        double[] points = [.. curve.Meters];
        var starts = points.Concat(points.Select(meters => meters - distance))
            .Where(start => start >= 0 && start + distance <= curve.Meters[^1]);
        foreach (var start in starts)
            best = Math.Min(best, First(curve, start + distance) - Last(curve, start));
        return best;

        static double First(RunCurve curve, double meters) => Enumerable.Range(1, curve.Count - 1)
            .Where(i => curve.Meters[i] >= meters).Select(i => At(curve, i, meters)).First();

        static double Last(RunCurve curve, double meters) => Enumerable.Range(1, curve.Count - 1).Reverse()
            .Where(i => curve.Meters[i - 1] <= meters).Select(i => At(curve, i, meters)).First();

        static double At(RunCurve curve, int i, double meters)
        {
            var width = curve.Meters[i] - curve.Meters[i - 1];
            var share = width > 0 ? Math.Clamp((meters - curve.Meters[i - 1]) / width, 0, 1) : 0;
            return curve.Seconds[i - 1] + (share * (curve.Seconds[i] - curve.Seconds[i - 1]));
        }
    }

    private static RunCurve Live(params (double Seconds, double Meters)[] points) => RunCurve.Of(
        Track.Empty, [.. points.Select(point => new RunSample(point.Seconds, point.Meters, 0, 0))],
        points[^1].Seconds, points[^1].Meters);

    private static RunCurve Curve(IEnumerable<(double Second, double Meters)> points, double meters, double seconds) =>
        RunCurve.Of(TrackOf(points), [], seconds, meters);

    private static Track TrackOf(IEnumerable<(double Second, double Meters)> points)
    {
        var json = new StringBuilder("[");
        foreach (var (second, meters) in points)
        {
            json.Append(json.Length > 1 ? "," : "").Append(
                CultureInfo.InvariantCulture, $$"""{"latitude":{{meters * DegreesAMetre:F9}},"longitude":0,"at":{{second}}}""");
        }

        return RandomTrack.Read(json.Append(']').ToString()).Track;
    }
}
