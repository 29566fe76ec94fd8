namespace LeRun.Runs;

/// <summary>Holds phones' clocks against the server's.</summary>
public static class RunClock
{
    // Time zones that are set wrong put a clock ahead by less.
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    /// <summary>
    /// The run with a start that can be. One more than a day ahead is a wrong clock's: the run is filed under the server's, and
    /// the sent start still tells later uploads of it.
    /// </summary>
    public static RunState Filed(RunState run, DateTimeOffset now) => run.Start <= now + MaxAhead
        ? run
        : run with { Start = Storage.UtcMilliseconds.Truncate(now.AddSeconds(-run.Seconds)), SentStart = run.Start };
}
