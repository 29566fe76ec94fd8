using LeRun.Runs.Analysis;
using LeRun.Runs.Privacy;

namespace LeRun.Runs;

/// <summary>What a record says of its run.</summary>
/// <param name="Curve">How far the runner was at which second.</param>
/// <param name="Splits">The run in parts.</param>
/// <param name="Witnessed">The share of the run that reached the server while it was run, 0 to 1.</param>
/// <param name="VersionId">The version of what its reader sees.</param>
public sealed record RecordAnalysis(RunCurve Curve, IReadOnlyList<Split> Splits, double Witnessed, string VersionId)
{
    /// <summary>The shortest parts that a run is taken apart into, in metres.</summary>
    public const int MinSplit = 100;

    /// <summary>The longest parts.</summary>
    public const int MaxSplit = 10_000;

    /// <summary>The length of a part if none is asked for.</summary>
    public const int DefaultSplit = 1_000;

    /// <summary>Analyses a record.</summary>
    /// <param name="record">The record, with its markers.</param>
    /// <param name="split">The length of a part, in metres.</param>
    /// <param name="privacy">What its runner lets others see; null: the runner asks.</param>
    /// <param name="keys">Tell how much is cut for others.</param>
    public static RecordAnalysis Of(RunRecord record, double split, RunnerPrivacy? privacy, PrivacyKeys keys)
    {
        var track = record.Track!.Unpack();
        var curve = RunCurve.Of(track, record.Samples, record.Seconds, record.Meters);
        var ascent = privacy is null ? AscentCurve.Of(track, record.Meters) : null;
        if (privacy is not null)
            (curve, ascent) = SharedTrack.CourseForOthers(track, curve, record.CoordinateSystem, record.Id, privacy, keys);
        return new RecordAnalysis(
            curve, RunAnalysis.Splits(curve, split, ascent), RunAnalysis.Witnessed(record.Samples, record.Seconds),
            privacy is null ? record.VersionId : keys.TagOf($"{record.VersionId}:{privacy.Version}"));
    }
}
