using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeRun.LocalHost.Worker;

/// <summary>Follows every timer function's schedule while the app runs.</summary>
internal sealed class Timers(
    FunctionSet functions, FunctionExecutionDelegate pipeline, IServiceScopeFactory scopes, TimeProvider clock,
    ILogger<Timers> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimerRunner[] _timers =
        [.. functions.Timers.Select(f => new TimerRunner(f, pipeline, scopes, clock, logger))];
    private Task _following = Task.CompletedTask;

    public TimerRunner? Find(string name) =>
        Array.Find(_timers, t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    // A BackgroundService would start on another thread, and a test's clock could move before the schedule is read.
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _following = Task.WhenAll(_timers.Select(t => t.FollowAsync(_stopping.Token)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _following.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        foreach (var timer in _timers)
            timer.Dispose();
    }
}
