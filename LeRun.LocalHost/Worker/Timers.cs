using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeRun.LocalHost.Worker;

/// <summary>Follows every timer function's schedule while the app runs.</summary>
internal sealed class Timers(
    FunctionSet functions, FunctionExecutionDelegate pipeline, IServiceScopeFactory scopes, TimeProvider clock,
    ILogger<Timers> logger) : BackgroundService
{
    private readonly TimerRunner[] _timers =
        [.. functions.Timers.Select(f => new TimerRunner(f, pipeline, scopes, clock, logger))];

    public TimerRunner? Find(string name) =>
        Array.Find(_timers, t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public override void Dispose()
    {
        base.Dispose();
        foreach (var timer in _timers)
            timer.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_timers.Select(t => t.Follow(stoppingToken)));
}
