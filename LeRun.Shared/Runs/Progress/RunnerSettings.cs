using System.Text.Json.Serialization;
using LeRun.Storage;

namespace LeRun.Runs.Progress;

/// <summary>What a runner has set for their statistics: one item a runner.</summary>
public sealed record RunnerSettings : CosmosItem
{
    /// <summary>The item's id in the runner's partition.</summary>
    public const string ItemId = "settings";

    /// <summary>The runner's account id: the partition.</summary>
    [JsonPropertyName("userId")]
    public required string AccountId { get; init; }

    /// <summary>The name of the time zone of runs that do not say where they were run; null: the setting of the app.</summary>
    public string? TimeZone { get; init; }

    /// <summary>One of <see cref="DistanceUnits"/>.</summary>
    public string Units { get; init; } = DistanceUnits.Metric;

    /// <summary>The day on which weeks begin.</summary>
    public DayOfWeek WeekStart { get; init; } = DayOfWeek.Monday;

    /// <summary>What the runner wants to run; null: nothing is set.</summary>
    public RunnerGoal? Goal { get; init; }

    /// <summary>The settings of a runner who has set nothing.</summary>
    public static RunnerSettings None(string accountId) => new() { Id = ItemId, Type = ItemId, AccountId = accountId };
}

/// <summary>What a runner wants to run in a period: a distance, or a number of runs.</summary>
/// <param name="By">One of <see cref="Periods"/>.</param>
/// <param name="Meters">The distance; null: the number counts.</param>
/// <param name="Runs">The number of runs; null: the distance counts.</param>
public sealed record RunnerGoal(string By, double? Meters, int? Runs);

/// <summary>The units in which an app shows distances.</summary>
public static class DistanceUnits
{
    /// <summary>Kilometres.</summary>
    public const string Metric = "metric";

    /// <summary>Miles.</summary>
    public const string Imperial = "imperial";
}

/// <summary>The periods of statistics.</summary>
public static class Periods
{
    /// <summary>A calendar day.</summary>
    public const string Day = "day";

    /// <summary>Seven days from the runner's first day of the week on.</summary>
    public const string Week = "week";

    /// <summary>A calendar month.</summary>
    public const string Month = "month";

    /// <summary>A calendar year.</summary>
    public const string Year = "year";
}
