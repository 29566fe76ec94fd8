using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeRun.Storage;

/// <summary>
/// Uses every container once when the app starts, beside the first requests: what the SDK must know of a container, and its
/// connections, are there then. Cosmos out of reach keeps no app from starting; the first requests try again.
/// </summary>
/// <remarks>
/// The SDK's own <c>CreateAndInitializeAsync</c> would have to be waited for, and fails where a container cannot be reached.
/// </remarks>
public sealed partial class ContainerWarmUp(
    IServiceProvider services, IEnumerable<ContainerDefinition> containers, IOptions<CosmosSettings> settings,
    ILogger<ContainerWarmUp> logger) : IHostedService
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Completes when every container was used, or could not be.</summary>
    public Task Done { get; private set; } = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // In this process there is no connection to open.
        if (settings.Value.HttpHandler is null)
            Done = Task.Run(WarmUpAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Done.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    /// <summary>Uses every container once: 1 point read each, of an item that does not exist.</summary>
    public async Task WarmUpAsync()
    {
        try
        {
            var database = services.GetRequiredService<Database>();
            await Task.WhenAll(containers.Select(
                container => database.GetContainer(container.Properties.Id).ProbeAsync(_stopping.Token)));
        }
        catch (Exception exception)
        {
            if (!_stopping.IsCancellationRequested)
                Log.Failed(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Cosmos DB did not answer at the start.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
