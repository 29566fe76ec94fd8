using LeRun.Runs.Privacy;
using LeRun.Runs.Progress;

namespace LeRun.Runs;

/// <summary>What stands in a runner's partition when a run becomes a record, as it was read.</summary>
/// <param name="Live">The live run; null: there is none.</param>
/// <param name="Earlier">A record of the same start or idempotency key; null: there is none.</param>
/// <param name="Bests">The personal bests.</param>
/// <param name="Months">The months that were asked for, those without runs included.</param>
/// <param name="Settings">The runner's settings.</param>
/// <param name="Privacy">What the runner lets others see.</param>
public sealed record RunnerScene(
    WholeLiveRun? Live, RunRecord? Earlier, PersonalBests Bests, IReadOnlyList<MonthTotals> Months, RunnerSettings Settings,
    RunnerPrivacy Privacy)
{
    /// <summary>The months of the days that it may be anywhere on earth at a moment.</summary>
    public static IEnumerable<DateOnly> DaysAround(DateTimeOffset moment) =>
        [DateOnly.FromDateTime(moment.UtcDateTime.AddDays(-1)), DateOnly.FromDateTime(moment.UtcDateTime.AddDays(1))];

    /// <summary>The totals of the month of a day; null if they were not read.</summary>
    public MonthTotals? MonthOf(DateOnly day) => Months.FirstOrDefault(month => month.Id == MonthTotals.IdOf(day));
}

/// <summary>A record with what changes in the same batch.</summary>
/// <param name="Record">The record, as it is then.</param>
/// <param name="Bests">The personal bests then; null: they stay.</param>
/// <param name="Months">The months that change, as they are then.</param>
public sealed record RecordWrite(RunRecord Record, PersonalBests? Bests, IReadOnlyList<MonthTotals> Months);
