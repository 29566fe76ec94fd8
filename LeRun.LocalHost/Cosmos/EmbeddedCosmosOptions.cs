using LeRun.LocalHost.Cosmos.Store;
using Microsoft.Azure.Cosmos;

namespace LeRun.LocalHost.Cosmos;

/// <summary>What an <see cref="EmbeddedCosmos"/> holds and where it keeps it.</summary>
public sealed class EmbeddedCosmosOptions
{
    /// <summary>The database that exists from the start.</summary>
    public required string Database { get; init; }

    /// <summary>The containers of <see cref="Database"/> that exist from the start.</summary>
    public required IReadOnlyList<ContainerProperties> Containers { get; init; }

    /// <summary>Where the logs live; null keeps everything in memory only.</summary>
    public string? Folder { get; init; }

    /// <summary>Takes a line about what was damaged or could not be saved; by default it goes to stderr.</summary>
    public Action<string> Report { get; init; } = Console.Error.WriteLine;

    /// <summary>Opens a log's file; tests put failing disks here.</summary>
    internal Func<string, ILogFile> OpenFile { get; init; } = LogFile.Open;
}
