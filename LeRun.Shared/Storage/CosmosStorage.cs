using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Identity;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeRun.Storage;

/// <summary>The way to Cosmos DB: one client a process.</summary>
public static class CosmosStorage
{
    /// <summary>How items are written: camelCase, no nulls, enums as strings, times as <see cref="UtcMilliseconds"/>.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = StorageJson.Default,
        Converters = { new UtcMilliseconds() },
    };

    public static IServiceCollection AddCosmos(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CosmosSettings>().Bind(configuration.GetSection(CosmosSettings.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CosmosSettings>, CosmosSettings.Validator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IdGenerator>();
        services.AddSingleton(provider => Connect(provider.GetRequiredService<IOptions<CosmosSettings>>().Value));
        services.AddSingleton(provider => provider.GetRequiredService<CosmosClient>()
            .GetDatabase(provider.GetRequiredService<IOptions<CosmosSettings>>().Value.Database));
        services.AddSingleton<IDependency, CosmosDependency>();
        services.AddHostedService<ContainerCreation>();
        return services;
    }

    private static CosmosClient Connect(CosmosSettings settings)
    {
        var options = new CosmosClientOptions
        {
            ApplicationName = "LeRun",
            UseSystemTextJsonSerializerWithOptions = Json,
            EnableContentResponseOnWrite = false,
            // A phone is waiting: give up on throttling after a few seconds (the SDK's own default is 30).
            MaxRetryAttemptsOnRateLimitedRequests = 3,
            MaxRetryWaitTimeOnRateLimitedRequests = TimeSpan.FromSeconds(5),
            CustomHandlers = { new Deadline(settings.Deadline) },
            CosmosClientTelemetryOptions = new CosmosClientTelemetryOptions { DisableDistributedTracing = true },
        };

        if (settings.FarEnd is { } farEnd)
        {
            options.ConnectionMode = ConnectionMode.Gateway;
            options.LimitToEndpoint = true;
            options.HttpClientFactory = () => new HttpClient(farEnd, disposeHandler: false);
            return new CosmosClient("https://embedded.invalid/", Convert.ToBase64String(new byte[64]), options);
        }

        if (settings.ConnectionString is { Length: > 0 } connection)
        {
            options.ConnectionMode = ConnectionMode.Gateway;
            options.LimitToEndpoint = true;
            return new CosmosClient(connection, options);
        }

        return new CosmosClient(settings.Endpoint, new DefaultAzureCredential(), options);
    }

    /// <summary>Ends an operation that takes too long: left alone, the SDK tries a silent far end again for more than a minute.</summary>
    private sealed class Deadline(TimeSpan allowed) : RequestHandler
    {
        public override async Task<ResponseMessage> SendAsync(RequestMessage request, CancellationToken cancellationToken)
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(allowed);
            return await base.SendAsync(request, deadline.Token);
        }
    }

    /// <summary>Creates what is missing at start, where the settings ask for it: never on the path of a request.</summary>
    private sealed class ContainerCreation(CosmosClient client, IOptions<CosmosSettings> settings) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            if (!settings.Value.CreateContainers)
                return;
            Database database = await client.CreateDatabaseIfNotExistsAsync(settings.Value.Database, cancellationToken: cancellationToken);
            foreach (var container in Containers.All)
                await database.CreateContainerIfNotExistsAsync(container, cancellationToken: cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
