using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LeRun.LocalHost.Worker;

/// <summary>Runs one timer function, on its schedule and on demand, one run at a time.</summary>
internal sealed partial class TimerRunner(
    TimerFunction function, FunctionExecutionDelegate pipeline, IServiceScopeFactory scopes, TimeProvider clock, ILogger logger)
    : IDisposable
{
    private static readonly TimeSpan _longestDelay = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _turn = new(1);

    public string Name => function.Name;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Follows the schedule until cancelled. One late run makes up for all runs that fall due during a run.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        var due = function.Next(Now);
        while (true)
        {
            await WaitUntilAsync(due, cancellationToken);
            var started = Now;
            await TryRunAsync(cancellationToken);
            due = function.Next(started);
        }
    }

    /// <summary>Runs the function once; returns false if it failed, which is logged.</summary>
    public async Task<bool> TryRunAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await pipeline(new HostedFunctionContext(function, scope.ServiceProvider, cancellationToken));
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(function.Name, e);
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task WaitUntilAsync(DateTime due, CancellationToken cancellationToken)
    {
        for (var left = due - Now; left > TimeSpan.Zero; left = due - Now)
            await Task.Delay(left < _longestDelay ? left : _longestDelay, clock, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Timer function {Function} failed; its schedule goes on.")]
    private partial void LogFailed(string function, Exception exception);
}
