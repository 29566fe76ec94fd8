using LeRun.Functions;
using LeRun.LocalHost.Blobs;
using LeRun.LocalHost.Cosmos;
using LeRun.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.LocalHost;

/// <summary>Cosmos DB and Blob storage inside this process, below the real SDKs.</summary>
public sealed class EmbeddedStorage : IDisposable
{
    private EmbeddedStorage(EmbeddedCosmos cosmos, EmbeddedBlobs blobs) => (Cosmos, Blobs) = (cosmos, blobs);

    public EmbeddedCosmos Cosmos { get; }

    public EmbeddedBlobs Blobs { get; }

    /// <summary>Opens what <paramref name="folder"/> holds; null opens an empty store in memory.</summary>
    /// <exception cref="DataFolderInUseException">Another process uses the folder.</exception>
    public static EmbeddedStorage Open(string? folder, TimeProvider clock)
    {
        if (folder is not null)
            PrivateFolder.Create(folder);
        if (Below(folder, "cosmos") is { } cosmosFolder)
            RunsUpgrade.SetAside(cosmosFolder);
        var cosmosOptions = new EmbeddedCosmosOptions
        {
            Database = new CosmosSettings().Database,
            Containers = [.. LeRunApp.Containers.Select(container => container.Properties)],
            Folder = Below(folder, "cosmos"),
        };
        var blobsOptions = new EmbeddedBlobsOptions { Folder = Below(folder, "blobs") };
        var cosmos = new EmbeddedCosmos(cosmosOptions, clock);
        try
        {
            return new EmbeddedStorage(cosmos, new EmbeddedBlobs(blobsOptions, clock));
        }
        catch
        {
            cosmos.Dispose();
            throw;
        }
    }

    /// <summary>Makes the product's clients use this storage instead of accounts in Azure.</summary>
    public void ConnectTo(IServiceCollection services)
    {
        services.Configure<CosmosSettings>(settings =>
        {
            settings.HttpHandler = Cosmos;
            settings.Database = new CosmosSettings().Database;
        });
        services.Configure<BlobSettings>(settings =>
        {
            settings.HttpHandler = Blobs;
            settings.ConnectionString = EmbeddedBlobs.ConnectionString;
            settings.Endpoint = null;
            settings.CreateContainer = true;
        });
    }

    public void Dispose()
    {
        Cosmos.Dispose();
        Blobs.Dispose();
    }

    private static string? Below(string? folder, string name) => folder is null ? null : Path.Combine(folder, name);
}
