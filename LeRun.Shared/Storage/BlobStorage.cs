using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage.Blobs;
using LeRun.Users.Pictures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeRun.Storage;

public static class BlobStorage
{
    /// <summary>
    /// Registers the <see cref="BlobContainerClient"/> of the profile pictures and <see cref="PictureStore"/>, by the
    /// settings in section <see cref="BlobSettings.Section"/>, which are validated at start.
    /// </summary>
    public static IServiceCollection AddBlobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BlobSettings>().Bind(configuration.GetSection(BlobSettings.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BlobSettings>, BlobSettingsValidator>();
        services.AddSingleton(provider => Connect(provider.GetRequiredService<IOptions<BlobSettings>>().Value));
        services.AddSingleton<PictureStore>();
        services.AddSingleton<OrphanSweep>();
        services.AddSingleton<IDependency, BlobDependency>();
        services.AddHostedService<BlobContainerCreation>();
        return services;
    }

    /// <summary>
    /// Whether a call failed because storage was unreachable, busy or broken, after the SDK's own retries: worth a 503.
    /// </summary>
    public static bool IsOutOfReach(Exception exception) => exception switch
    {
        // Status 0: no answer came.
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        // The SDK's summary of tries that all ended without an answer.
        AggregateException { InnerExceptions: { Count: > 0 } tries } =>
            tries.All(e => e is OperationCanceledException || IsOutOfReach(e)),
        _ => false,
    };

    private static BlobContainerClient Connect(BlobSettings settings)
    {
        var options = new BlobClientOptions
        {
            // Someone waits for the answer: give up while they still do.
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = 2,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = TimeSpan.FromSeconds(1),
                NetworkTimeout = TimeSpan.FromSeconds(10),
            },
        };
        if (settings.Transport is { } handler)
            options.Transport = new HttpClientTransport(handler);

        var account = settings.Endpoint is { } endpoint
            ? new BlobServiceClient(endpoint, new DefaultAzureCredential(), options)
            : new BlobServiceClient(settings.ConnectionString, options);
        return account.GetBlobContainerClient(settings.Container);
    }

    /// <summary>At start, so that no request has to.</summary>
    private sealed class BlobContainerCreation(IOptions<BlobSettings> settings, BlobContainerClient container) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            settings.Value.CreateContainer ? container.CreateIfNotExistsAsync(cancellationToken: cancellationToken) : Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>Blob storage, asked for the container's properties.</summary>
public sealed class BlobDependency(BlobContainerClient container) : IDependency
{
    public string Name => "blobs";

    public Task CheckAsync(CancellationToken cancellationToken) => container.GetPropertiesAsync(cancellationToken: cancellationToken);
}
