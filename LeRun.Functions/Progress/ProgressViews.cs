using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using LeRun.Runs.Analysis;
using LeRun.Runs.Progress;

namespace LeRun.Functions.Progress;

/// <summary>Personal bests.</summary>
/// <param name="Efforts">The fastest efforts by distance, the shortest distance first.</param>
/// <param name="Longest">The run with the most metres; null: there is none.</param>
/// <param name="LongestTime">The run with the most seconds; null: there is none.</param>
/// <param name="BestWeek">The week with the most metres; null: there is none.</param>
public sealed record BestsView(
    IReadOnlyList<BestDistanceView> Efforts, BestRunView? Longest, BestRunView? LongestTime, PeriodView? BestWeek)
{
    /// <summary>Shows bests.</summary>
    public static BestsView Of(BestsReport report) => new(
        [
            .. from distance in RunAnalysis.Distances
               let best = report.Bests.Efforts.GetValueOrDefault(distance.ToString(CultureInfo.InvariantCulture))
               where best is { Count: > 0 }
               select new BestDistanceView(distance, [.. best.Select(BestEffortView.Of)]),
        ],
        report.Bests.Longest is { } longest ? BestRunView.Of(longest) : null,
        report.Bests.LongestTime is { } time ? BestRunView.Of(time) : null,
        report.BestWeek is { } week ? PeriodView.Of(week) : null);
}

/// <summary>The fastest efforts over a distance.</summary>
/// <param name="Meters">The distance.</param>
/// <param name="Best">At most three, the fastest first.</param>
public sealed record BestDistanceView(double Meters, IReadOnlyList<BestEffortView> Best);

/// <summary>One of the fastest efforts over a distance.</summary>
/// <param name="RecordId">The record of its run.</param>
/// <param name="Seconds">The time.</param>
/// <param name="LocalDate">The date of its run.</param>
public sealed record BestEffortView(string RecordId, double Seconds, DateOnly LocalDate)
{
    /// <summary>Shows an effort.</summary>
    public static BestEffortView Of(BestEffort best) => new(best.RecordId, best.Seconds, best.Date);
}

/// <summary>A run that is the longest in some way.</summary>
/// <param name="RecordId">Its record.</param>
/// <param name="Meters">Its distance in metres.</param>
/// <param name="Seconds">Its duration in seconds.</param>
/// <param name="LocalDate">Its date.</param>
public sealed record BestRunView(string RecordId, double Meters, double Seconds, DateOnly LocalDate)
{
    /// <summary>Shows a run.</summary>
    public static BestRunView Of(BestRun run) => new(run.RecordId, run.Meters, run.Seconds, run.Date);
}

/// <summary>What was run in a period.</summary>
/// <param name="Period">Its name: <c>2024-11-22</c>, <c>2024-W47</c>, <c>2024-11</c>, <c>2024</c> or <c>all</c>.</param>
/// <param name="From">Its first day.</param>
/// <param name="To">Its last day.</param>
/// <param name="Runs">How many runs.</param>
/// <param name="Meters">Their distance in metres.</param>
/// <param name="Seconds">Their duration in seconds.</param>
/// <param name="Longest">The distance of the longest, in metres.</param>
/// <param name="Pace">Seconds per kilometre of all of them together; null for less than a metre.</param>
public sealed record PeriodView(
    string Period, DateOnly From, DateOnly To, int Runs, double Meters, double Seconds, double Longest, double? Pace)
{
    /// <summary>Shows a period.</summary>
    public static PeriodView Of(PeriodTotals totals) => new(
        totals.Period, totals.From, totals.To, totals.Runs, totals.Meters, totals.Seconds, totals.Longest,
        totals.Meters >= 1 ? Math.Round(totals.Seconds / (totals.Meters / 1000), 3) : null);
}

/// <summary>What was run so far.</summary>
/// <param name="Total">Ever.</param>
/// <param name="ThisWeek">This week.</param>
/// <param name="ThisMonth">This month.</param>
/// <param name="ThisYear">This year.</param>
/// <param name="Streak">In a row.</param>
/// <param name="Goal">What the runner wants to run; null: nothing is set.</param>
public sealed record SummaryView(
    PeriodView Total, PeriodView ThisWeek, PeriodView ThisMonth, PeriodView ThisYear, StreakView Streak, GoalProgressView? Goal)
{
    /// <summary>Shows a summary.</summary>
    public static SummaryView Of(ProgressSummary summary) => new(
        PeriodView.Of(summary.Total), PeriodView.Of(summary.ThisWeek), PeriodView.Of(summary.ThisMonth),
        PeriodView.Of(summary.ThisYear),
        new StreakView(
            summary.Streaks.Days, summary.Streaks.Weeks, summary.Streaks.LongestDays, summary.Streaks.LongestWeeks),
        summary.Goal is { } goal ? GoalProgressView.Of(goal, summary.GoalPeriod!) : null);
}

/// <summary>Days and weeks in a row with a run.</summary>
/// <param name="Days">Days up to today; yesterday counts until today is over.</param>
/// <param name="Weeks">Weeks up to this one; the last one counts until this one is over.</param>
/// <param name="LongestDays">The most days in a row there ever were.</param>
/// <param name="LongestWeeks">The most weeks in a row there ever were.</param>
public sealed record StreakView(int Days, int Weeks, int LongestDays, int LongestWeeks);

/// <summary>How far a goal is.</summary>
/// <param name="By">The period.</param>
/// <param name="Meters">The distance to run, in metres; left out where the number counts.</param>
/// <param name="Runs">The number of runs; left out where the distance counts.</param>
/// <param name="Done">The metres or runs of the period so far.</param>
public sealed record GoalProgressView(
    [property: AllowedValues(Periods.Day, Periods.Week, Periods.Month, Periods.Year)] string By,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Meters,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Runs,
    double Done)
{
    /// <summary>Shows a goal.</summary>
    public static GoalProgressView Of(RunnerGoal goal, PeriodTotals period) =>
        new(goal.By, goal.Meters, goal.Runs, goal.Runs is null ? period.Meters : period.Runs);
}

/// <summary>What a runner has set for their statistics.</summary>
/// <param name="TimeZone">The time zone of runs that do not say where they were run; null: the setting of the app.</param>
/// <param name="Units"><c>metric</c> or <c>imperial</c>.</param>
/// <param name="WeekStart">The day on which weeks begin.</param>
/// <param name="Goal">What they want to run; null: nothing is set.</param>
public sealed record RunnerSettingsView(
    string? TimeZone,
    [property: AllowedValues(DistanceUnits.Metric, DistanceUnits.Imperial)] string Units,
    [property: AllowedValues("monday", "sunday", "saturday")] string WeekStart,
    RunnerGoalView? Goal)
{
    /// <summary>Shows settings.</summary>
    public static RunnerSettingsView Of(RunnerSettings settings) => new(
        settings.TimeZone, settings.Units, settings.WeekStart.ToString().ToLowerInvariant(),
        settings.Goal is { } goal ? new RunnerGoalView(goal.By, goal.Meters, goal.Runs) : null);
}

/// <summary>What a runner wants to run in a period.</summary>
/// <param name="By">The period.</param>
/// <param name="Meters">The distance in metres; left out where the number counts.</param>
/// <param name="Runs">The number of runs; left out where the distance counts.</param>
public sealed record RunnerGoalView(
    [property: AllowedValues(Periods.Day, Periods.Week, Periods.Month, Periods.Year)] string By,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Meters,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Runs);
