using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.LocalHost.Worker;

public class BindingTests
{
    [Theory]
    [InlineData("text/r%C3%A9my%20x", "rémy x")]
    [InlineData("text/route?value=query", "route")]
    [InlineData("text?value=a%26b", "a&b")]
    [InlineData("text?VALUE=one&value=two", "one,two")]
    [InlineData("text", "none")]
    [InlineData("number/123", "123")]
    [InlineData("number/-3", "-3")]
    [InlineData("number?value=7", "7")]
    [InlineData("token", "cancellable")]
    [InlineData("token?value=1", "cancellable")]
    public async Task Arguments_come_from_the_route_then_the_query_then_the_type(string path, string expected)
    {
        await using var host = await WorkerHost.StartAsync<Functions>();

        Assert.Equal(expected, await host.Client.GetStringAsync($"/api/{path}"));
    }

    /// <summary>The genuine worker does the same, so a function must not depend on its caller here.</summary>
    [Theory]
    [InlineData("number/0123")]
    [InlineData("number/+123")]
    [InlineData("number/1.5")]
    [InlineData("number/three")]
    [InlineData("number/2147483648")]
    [InlineData("number?value=")]
    [InlineData("number")]
    [InlineData("token?cancellation=1")]
    [InlineData("token?Cancellation=")]
    public async Task Arguments_that_cannot_be_read_are_a_bare_500(string path)
    {
        await using var host = await WorkerHost.StartAsync<Functions>();

        using var response = await host.Client.GetAsync($"/api/{path}");

        await BareResponse.AssertAsync(HttpStatusCode.InternalServerError, response);
        Assert.IsType<InvalidOperationException>(Assert.Single(host.Logs.GetSnapshot(), r => r.Exception is not null).Exception);
    }

    [Fact]
    public async Task Request_and_context_are_bound_by_type_whatever_the_query_says()
    {
        await using var host = await WorkerHost.StartAsync<Functions>();

        Assert.Equal("Context", await host.Client.GetStringAsync("/api/context?request=1&context=1"));
    }

    [Fact]
    public async Task Function_request_and_middleware_share_one_scope_for_each_invocation()
    {
        await using var host = await WorkerHost.StartAsync<Functions>(builder => builder.Services.AddScoped<Scoped>());

        var first = await host.Client.GetStringAsync("/api/scope");
        var second = await host.Client.GetStringAsync("/api/scope");

        var ids = first.Split(' ');
        Assert.Equal(2, ids.Length);
        Assert.Single(ids.Distinct());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Cancellation_tokens_are_cancelled_when_the_client_disconnects()
    {
        var probe = new AbortProbe();
        await using var host = await WorkerHost.StartAsync<AbortFunctions>(builder => builder.Services.AddSingleton(probe));
        using var leaving = new CancellationTokenSource();

        var request = host.Client.GetAsync("/api/wait", leaving.Token);
        await probe.Started.Task.WaitAsync(WorkerHost.Patience);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.True(await probe.Cancelled.Task.WaitAsync(WorkerHost.Patience));
        Assert.DoesNotContain(host.Logs.GetSnapshot(), record => record.Exception is not null);
    }

    [Fact]
    public async Task Trace_is_the_callers()
    {
        const string TraceId = "0af7651916cd43dd8448eb211c80319c";
        await using var host = await WorkerHost.StartAsync<Functions>();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/trace");
        request.Headers.Add("traceparent", $"00-{TraceId}-b7ad6b7169203331-01");

        using var response = await host.Client.SendAsync(request);

        Assert.StartsWith($"00-{TraceId}-", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    public sealed class Scoped
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    public sealed class AbortProbe
    {
        public TaskCompletionSource Started { get; } = new();

        public TaskCompletionSource<bool> Cancelled { get; } = new();
    }

    public class AbortFunctions(AbortProbe probe)
    {
        [Function("Wait")]
        public async Task<IResult> WaitAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellationToken)
        {
            using var registration = cancellationToken.Register(() => probe.Cancelled.TrySetResult(true));
            probe.Started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return Results.Ok();
        }
    }

    public class Functions(IServiceProvider services)
    {
        [Function("Text")]
        public IResult Text([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, string? value) =>
            Results.Text(value ?? "none");

        [Function("TextOfRoute")]
        public IResult TextOfRoute(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "text/{value}")] HttpRequest request, string value) =>
            Results.Text(value);

        [Function("Number")]
        public IResult Number([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, int value) =>
            Results.Text($"{value}");

        [Function("NumberOfRoute")]
        public IResult NumberOfRoute(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "number/{value}")] HttpRequest request, int value) =>
            Results.Text($"{value}");

        [Function("Token")]
        public IResult Token(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellation) =>
            Results.Text(cancellation.CanBeCanceled ? "cancellable" : "none");

        [Function("Context")]
        public IResult Context([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context) =>
            Results.Text(context.GetHttpContext() == request.HttpContext ? context.FunctionDefinition.Name : "another request");

        [Function("Scope")]
        public IResult Scope([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            IServiceProvider[] providers = [services, request.HttpContext.RequestServices];
            return Results.Text(string.Join(' ', providers.Select(p => p.GetRequiredService<Scoped>().Id)));
        }

        [Function("Trace")]
        public IResult Trace([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context) =>
            Results.Text(context.TraceContext.TraceParent);
    }
}
