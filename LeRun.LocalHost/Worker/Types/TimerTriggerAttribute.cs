namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a function by the clock, in UTC.</summary>
/// <param name="schedule">A six-field NCRONTAB expression, or <c>%Name%</c> for the setting that holds one.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    public string Schedule { get; } = schedule;
}

/// <summary>What a timer function is told about the run.</summary>
public class TimerInfo
{
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>True when this run starts after the time that it was due.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>A timer's place in its schedule, all in UTC; <see cref="Last"/> is the default before the first run.</summary>
public class ScheduleStatus
{
    public DateTime Last { get; set; }

    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
