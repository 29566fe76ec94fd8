using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LeRun.LocalHost.Worker;

/// <summary>Runs one timer function, by its schedule and on demand, one run at a time.</summary>
internal sealed partial class TimerRunner(
    TimerFunction function, FunctionExecutionDelegate pipeline, IServiceScopeFactory scopes, TimeProvider clock, ILogger logger)
    : IDisposable
{
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _turn = new(1);
    private DateTime _last;

    public string Name => function.Name;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Follows the schedule until stopped; what falls due during a run is made up for by one late run after it.</summary>
    public async Task Follow(CancellationToken stopping)
    {
        var due = function.Next(Now);
        while (true)
        {
            await WaitUntil(due, stopping);
            var started = Now;
            await TryRun(isPastDue: started - due >= s_late, stopping);
            due = function.Next(started);
        }
    }

    /// <summary>Runs the function once; false when it failed, which is logged.</summary>
    public async Task<bool> TryRun(bool isPastDue, CancellationToken stopping)
    {
        await _turn.WaitAsync(stopping);
        try
        {
            await Run(isPastDue, stopping);
            return true;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
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

    private async Task Run(bool isPastDue, CancellationToken stopping)
    {
        var now = Now;
        var info = new TimerInfo
        {
            IsPastDue = isPastDue,
            ScheduleStatus = new ScheduleStatus { Last = _last, LastUpdated = _last, Next = function.Next(now) },
        };
        _last = now;

        await using var scope = scopes.CreateAsyncScope();
        await pipeline(new HostedFunctionContext(function, scope.ServiceProvider, stopping) { Timer = info });
    }

    private async Task WaitUntil(DateTime due, CancellationToken stopping)
    {
        for (var left = due - Now; left > TimeSpan.Zero; left = due - Now)
            await Task.Delay(left < s_longestDelay ? left : s_longestDelay, clock, stopping);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Timer function {Function} failed; its schedule goes on.")]
    private partial void LogFailed(string function, Exception exception);
}
