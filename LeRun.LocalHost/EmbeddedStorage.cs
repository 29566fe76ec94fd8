using LeRun.Functions;
using LeRun.LocalHost.Blobs;
using LeRun.LocalHost.Cosmos;
using LeRun.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.LocalHost;

/// <summary>The far ends of Cosmos DB's and Blob storage's wires, inside this process.</summary>
public sealed class EmbeddedStorage : IDisposable
{
    private EmbeddedStorage(EmbeddedCosmos cosmos, EmbeddedBlobs blobs) => (Cosmos, Blobs) = (cosmos, blobs);

    public EmbeddedCosmos Cosmos { get; }

    public EmbeddedBlobs Blobs { get; }

    /// <summary>Opens what <paramref name="folder"/> holds; null opens an empty store in memory.</summary>
    /// <exception cref="DataFolderInUseException">Another process has the folder.</exception>
    public static EmbeddedStorage Open(string? folder, TimeProvider clock)
    {
        var cosmos = new EmbeddedCosmos(
            new EmbeddedCosmosOptions { Database = new CosmosSettings().Database, Containers = LeRunApp.Containers, Folder = In(folder, "cosmos") },
            clock);
        try
        {
            return new EmbeddedStorage(cosmos, new EmbeddedBlobs(new EmbeddedBlobsOptions { Folder = In(folder, "blobs") }, clock));
        }
        catch
        {
            cosmos.Dispose();
            throw;
        }
    }

    /// <summary>Makes the product's clients talk to it instead of to accounts.</summary>
    public void PutBehind(IServiceCollection services)
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

    private static string? In(string? folder, string name) => folder is null ? null : Path.Combine(folder, name);
}
