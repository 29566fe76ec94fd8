namespace LeRun.LocalHost.Cosmos;

/// <summary>A failure, or a pause, that a test puts in the way of one request.</summary>
public abstract record CosmosFault
{
    private CosmosFault()
    {
    }

    /// <summary>503, nothing applied.</summary>
    public static CosmosFault ServiceUnavailable { get; } = new Refuse(503, null);

    /// <summary>408, nothing applied.</summary>
    public static CosmosFault RequestTimeout { get; } = new Refuse(408, null);

    /// <summary>The write is applied, then the connection breaks: the caller cannot know.</summary>
    public static CosmosFault DropAfterCommit { get; } = new Drop();

    /// <summary>The connection breaks before anything is applied.</summary>
    public static CosmosFault Unreachable { get; } = new Disconnect();

    /// <summary>429 that asks the caller to wait.</summary>
    public static CosmosFault Throttle(TimeSpan retryAfter) => new Refuse(429, retryAfter);

    /// <summary>Runs <paramref name="until"/> before the request is executed, so that a test decides the interleaving.</summary>
    public static CosmosFault Delay(Func<Task> until) => new Wait(until);

    internal sealed record Refuse(int Status, TimeSpan? RetryAfter) : CosmosFault;

    internal sealed record Wait(Func<Task> Until) : CosmosFault;

    internal sealed record Drop : CosmosFault;

    internal sealed record Disconnect : CosmosFault;
}
