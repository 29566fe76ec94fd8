using System.Globalization;
using System.Text.Json.Serialization;
using LeRun.Storage;

namespace LeRun.Runs.Progress;

/// <summary>
/// What a runner ran on each day of a month: one item a month, changed in the same batch as the record that changes it. So
/// statistics cost the same after ten thousand runs. Never changed once made; a change makes another one.
/// </summary>
public sealed record MonthTotals : CosmosItem
{
    /// <summary>What tells months from the other items of a runner.</summary>
    public const string ItemType = "month";

    /// <summary>The runner's account id: the partition.</summary>
    [JsonPropertyName("userId")]
    public required string AccountId { get; init; }

    /// <summary>The totals by day, such as <c>2024-11-22</c>; days without runs are left out.</summary>
    public IReadOnlyDictionary<string, DayTotals> Days { get; init; } =
        new Dictionary<string, DayTotals>(StringComparer.Ordinal);

    /// <summary>The id of the month that a day is in.</summary>
    public static string IdOf(DateOnly day) => day.ToString("'month-'yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>A month without runs.</summary>
    public static MonthTotals None(string accountId, DateOnly day) => new()
    {
        Id = IdOf(day),
        Type = ItemType,
        AccountId = accountId,
    };

    /// <summary>The month with one run more.</summary>
    public MonthTotals With(CountedRun run) => Changed(run.Date, DayOf(run).With(run));

    /// <summary>The month without a run.</summary>
    /// <param name="run">A run that was counted.</param>
    /// <param name="longestOther">The most metres of another run of the day; 0: there is none.</param>
    public MonthTotals Without(CountedRun run, double longestOther) =>
        Changed(run.Date, DayOf(run).Without(run, longestOther));

    /// <inheritdoc cref="DayTotals.NeedsOthers"/>
    public bool NeedsOthers(CountedRun run) => DayOf(run).NeedsOthers(run);

    /// <summary>The days with runs.</summary>
    public IEnumerable<(DateOnly Day, DayTotals Totals)> All() =>
        Days.Select(pair => (DateOnly.ParseExact(pair.Key, "yyyy-MM-dd", CultureInfo.InvariantCulture), pair.Value));

    private DayTotals DayOf(CountedRun run) => Days.GetValueOrDefault(KeyOf(run.Date)) ?? DayTotals.None;

    private MonthTotals Changed(DateOnly day, DayTotals totals)
    {
        var days = new Dictionary<string, DayTotals>(Days, StringComparer.Ordinal);
        if (totals.Runs > 0)
            days[KeyOf(day)] = totals;
        else
            days.Remove(KeyOf(day));
        return this with { Days = days };
    }

    private static string KeyOf(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What was run on a day. Whole numbers: what is added and taken away again leaves nothing.</summary>
/// <param name="Runs">How many runs.</param>
/// <param name="TotalCentimeters">Their distance.</param>
/// <param name="TotalMilliseconds">Their duration.</param>
/// <param name="Longest">The distances of the longest, in centimetres, the longest first; one at least.</param>
public sealed record DayTotals(
    [property: JsonPropertyName("n")] int Runs,
    [property: JsonPropertyName("cm")] long TotalCentimeters,
    [property: JsonPropertyName("ms")] long TotalMilliseconds,
    [property: JsonPropertyName("max")] IReadOnlyList<long> Longest)
{
    // When the longest is deleted, the next one is known, unless somebody runs all day.
    private const int KeptDistances = 10;

    /// <summary>A day without runs.</summary>
    public static DayTotals None { get; } = new(0, 0, 0, []);

    /// <summary>The day with one run more.</summary>
    public DayTotals With(CountedRun run) => new(
        Runs + 1,
        TotalCentimeters + Centimeters(run.Meters),
        TotalMilliseconds + Milliseconds(run.Seconds),
        [.. Longest.Append(Centimeters(run.Meters)).OrderDescending().Take(KeptDistances)]);

    /// <summary>The day without a run.</summary>
    /// <param name="run">A run that was counted.</param>
    /// <param name="longestOther">The most metres of another run of the day, where <see cref="NeedsOthers"/>.</param>
    public DayTotals Without(CountedRun run, double longestOther)
    {
        var others = Longest.ToList();
        others.Remove(Centimeters(run.Meters));
        if (others.Count == 0 && Runs > 1)
            others.Add(Centimeters(longestOther));
        return new DayTotals(
            Runs - 1, TotalCentimeters - Centimeters(run.Meters), TotalMilliseconds - Milliseconds(run.Seconds), others);
    }

    /// <summary>Whether it takes more than the run itself to say what is the longest of the day without it.</summary>
    public bool NeedsOthers(CountedRun run) => Runs > 1 && Longest.Count == 1 && Longest[0] == Centimeters(run.Meters);

    private static long Centimeters(double meters) => (long)Math.Round(meters * 100);

    private static long Milliseconds(double seconds) => (long)Math.Round(seconds * 1000);
}
