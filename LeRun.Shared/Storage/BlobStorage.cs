using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeRun.Storage;

/// <summary>The way to Blob storage: one client a process.</summary>
public static class BlobStorage
{
    /// <summary>Registers the client of the settings' container, its health check and its creation at start.</summary>
    public static IServiceCollection AddBlobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<BlobSettings>(configuration);
        services.AddSingleton(provider => Connect(provider.GetRequiredService<IOptions<BlobSettings>>().Value));
        services.AddHealthChecks().AddCheck<BlobHealthCheck>("blobs", timeout: BlobHealthCheck.Timeout);
        services.AddHostedService<BlobContainerCreation>();
        return services;
    }

    /// <summary>
    /// Whether a call failed because storage was unreachable, busy or broken, after the SDK's own retries: worth a 503.
    /// </summary>
    public static bool IsOutOfReach(Exception exception) => exception switch
    {
        // Status 0: no response came.
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        // The SDK's summary of attempts that all ended without a response.
        AggregateException { InnerExceptions: { Count: > 0 } tries } =>
            tries.All(e => e is OperationCanceledException || IsOutOfReach(e)),
        _ => false,
    };

    private static BlobContainerClient Connect(BlobSettings settings)
    {
        var options = new BlobClientOptions
        {
            // A phone waits for the response: give up while it still does.
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = 2,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = TimeSpan.FromSeconds(1),
                NetworkTimeout = TimeSpan.FromSeconds(10),
            },
        };
        if (settings.HttpHandler is { } handler)
            options.Transport = new HttpClientTransport(handler);

        var account = settings.Endpoint is { } endpoint
            ? new BlobServiceClient(endpoint, AzureCredential.Shared, options)
            : new BlobServiceClient(settings.ConnectionString, options);
        return account.GetBlobContainerClient(settings.Container);
    }

    /// <summary>Creates the container at start, where the settings ask for it: never on the path of a request.</summary>
    private sealed class BlobContainerCreation(IOptions<BlobSettings> settings, BlobContainerClient container) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            settings.Value.CreateContainer
                ? container.CreateIfNotExistsAsync(cancellationToken: cancellationToken)
                : Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>Asks Blob storage for the container's properties.</summary>
internal sealed class BlobHealthCheck(BlobContainerClient container) : IHealthCheck
{
    /// <summary>How long the check may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await container.GetPropertiesAsync(cancellationToken: cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
