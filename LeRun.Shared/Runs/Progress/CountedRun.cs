using LeRun.Runs.Analysis;

namespace LeRun.Runs.Progress;

/// <summary>As much of a finished run as statistics and personal bests are made of.</summary>
/// <param name="RecordId">The run's record.</param>
/// <param name="Date">The local date where it began.</param>
/// <param name="Start">When it began.</param>
/// <param name="Meters">Its distance.</param>
/// <param name="Seconds">Its duration.</param>
/// <param name="Efforts">Its fastest stretches.</param>
public sealed record CountedRun(
    string RecordId, DateOnly Date, DateTimeOffset Start, double Meters, double Seconds, IReadOnlyList<Effort> Efforts);
