using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using NCrontab;

namespace LeRun.LocalHost.Worker;

/// <summary>A function that runs by the clock.</summary>
internal sealed class TimerFunction : HostedFunction
{
    private static readonly CrontabSchedule.ParseOptions s_sixFields = new() { IncludingSeconds = true };

    private readonly CrontabSchedule _schedule;

    public TimerFunction(
        string name, MethodInfo method, ParameterInfo trigger, TimerTriggerAttribute attribute, IConfiguration settings)
        : base(name, method, trigger, "timerTrigger")
    {
        Schedule = Resolve(attribute.Schedule, settings);
        _schedule = CrontabSchedule.TryParse(Schedule, s_sixFields)
            ?? throw new FunctionLoadException(
                $"Function '{name}': '{Schedule}' is no schedule of six fields (second minute hour day month weekday).");
    }

    /// <summary>The NCRONTAB expression, settings filled in.</summary>
    public string Schedule { get; }

    /// <summary>The first occurrence after the given time, both UTC.</summary>
    public DateTime Next(DateTime after) => _schedule.GetNextOccurrence(after);

    private string Resolve(string schedule, IConfiguration settings)
    {
        if (schedule.Length < 3 || !schedule.StartsWith('%') || !schedule.EndsWith('%'))
            return schedule;

        var setting = schedule[1..^1];
        return settings[setting]
            ?? throw new FunctionLoadException($"Function '{Name}' takes its schedule from setting '{setting}', which is not set.");
    }
}
