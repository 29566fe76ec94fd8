using System.ComponentModel.DataAnnotations;
using LeRun.Localization;

namespace LeRun.Runs.Progress;

/// <summary>What a runner sets for their statistics. What is left out is as if it was never set.</summary>
public sealed record RunnerSettingsRequest
{
    /// <summary>The name of the time zone of runs that do not say where they were run, such as <c>Asia/Shanghai</c>.</summary>
    [TimeZoneRule]
    public string? TimeZone { get; init; }

    /// <summary>The units in which the app shows distances.</summary>
    [AllowedValues(DistanceUnits.Metric, DistanceUnits.Imperial)]
    public string? Units { get; init; }

    /// <summary>The day on which weeks begin.</summary>
    [AllowedValues("monday", "sunday", "saturday")]
    public string? WeekStart { get; init; }

    /// <summary>What the runner wants to run; left out, nothing.</summary>
    public RunnerGoalRequest? Goal { get; init; }
}

/// <summary>What a runner wants to run in a period: metres, or a number of runs.</summary>
public sealed record RunnerGoalRequest : ICrossFieldRules
{
    /// <summary>The period.</summary>
    [Required, AllowedValues(Periods.Day, Periods.Week, Periods.Month, Periods.Year)]
    public string? By { get; init; }

    /// <summary>The distance in metres.</summary>
    [Range(1, 1e9)]
    public double? Meters { get; init; }

    /// <summary>The number of runs.</summary>
    [Range(1, 1000)]
    public int? Runs { get; init; }

    /// <inheritdoc/>
    public void Check(Validation validation, string prefix) =>
        validation.Require(Meters is null != Runs is null, $"{prefix}meters", Messages.MetersOrRuns);
}

/// <summary>A time zone that there is.</summary>
public sealed class TimeZoneRuleAttribute : RuleAttribute
{
    /// <inheritdoc/>
    public override LocalizedMessage Rule => Messages.TimeZoneRule;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string name || LocalDates.IsZone(name);
}
