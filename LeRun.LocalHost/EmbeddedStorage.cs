using LeRun.LocalHost.Cosmos;
using LeRun.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.LocalHost;

/// <summary>Cosmos DB's far end of the wire, inside this process.</summary>
public sealed class EmbeddedStorage : IDisposable
{
    private EmbeddedStorage(EmbeddedCosmos cosmos) => Cosmos = cosmos;

    public EmbeddedCosmos Cosmos { get; }

    /// <summary>Opens what <paramref name="folder"/> holds; null opens an empty store in memory.</summary>
    /// <exception cref="DataFolderInUseException">Another process has the folder.</exception>
    public static EmbeddedStorage Open(string? folder, TimeProvider clock) => new(new EmbeddedCosmos(
        new EmbeddedCosmosOptions
        {
            Database = new CosmosSettings().Database,
            Containers = Containers.All,
            Folder = folder is null ? null : Path.Combine(folder, "cosmos"),
        },
        clock));

    /// <summary>Makes the product's clients talk to it instead of to an account.</summary>
    public void PutBehind(IServiceCollection services) => services.Configure<CosmosSettings>(settings =>
    {
        settings.FarEnd = Cosmos;
        settings.Database = new CosmosSettings().Database;
    });

    public void Dispose() => Cosmos.Dispose();
}
