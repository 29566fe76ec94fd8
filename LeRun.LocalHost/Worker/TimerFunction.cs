using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using NCrontab;

namespace LeRun.LocalHost.Worker;

/// <summary>A function that runs on a schedule.</summary>
internal sealed class TimerFunction : HostedFunction
{
    private static readonly CrontabSchedule.ParseOptions _sixFields = new() { IncludingSeconds = true };

    private readonly CrontabSchedule _schedule;

    public TimerFunction(string name, MethodInfo method, TimerTriggerAttribute trigger, IConfiguration settings)
        : base(name, method)
    {
        Schedule = Resolve(trigger.Schedule, settings);
        _schedule = CrontabSchedule.TryParse(Schedule, _sixFields)
            ?? throw new FunctionLoadException(
                $"Function '{name}': '{Schedule}' is not a schedule of six fields (second minute hour day month weekday).");
    }

    /// <summary>The NCRONTAB expression, with the setting's value in place of its name.</summary>
    public string Schedule { get; }

    /// <summary>Returns the first occurrence after the given time, both in UTC.</summary>
    public DateTime Next(DateTime after) => _schedule.GetNextOccurrence(after);

    private string Resolve(string schedule, IConfiguration settings)
    {
        if (schedule.Length < 3 || !schedule.StartsWith('%') || !schedule.EndsWith('%'))
            return schedule;

        var setting = schedule[1..^1];
        return settings[setting]
            ?? throw new FunctionLoadException(
                $"Function '{Name}' takes its schedule from setting '{setting}', which is not set.");
    }
}
