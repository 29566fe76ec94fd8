namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a function on a schedule, in UTC.</summary>
/// <param name="schedule">A six-field NCRONTAB expression, or <c>%Name%</c> for the setting that holds one.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    public string Schedule { get; } = schedule;
}

/// <summary>What a timer function learns about the run. No function of LeRun reads it.</summary>
public class TimerInfo;
