using System.Diagnostics;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>What a test may do to the reads and queries of all containers.</summary>
internal sealed class ReadConditions
{
    /// <summary>How long a write stays unseen by sessions that have not made or seen it.</summary>
    public TimeSpan Lag { get; set; }

    /// <summary>Whether pages hold fewer rows than there are, sometimes none.</summary>
    public bool ShortPages { get; set; }

    /// <summary>All writes up to this timestamp of <see cref="Stopwatch"/> are seen by all sessions, whatever the lag.</summary>
    public long CaughtUpAt { get; private set; } = long.MinValue;

    /// <summary>Ends the lag of all writes so far.</summary>
    public void CatchUp() => CaughtUpAt = Stopwatch.GetTimestamp();
}
