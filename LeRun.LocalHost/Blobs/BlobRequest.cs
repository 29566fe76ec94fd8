namespace LeRun.LocalHost.Blobs;

/// <summary>The operation that a request asks for.</summary>
public enum BlobOperation
{
    CreateContainer,
    GetContainer,
    List,
    Put,
    Get,
    Head,
    Delete,

    /// <summary>Not supported; the response is an error.</summary>
    Unknown,
}

/// <summary>A request to the embedded Blob storage.</summary>
public sealed record BlobRequest
{
    public required BlobOperation Operation { get; init; }

    public required string Container { get; init; }

    /// <summary>The blob's name; null for an operation on the container.</summary>
    public string? Blob { get; init; }

    /// <summary>The HTTP status of the response; 0 before it, and if the connection broke.</summary>
    public int Status { get; init; }
}
