using LeRun.Runs.Analysis;
using LeRun.Runs.Progress;

namespace LeRun.Runs;

/// <summary>
/// Counts records: what a run adds to bests and months when its record is stored, and takes away when it goes. Pure, but for
/// the settings.
/// </summary>
public sealed class RecordCounting(LocalDates dates)
{
    /// <summary>The record with its date, its efforts and the bests that it beats, and what changes with it.</summary>
    /// <param name="record">A record that is not counted yet.</param>
    /// <param name="scene">What it is counted into.</param>
    /// <param name="replaced">The record in whose place it is stored; null: none.</param>
    /// <returns>Null if the scene lacks a month that changes.</returns>
    public RecordWrite? Count(RunRecord record, RunnerScene scene, RunRecord? replaced = null)
    {
        var curve = RunCurve.Of(record.Track!.Unpack(), record.Samples, record.Seconds, record.Meters);
        var counted = record with
        {
            LocalDate = dates.DateOf(record.Start, record.OffsetMinutes, record.TimeZone, scene.Settings.TimeZone),
            MovingSeconds = RunAnalysis.MovingSeconds(curve),
            Efforts = RunAnalysis.Efforts(curve),
        };
        var run = counted.ToCounted()!;
        var (bests, months) = (scene.Bests, new Dictionary<string, MonthTotals>(StringComparer.Ordinal));
        if (replaced?.ToCounted() is { } gone)
        {
            if (Month(gone.Date) is not { } month)
                return null;
            // A run that the server ended is nearly always the last one; what was longer that day stays longer.
            months[month.Id] = month.Without(gone, longestOther: 0);
            bests = bests.Without(gone.RecordId);
        }

        if (Month(run.Date) is not { } own)
            return null;
        months[own.Id] = own.With(run);
        var (after, beaten) = bests.With(run);
        return new RecordWrite(counted with { Beaten = beaten }, after, [.. months.Values]);

        MonthTotals? Month(DateOnly day) => months.GetValueOrDefault(MonthTotals.IdOf(day)) ?? scene.MonthOf(day);
    }

    /// <summary>What changes when a record goes.</summary>
    /// <param name="record">The record.</param>
    /// <param name="scene">What it was counted into.</param>
    /// <param name="longestOther">The most metres of another run of its day; 0: there is none.</param>
    public static RecordWrite Discount(RunRecord record, RunnerScene scene, double longestOther) =>
        record.ToCounted() is { } run && scene.MonthOf(run.Date) is { } month
            ? new RecordWrite(record, scene.Bests.Without(record.Id), [month.Without(run, longestOther)])
            : new RecordWrite(record, Bests: null, []);
}
