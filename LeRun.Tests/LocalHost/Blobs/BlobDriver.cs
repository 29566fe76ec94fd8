using Azure.Storage.Blobs;
using LeRun.Storage;
using LeRun.Users.Pictures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeRun.Tests.LocalHost.Blobs;

/// <summary>Connects the product's own clients to a Blob storage, with a container of their own.</summary>
internal sealed class BlobDriver : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private BlobDriver(ServiceProvider services) => _services = services;

    public PictureStore Store => _services.GetRequiredService<PictureStore>();

    public BlobContainerClient Container => _services.GetRequiredService<BlobContainerClient>();

    public static async Task<BlobDriver> StartAsync(
        string connectionString, HttpMessageHandler? transport = null, string? container = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Blobs:ConnectionString"] = connectionString,
            ["Blobs:Container"] = container ?? $"test-{Guid.NewGuid():N}",
            ["Blobs:CreateContainer"] = "true",
        }).Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddBlobs(configuration)
            .AddSingleton<PictureStore>()
            .AddSingleton<PictureCleanup>()
            .AddSingleton(TimeProvider.System);
        services.Configure<BlobSettings>(settings => settings.HttpHandler = transport);

        var driver = new BlobDriver(services.BuildServiceProvider());
        foreach (var atStart in driver._services.GetServices<IHostedService>())
            await atStart.StartAsync(CancellationToken.None);
        return driver;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
