using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeRun.Storage;

/// <summary>The way to Cosmos DB: one client a process.</summary>
public static class CosmosStorage
{
    /// <summary>Registers the client, its database, their health check and the creation of containers at start.</summary>
    public static IServiceCollection AddCosmos(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<CosmosSettings>(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IdGenerator>();
        services.AddSingleton(provider => Connect(
            provider.GetRequiredService<IOptions<CosmosSettings>>().Value, JsonOptions(provider.GetServices<StoredJson>())));
        services.AddSingleton(provider => provider.GetRequiredService<CosmosClient>()
            .GetDatabase(provider.GetRequiredService<IOptions<CosmosSettings>>().Value.Database));
        services.AddHealthChecks().AddCheck<CosmosHealthCheck>("cosmos", timeout: CosmosHealthCheck.Timeout);
        services.AddHostedService<ContainerCreation>();
        services.AddHostedService<ContainerWarmUp>();
        return services;
    }

    /// <summary>How items are written: camelCase, no nulls, times as <see cref="UtcMilliseconds"/>.</summary>
    private static JsonSerializerOptions JsonOptions(IEnumerable<StoredJson> features) => new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = JsonTypeInfoResolver.Combine([.. features.Select(feature => feature.Types), PrimitiveJson.Default]),
        Converters = { new UtcMilliseconds() },
    };

    private static CosmosClient Connect(CosmosSettings settings, JsonSerializerOptions json)
    {
        var options = new CosmosClientOptions
        {
            ApplicationName = "LeRun",
            UseSystemTextJsonSerializerWithOptions = json,
            EnableContentResponseOnWrite = false,
            // A phone is waiting: give up on throttling after a few seconds (the SDK's own default is 30).
            MaxRetryAttemptsOnRateLimitedRequests = 3,
            MaxRetryWaitTimeOnRateLimitedRequests = TimeSpan.FromSeconds(5),
            CustomHandlers = { new Deadline(settings.Deadline) },
            CosmosClientTelemetryOptions = new CosmosClientTelemetryOptions { DisableDistributedTracing = true },
        };

        if (settings.HttpHandler is { } handler)
        {
            options.ConnectionMode = ConnectionMode.Gateway;
            options.LimitToEndpoint = true;
            options.HttpClientFactory = () => new HttpClient(handler, disposeHandler: false);
            return new CosmosClient("https://embedded.invalid/", Convert.ToBase64String(new byte[64]), options);
        }

        if (settings.ConnectionString is { Length: > 0 } connection)
        {
            options.ConnectionMode = ConnectionMode.Gateway;
            options.LimitToEndpoint = true;
            return new CosmosClient(connection, options);
        }

        return new CosmosClient(settings.Endpoint, AzureCredential.Shared, options);
    }

    /// <summary>Creates what is missing at start, where the settings ask for it: never on the path of a request.</summary>
    private sealed class ContainerCreation(
        CosmosClient client, IEnumerable<ContainerDefinition> containers, IOptions<CosmosSettings> settings) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            if (!settings.Value.CreateContainers)
                return;
            Database database = await client.CreateDatabaseIfNotExistsAsync(
                settings.Value.Database, cancellationToken: cancellationToken);
            foreach (var container in containers)
                await database.CreateContainerIfNotExistsAsync(container.Properties, cancellationToken: cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>Asks Cosmos for an item that does not exist: the cheapest request that goes all the way.</summary>
internal sealed class CosmosHealthCheck(Database database, IEnumerable<ContainerDefinition> containers) : IHealthCheck
{
    /// <summary>How long the check may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await database.GetContainer(containers.First().Properties.Id).ProbeAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

/// <summary>JSON of plain values: what patches set, queries take as parameters, and features have in common.</summary>
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(JsonElement[]))]
[JsonSerializable(typeof(Dictionary<string, int>))]
[JsonSerializable(typeof(ItemRow[]))]
internal sealed partial class PrimitiveJson : JsonSerializerContext;
