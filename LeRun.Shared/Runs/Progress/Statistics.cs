using System.Globalization;

namespace LeRun.Runs.Progress;

/// <summary>What was run in a period.</summary>
/// <param name="Period">Its name: <c>2024-11-22</c>, <c>2024-W47</c>, <c>2024-11</c> or <c>2024</c>.</param>
/// <param name="From">Its first day.</param>
/// <param name="To">Its last day.</param>
/// <param name="Runs">How many runs.</param>
/// <param name="Meters">Their distance.</param>
/// <param name="Seconds">Their duration.</param>
/// <param name="Longest">The distance of the longest.</param>
public sealed record PeriodTotals(
    string Period, DateOnly From, DateOnly To, int Runs, double Meters, double Seconds, double Longest);

/// <summary>So many days or weeks in a row with a run.</summary>
/// <param name="Days">Days up to today; yesterday counts until today is over.</param>
/// <param name="Weeks">Weeks up to this one; the last one counts until this one is over.</param>
/// <param name="LongestDays">The most days in a row there ever were.</param>
/// <param name="LongestWeeks">The most weeks in a row there ever were.</param>
public sealed record Streaks(int Days, int Weeks, int LongestDays, int LongestWeeks);

/// <summary>Sums of days. Pure: of days that are given, by a calendar that is given.</summary>
/// <param name="months">All months with runs, or those that are asked for.</param>
/// <param name="weekStart">The day on which weeks begin.</param>
public sealed class Statistics(IEnumerable<MonthTotals> months, DayOfWeek weekStart)
{
    private readonly SortedList<DateOnly, DayTotals> _days = new(
        months.SelectMany(month => month.All()).ToDictionary(day => day.Day, day => day.Totals));

    /// <summary>The first day with a run; null: there is none.</summary>
    public DateOnly? FirstDay => _days.Count == 0 ? null : _days.GetKeyAtIndex(0);

    /// <summary>The first day of the period that a day is in.</summary>
    /// <param name="by">One of <see cref="Periods"/>.</param>
    /// <param name="day">The day.</param>
    public DateOnly StartOf(string by, DateOnly day) => by switch
    {
        Periods.Week => day.AddDays(-(((int)day.DayOfWeek - (int)weekStart + 7) % 7)),
        Periods.Month => new DateOnly(day.Year, day.Month, 1),
        Periods.Year => new DateOnly(day.Year, 1, 1),
        _ => day,
    };

    /// <summary>The first day of a period so many periods later.</summary>
    public static DateOnly Step(string by, DateOnly start, int periods) => by switch
    {
        Periods.Week => start.AddDays(7 * periods),
        Periods.Month => start.AddMonths(periods),
        Periods.Year => start.AddYears(periods),
        _ => start.AddDays(periods),
    };

    /// <summary>The periods from one day to another, the newest first, those without runs included.</summary>
    public IEnumerable<PeriodTotals> List(string by, DateOnly from, DateOnly to)
    {
        for (var start = StartOf(by, to); start >= StartOf(by, from); start = Step(by, start, -1))
            yield return Total(by, start);
    }

    /// <summary>What was run in the period that a day is in.</summary>
    public PeriodTotals Total(string by, DateOnly day)
    {
        var start = StartOf(by, day);
        var end = Step(by, start, 1).AddDays(-1);
        var days = _days.Where(each => each.Key >= start && each.Key <= end).Select(each => each.Value);
        return Sum(NameOf(by, start), start, end, days);
    }

    /// <summary>What was ever run.</summary>
    public PeriodTotals TotalOfAll() => Sum(
        "all", FirstDay ?? default, _days.Count == 0 ? default : _days.GetKeyAtIndex(_days.Count - 1), _days.Values);

    /// <summary>The week with the most metres; null: there is none.</summary>
    public PeriodTotals? BestWeek() => _days.Keys.Select(day => StartOf(Periods.Week, day)).Distinct()
        .Select(week => Total(Periods.Week, week)).MaxBy(week => week.Meters);

    /// <summary>The days and weeks in a row.</summary>
    /// <param name="today">The date of today.</param>
    public Streaks StreaksAt(DateOnly today)
    {
        var weeks = _days.Keys.Select(day => StartOf(Periods.Week, day)).Distinct().ToList();
        var (days, longestDays) = Streak(_days.Keys, today, 1);
        var (current, longestWeeks) = Streak(weeks, StartOf(Periods.Week, today), 7);
        return new Streaks(days, current, longestDays, longestWeeks);
    }

    private static (int Current, int Longest) Streak(IEnumerable<DateOnly> units, DateOnly now, int daysAUnit)
    {
        var (length, longest, last) = (0, 0, DateOnly.MinValue);
        foreach (var unit in units.Where(unit => unit <= now))
        {
            length = last != DateOnly.MinValue && last.AddDays(daysAUnit) == unit ? length + 1 : 1;
            (longest, last) = (Math.Max(longest, length), unit);
        }

        return (last != DateOnly.MinValue && last.AddDays(daysAUnit) >= now ? length : 0, longest);
    }

    private static PeriodTotals Sum(string name, DateOnly from, DateOnly to, IEnumerable<DayTotals> days)
    {
        var (runs, centimeters, milliseconds, longest) = (0, 0L, 0L, 0L);
        foreach (var day in days)
        {
            runs += day.Runs;
            centimeters += day.TotalCentimeters;
            milliseconds += day.TotalMilliseconds;
            longest = Math.Max(longest, day.Longest[0]);
        }

        return new PeriodTotals(name, from, to, runs, centimeters / 100.0, milliseconds / 1000.0, longest / 100.0);
    }

    // Weeks are numbered by the ISO week that holds most of their days.
    private static string NameOf(string by, DateOnly start) => by switch
    {
        Periods.Week => WeekNameOf(start.AddDays(3).ToDateTime(TimeOnly.MinValue)),
        Periods.Month => start.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        Periods.Year => start.ToString("yyyy", CultureInfo.InvariantCulture),
        _ => start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    private static string WeekNameOf(DateTime middle) =>
        string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(middle)}-W{ISOWeek.GetWeekOfYear(middle):00}");
}
