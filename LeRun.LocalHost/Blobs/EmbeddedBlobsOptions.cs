using LeRun.LocalHost.Blobs.Store;

namespace LeRun.LocalHost.Blobs;

/// <summary>Where an <see cref="EmbeddedBlobs"/> keeps what it holds.</summary>
public sealed class EmbeddedBlobsOptions
{
    /// <summary>A folder of its own, created when missing; null keeps everything in memory only.</summary>
    public string? Folder { get; init; }

    /// <summary>Opens a new file for writing; tests put failing disks here.</summary>
    internal Func<string, Stream> CreateFile { get; init; } = BlobFiles.Create;
}
