using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using LeRun.Runs;
using LeRun.Runs.Analysis;

namespace LeRun.Functions.Runs;

/// <summary>What a run says about itself.</summary>
/// <param name="Source">
/// <c>markers</c> where they have times, <c>live</c> by the uploads of the live run, <c>average</c> by the totals alone.
/// </param>
/// <param name="MovingSeconds">The seconds without pauses.</param>
/// <param name="Pauses">When the runner stood: slower than 0.6 m/s for 10 seconds or more.</param>
/// <param name="Splits">The run in parts of the length asked for.</param>
/// <param name="Efforts">The fastest stretches over common distances; none of an average.</param>
/// <param name="Curve">Pairs of seconds and metres, at most 500.</param>
/// <param name="Witnessed">The share of the run, 0 to 1, that reached the server while it was run, by the server's clock.</param>
public sealed record RunAnalysisView(
    [property: AllowedValues("markers", "live", "average")] string Source,
    double MovingSeconds,
    IReadOnlyList<PauseView> Pauses,
    IReadOnlyList<SplitView> Splits,
    IReadOnlyList<EffortView> Efforts,
    IReadOnlyList<IReadOnlyList<double>> Curve,
    double Witnessed)
{
    /// <summary>Shows an analysis.</summary>
    public static RunAnalysisView Of(RecordAnalysis analysis)
    {
        var curve = analysis.Curve;
        return new RunAnalysisView(
            curve.Source switch { CurveSource.Markers => "markers", CurveSource.Live => "live", _ => "average" },
            RunAnalysis.MovingSeconds(curve),
            [.. RunAnalysis.Pauses(curve).Select(pause => new PauseView(Rounded(pause.From), Rounded(pause.To)))],
            [.. analysis.Splits.Select(SplitView.Of)],
            [.. RunAnalysis.Efforts(curve).Select(EffortView.Of)],
            [.. RunAnalysis.Points(curve).Select(
                IReadOnlyList<double> (point) => [Rounded(point.Seconds), Rounded(point.Meters)])],
            analysis.Witnessed);
    }

    private static double Rounded(double value) => Math.Round(value, 1);
}

/// <summary>A time at which the runner stood.</summary>
/// <param name="From">The second at which it began.</param>
/// <param name="To">The second at which it was over.</param>
public sealed record PauseView(double From, double To);

/// <summary>A part of a run.</summary>
/// <param name="Index">Its place, from 1.</param>
/// <param name="Meters">Its length; the last one's may be shorter.</param>
/// <param name="Seconds">The time for it.</param>
/// <param name="Pace">Seconds per kilometre; null for less than a metre.</param>
/// <param name="Ascent">Metres climbed; left out where no altitude is known.</param>
public sealed record SplitView(
    int Index,
    double Meters,
    double Seconds,
    double? Pace,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Ascent)
{
    /// <summary>Shows a part.</summary>
    public static SplitView Of(Split split) => new(
        split.Index, split.Meters, split.Seconds,
        split.Meters >= 1 ? Math.Round(split.Seconds / (split.Meters / 1000), 3) : null,
        split.Ascent);
}

/// <summary>The fastest stretch of a run over a distance.</summary>
/// <param name="Meters">The distance.</param>
/// <param name="Seconds">The time for it.</param>
/// <param name="From">The second of the run at which it began.</param>
public sealed record EffortView(double Meters, double Seconds, double From)
{
    /// <summary>Shows an effort.</summary>
    public static EffortView Of(Effort effort) => new(effort.Meters, effort.Seconds, effort.From);
}
