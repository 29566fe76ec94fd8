using LeRun.Runs.Analysis;

namespace LeRun.Runs;

/// <summary>What a record says of its run.</summary>
/// <param name="Record">The record, with its markers.</param>
/// <param name="Curve">How far the runner was at which second.</param>
/// <param name="Splits">The run in parts.</param>
public sealed record RecordAnalysis(RunRecord Record, RunCurve Curve, IReadOnlyList<Split> Splits)
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
    public static RecordAnalysis Of(RunRecord record, double split)
    {
        var track = record.Track!.Unpack();
        var curve = RunCurve.Of(track, record.Samples, record.Seconds, record.Meters);
        return new RecordAnalysis(record, curve, RunAnalysis.Splits(curve, split, AscentCurve.Of(track, record.Meters)));
    }
}
