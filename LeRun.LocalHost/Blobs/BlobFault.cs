namespace LeRun.LocalHost.Blobs;

/// <summary>A failure, or a pause, that a test puts in the way of one request.</summary>
public abstract record BlobFault
{
    private BlobFault()
    {
    }

    /// <summary>503, nothing applied.</summary>
    public static BlobFault ServiceUnavailable { get; } = new Refuse();

    /// <summary>The write is applied, then the connection breaks: the caller cannot know.</summary>
    public static BlobFault DropAfterCommit { get; } = new Drop();

    /// <summary>The connection breaks before anything is applied.</summary>
    public static BlobFault Unreachable { get; } = new Disconnect();

    /// <summary>Runs <paramref name="until"/> before the request is executed, so that a test decides the interleaving.</summary>
    public static BlobFault Delay(Func<Task> until) => new Wait(until);

    internal sealed record Refuse : BlobFault;

    internal sealed record Wait(Func<Task> Until) : BlobFault;

    internal sealed record Drop : BlobFault;

    internal sealed record Disconnect : BlobFault;
}
