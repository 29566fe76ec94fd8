using LeRun.LocalHost.Blobs.Store;

namespace LeRun.LocalHost.Blobs;

/// <summary>Options of <see cref="EmbeddedBlobs"/>.</summary>
public sealed class EmbeddedBlobsOptions
{
    /// <summary>The folder that keeps the blobs and nothing else, created if missing; null keeps them in memory.</summary>
    public string? Folder { get; init; }

    /// <summary>Opens a new file for writing; tests replace it with a failing disk.</summary>
    internal Func<string, Stream> CreateFile { get; init; } = BlobFiles.Create;
}
