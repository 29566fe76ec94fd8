using Azure.Storage.Blobs;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeRun.Storage;

/// <summary>Asks Blob storage for the container's properties.</summary>
internal sealed class BlobHealthCheck(BlobContainerClient container) : IHealthCheck
{
    /// <summary>How long the check may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await container.GetPropertiesAsync(cancellationToken: cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
