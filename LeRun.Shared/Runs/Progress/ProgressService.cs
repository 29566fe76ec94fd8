using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;

namespace LeRun.Runs.Progress;

/// <summary>A runner's personal bests, with their best week.</summary>
/// <param name="Bests">The bests.</param>
/// <param name="BestWeek">The week with the most metres; null: there is none.</param>
public sealed record BestsReport(PersonalBests Bests, PeriodTotals? BestWeek);

/// <summary>What a runner ran so far.</summary>
/// <param name="Total">Ever.</param>
/// <param name="ThisWeek">This week.</param>
/// <param name="ThisMonth">This month.</param>
/// <param name="ThisYear">This year.</param>
/// <param name="Streaks">In a row.</param>
/// <param name="Goal">What they want to run; null: nothing is set.</param>
/// <param name="GoalPeriod">What they ran in the goal's period so far; null without a goal.</param>
public sealed record ProgressSummary(
    PeriodTotals Total, PeriodTotals ThisWeek, PeriodTotals ThisMonth, PeriodTotals ThisYear, Streaks Streaks, RunnerGoal? Goal,
    PeriodTotals? GoalPeriod);

/// <summary>Personal bests and statistics, for the runner alone. Costs are in Cosmos requests.</summary>
public sealed class ProgressService(ProgressStore store, LocalDates dates, TimeProvider clock)
{
    /// <summary>The most periods of a list.</summary>
    public const int MaxPeriods = 400;

    private static readonly Dictionary<string, int> DefaultPeriods = new(StringComparer.Ordinal)
    {
        [Periods.Day] = 30,
        [Periods.Week] = 12,
        [Periods.Month] = 12,
        [Periods.Year] = 5,
    };

    /// <summary>
    /// The caller's personal bests. Fails as <see cref="Forbidden"/> for another's. 1 request; more after a record that held one
    /// was deleted, which are then counted again.
    /// </summary>
    public async Task<Result<BestsReport>> GetBestsAsync(Caller caller, string? username, CancellationToken cancellationToken)
    {
        if (!caller.IsNamed(username))
            return new Forbidden(Messages.NotYours);
        return await OptimisticConcurrency.RetryAsync<BestsReport>(async () =>
        {
            var progress = await store.ReadAsync(caller.AccountId, DateOnly.MinValue, DateOnly.MaxValue, cancellationToken);
            var bests = progress.Bests;
            if (bests.IsStale)
            {
                if (await store.TryCountAgainAsync(bests, cancellationToken) is not { } counted)
                    return null;
                bests = counted;
            }

            return new BestsReport(bests, StatisticsOf(progress).BestWeek());
        });
    }

    /// <summary>
    /// What the caller ran, by period, the newest first. Fails as <see cref="Forbidden"/> for another's, <see cref="Invalid"/>
    /// for more than <see cref="MaxPeriods"/> periods. 1 request.
    /// </summary>
    /// <param name="caller">The runner.</param>
    /// <param name="username">Whose statistics are asked for.</param>
    /// <param name="by">One of <see cref="Periods"/>.</param>
    /// <param name="from">A day of the first period; null: some periods before the last.</param>
    /// <param name="to">A day of the last period; null: today.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Result<IReadOnlyList<PeriodTotals>>> ListAsync(
        Caller caller, string? username, string by, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        if (!caller.IsNamed(username))
            return new Forbidden(Messages.NotYours);
        // Which day it is, is known with the settings: until then, a day that it may be somewhere.
        var last = to ?? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddDays(1));
        var first = from ?? Statistics.Step(by, last, -DefaultPeriods[by]);
        if (first > last)
            return Invalid.Field("from", Messages.FromAfterTo);
        if (Statistics.Step(by, first, MaxPeriods) <= last)
            return Invalid.Field("from", Messages.TooManyItems(MaxPeriods));

        // A week may begin in the month before, and end in the month after.
        var progress = await store.ReadAsync(caller.AccountId, first.AddMonths(-1), last.AddMonths(1), cancellationToken);
        var statistics = StatisticsOf(progress);
        var end = to ?? dates.Today(clock, progress.Settings.TimeZone);
        var begin = from ?? Statistics.Step(by, statistics.StartOf(by, end), 1 - DefaultPeriods[by]);
        return (Result<IReadOnlyList<PeriodTotals>>)statistics.List(by, begin, end).ToList();
    }

    /// <summary>
    /// What the caller ran so far. Fails as <see cref="Forbidden"/> for another's. 1 request.
    /// </summary>
    public async Task<Result<ProgressSummary>> SummariseAsync(
        Caller caller, string? username, CancellationToken cancellationToken)
    {
        if (!caller.IsNamed(username))
            return new Forbidden(Messages.NotYours);
        var progress = await store.ReadAsync(caller.AccountId, DateOnly.MinValue, DateOnly.MaxValue, cancellationToken);
        var (statistics, today) = (StatisticsOf(progress), dates.Today(clock, progress.Settings.TimeZone));
        var goal = progress.Settings.Goal;
        return new ProgressSummary(
            statistics.TotalOfAll(), statistics.Total(Periods.Week, today), statistics.Total(Periods.Month, today),
            statistics.Total(Periods.Year, today), statistics.StreaksAt(today), goal,
            goal is null ? null : statistics.Total(goal.By, today));
    }

    /// <summary>The caller's settings. 1 request.</summary>
    public async Task<Result<RunnerSettings>> GetSettingsAsync(Caller caller, CancellationToken cancellationToken) =>
        await store.ReadSettingsAsync(caller.AccountId, cancellationToken);

    /// <summary>Sets the caller's settings and returns them. Days of earlier runs stay as they are. 2 requests.</summary>
    public Task<Result<RunnerSettings>> SetSettingsAsync(
        Caller caller, RunnerSettingsRequest request, CancellationToken cancellationToken) =>
        OptimisticConcurrency.RetryAsync<RunnerSettings>(async () =>
        {
            var before = await store.ReadSettingsAsync(caller.AccountId, cancellationToken);
            var settings = RunnerSettings.None(caller.AccountId) with
            {
                ETag = before.ETag,
                TimeZone = request.TimeZone,
                Units = request.Units ?? DistanceUnits.Metric,
                WeekStart = Enum.Parse<DayOfWeek>(request.WeekStart ?? "monday", ignoreCase: true),
                Goal = request.Goal is { } goal ? new RunnerGoal(goal.By!, goal.Meters, goal.Runs) : null,
            };
            return OptimisticConcurrency.Stored(await store.TrySetAsync(settings, cancellationToken) ? settings : null);
        });

    private static Statistics StatisticsOf(RunnerProgress progress) => new(progress.Months, progress.Settings.WeekStart);
}
