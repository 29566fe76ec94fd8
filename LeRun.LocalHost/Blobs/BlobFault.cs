namespace LeRun.LocalHost.Blobs;

/// <summary>A failure or a pause that a test injects into one request.</summary>
public abstract record BlobFault
{
    private BlobFault()
    {
    }

    /// <summary>Returns 503 and applies nothing.</summary>
    public static BlobFault ServiceUnavailable { get; } = new Refuse();

    /// <summary>Applies the write, then breaks the connection: the caller does not learn that it succeeded.</summary>
    public static BlobFault DropAfterCommit { get; } = new Drop();

    /// <summary>Breaks the connection before anything is applied.</summary>
    public static BlobFault Unreachable { get; } = new Disconnect();

    /// <summary>Runs <paramref name="until"/> before the request, so that a test decides the interleaving.</summary>
    public static BlobFault Delay(Func<Task> until) => new Wait(until);

    internal sealed record Refuse : BlobFault;

    internal sealed record Wait(Func<Task> Until) : BlobFault;

    internal sealed record Drop : BlobFault;

    internal sealed record Disconnect : BlobFault;
}
