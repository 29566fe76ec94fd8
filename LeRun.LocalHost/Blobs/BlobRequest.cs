namespace LeRun.LocalHost.Blobs;

/// <summary>What a request to the far end asks for.</summary>
public enum BlobOperation
{
    CreateContainer,
    GetContainer,
    List,
    Put,
    Get,
    Head,
    Delete,

    /// <summary>Something that this far end does not know and refuses.</summary>
    Unknown,
}

/// <summary>One request as the far end saw it; <see cref="Status"/> is 0 until it is answered.</summary>
public sealed record BlobRequest
{
    public required BlobOperation Operation { get; init; }

    public required string Container { get; init; }

    /// <summary>The blob addressed; null for a container's operations.</summary>
    public string? Blob { get; init; }

    /// <summary>The HTTP status answered; 0 when the caller saw a broken connection.</summary>
    public int Status { get; init; }
}
