using System.Net;
using System.Net.Http.Json;
using System.Threading.Channels;
using LeRun.LocalHost.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LeRun.Tests.LocalHost.Worker;

public class TimerTests
{
    private static readonly DateTime _noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(_noon));
    private readonly Runs _runs = new();

    [Fact]
    public async Task Function_runs_on_its_schedule_in_utc()
    {
        await using var host = await StartAsync();

        _clock.Advance(TimeSpan.FromMinutes(4.9));
        Assert.Equal(0, _runs.Count);
        _clock.Advance(TimeSpan.FromMinutes(0.1));
        (await _runs.NextAsync()).Finish.SetResult();
        (await AdvanceToAsync(_noon.AddMinutes(10))).Finish.SetResult();
    }

    [Fact]
    public async Task Runs_that_fall_due_during_a_run_become_one_late_run()
    {
        await using var host = await StartAsync();

        _clock.Advance(TimeSpan.FromMinutes(5));
        var slow = await _runs.NextAsync();
        _clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1, _runs.Count);
        slow.Finish.SetResult();
        (await _runs.NextAsync()).Finish.SetResult();
        (await AdvanceToAsync(_noon.AddMinutes(20))).Finish.SetResult();

        Assert.Equal(3, _runs.Count);
    }

    [Fact]
    public async Task Failure_is_logged_and_the_schedule_goes_on()
    {
        await using var host = await StartAsync();

        _clock.Advance(TimeSpan.FromMinutes(5));
        (await _runs.NextAsync()).Finish.SetException(new InvalidOperationException("boom"));
        (await AdvanceToAsync(_noon.AddMinutes(10))).Finish.SetResult();

        var record = Assert.Single(host.Logs.GetSnapshot(), r => r.Exception is not null);
        Assert.Equal("Timer function Sweep failed; its schedule goes on.", record.Message);
    }

    [Fact]
    public async Task Timers_go_through_the_middleware_without_a_request()
    {
        var seen = new List<string>();
        await using var host = await StartAsync(builder => builder.Use(next => context =>
        {
            seen.Add($"{context.FunctionDefinition.Name} {context.GetHttpContext()?.Request.Path.Value ?? "no request"}");
            return next(context);
        }));

        _clock.Advance(TimeSpan.FromMinutes(5));
        (await _runs.NextAsync()).Finish.SetResult();

        Assert.Equal(["Sweep no request"], seen);
    }

    [Fact]
    public async Task Stopping_the_app_cancels_a_timer_function_and_waits_for_it()
    {
        var host = await StartAsync();

        _clock.Advance(TimeSpan.FromMinutes(5));
        var run = await _runs.NextAsync();
        await host.DisposeAsync().AsTask().WaitAsync(WorkerHost.Patience);

        Assert.True(run.Ended.IsCanceled);
    }

    [Fact]
    public async Task Admin_runs_a_timer_function_at_once_and_responds_when_it_is_over()
    {
        await using var host = await StartAsync();

        var request = host.Client.PostAsJsonAsync("/admin/functions/sweep", new { input = "" });
        var run = await _runs.NextAsync();
        Assert.False(request.IsCompleted);
        run.Finish.SetResult();
        using var response = await request;

        await BareResponse.AssertAsync(HttpStatusCode.Accepted, response);
    }

    [Fact]
    public async Task Admin_returns_500_when_the_function_fails()
    {
        await using var host = await StartAsync();

        var request = host.Client.PostAsync("/admin/functions/Sweep", null);
        (await _runs.NextAsync()).Finish.SetException(new InvalidOperationException("boom"));
        using var response = await request;

        await BareResponse.AssertAsync(HttpStatusCode.InternalServerError, response);
    }

    [Theory]
    [InlineData("POST", "/admin/functions/Nope")]
    [InlineData("POST", "/admin/functions/")]
    [InlineData("POST", "/admin/host")]
    [InlineData("GET", "/admin/functions/Sweep")]
    public async Task Admin_returns_404_for_anything_else(string method, string path)
    {
        await using var host = await StartAsync();

        using var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        await BareResponse.AssertAsync(HttpStatusCode.NotFound, response);
    }

    [Theory]
    [InlineData("10.0.0.7")]
    [InlineData(null)]
    public async Task Admin_is_closed_to_other_machines(string? caller)
    {
        await using var host = await StartAsync();
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = caller is null ? null : IPAddress.Parse(caller);
        http.Request.Method = "POST";
        http.Request.Path = "/functions/Sweep";

        await host.Services.GetRequiredService<AdminApi>().HandleAsync(http);

        Assert.Equal(403, http.Response.StatusCode);
        Assert.Equal(0, _runs.Count);
    }

    private Task<WorkerHost> StartAsync(Action<FunctionsHostBuilder>? configure = null) =>
        WorkerHost.StartAsync<Functions>(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(_clock).AddSingleton(_runs);
            builder.Configuration["SweepSchedule"] = "0 */5 * * * *";
            configure?.Invoke(builder);
        });

    private async Task<Run> AdvanceToAsync(DateTime time)
    {
        _clock.Advance(time - _clock.GetUtcNow().UtcDateTime);
        return await _runs.NextAsync();
    }

    public sealed record Run
    {
        public TaskCompletionSource Finish { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended { get; set; } = Task.CompletedTask;
    }

    public sealed class Runs
    {
        private readonly Channel<Run> _channel = Channel.CreateUnbounded<Run>();
        private int _count;

        public int Count => _count;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            var run = new Run();
            run.Ended = run.Finish.Task.WaitAsync(cancellationToken);
            _channel.Writer.TryWrite(run);
            return run.Ended;
        }

        public async Task<Run> NextAsync() => await _channel.Reader.ReadAsync().AsTask().WaitAsync(WorkerHost.Patience);
    }

    public class Functions(Runs runs)
    {
        [Function("Sweep")]
        public Task SweepAsync([TimerTrigger("%SweepSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
            runs.StartAsync(cancellationToken);
    }
}
