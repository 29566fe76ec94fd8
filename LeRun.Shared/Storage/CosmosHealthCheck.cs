using System.Net;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeRun.Storage;

/// <summary>Asks Cosmos for an item that does not exist: the cheapest request that goes all the way.</summary>
internal sealed class CosmosHealthCheck(Database database, IEnumerable<ContainerProperties> containers) : IHealthCheck
{
    /// <summary>How long the check may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private const string MissingId = "~health";

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var response = await database.GetContainer(containers.First().Id)
            .ReadItemStreamAsync(MissingId, new PartitionKey(MissingId), cancellationToken: cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound)
            response.EnsureSuccessStatusCode();
        return HealthCheckResult.Healthy();
    }
}
