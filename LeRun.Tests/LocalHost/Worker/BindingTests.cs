using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.LocalHost.Worker;

public class BindingTests
{
    [Theory]
    [InlineData("route/r%C3%A9my%20x", "rémy x")]
    [InlineData("values/1/2/true/2f2a5cf1-9c5d-4d0e-9c55-0a0c6f0e4a11", "1 2 True 2f2a5cf1-9c5d-4d0e-9c55-0a0c6f0e4a11")]
    [InlineData("query?text=a%26b&number=-3&time=2024-11-22T14:51:31Z", "a&b -3 2024-11-22T14:51:31.0000000Z")]
    [InlineData("query", "none 0 ")]
    [InlineData("defaults", "20")]
    [InlineData("both/route?id=query", "route")]
    public async Task Arguments_come_by_name_from_the_route_and_then_the_query(string path, string answer)
    {
        await using var host = await WorkerHost.Start<Functions>();

        Assert.Equal(answer, await host.Client.GetStringAsync($"/api/{path}"));
    }

    [Theory]
    [InlineData("needed")]
    [InlineData("needed?number=three")]
    [InlineData("query?number=three")]
    public async Task A_missing_value_or_one_of_the_wrong_type_is_a_bare_500(string path)
    {
        await using var host = await WorkerHost.Start<Functions>();

        using var response = await host.Client.GetAsync($"/api/{path}");

        await Bare.Assert(HttpStatusCode.InternalServerError, response);
    }

    [Fact]
    public async Task The_function_its_request_and_its_context_share_one_scope_an_invocation()
    {
        await using var host = await WorkerHost.Start<Functions>(builder => builder.Services.AddScoped<Scoped>());

        var first = await host.Client.GetStringAsync("/api/scope");
        var second = await host.Client.GetStringAsync("/api/scope");

        var ids = first.Split(' ');
        Assert.Equal(3, ids.Length);
        Assert.Single(ids.Distinct());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_the_token()
    {
        var probe = new AbortProbe();
        await using var host = await WorkerHost.Start<AbortFunctions>(builder => builder.Services.AddSingleton(probe));
        using var leaving = new CancellationTokenSource();

        var request = host.Client.GetAsync("/api/wait", leaving.Token);
        await probe.Started.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.True(await probe.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.DoesNotContain(host.Logs.GetSnapshot(), record => record.Exception is not null);
    }

    [Fact]
    public async Task The_definition_says_what_the_function_is()
    {
        await using var host = await WorkerHost.Start<Functions>();

        Assert.Equal(
            "Definition LeRun.Tests.LocalHost.Worker.BindingTests+Functions.Definition LeRun.Tests.dll request:httpTrigger request,context",
            await host.Client.GetStringAsync("/api/definition"));
    }

    [Fact]
    public async Task The_trace_is_the_callers()
    {
        const string TraceId = "0af7651916cd43dd8448eb211c80319c";
        await using var host = await WorkerHost.Start<Functions>();
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
        public async Task<IResult> Wait([HttpTrigger("get")] HttpRequest request, CancellationToken cancellationToken)
        {
            using var registration = cancellationToken.Register(() => probe.Cancelled.TrySetResult(true));
            probe.Started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return Results.Ok();
        }
    }

    public class Functions(IServiceProvider services)
    {
        [Function("Route")]
        public IResult Route([HttpTrigger("get", Route = "route/{name}")] HttpRequest request, string name) => Results.Text(name);

        [Function("Values")]
        public IResult Values(
            [HttpTrigger("get", Route = "values/{i}/{l}/{b}/{g}")] HttpRequest request, int i, long l, bool b, Guid? g) =>
            Results.Text($"{i} {l} {b} {g}");

        [Function("Query")]
        public IResult Query([HttpTrigger("get")] HttpRequest request, string? text, int? number, DateTime? time) =>
            Results.Text(FormattableString.Invariant($"{text ?? "none"} {number ?? 0} {time:O}"));

        [Function("Defaults")]
        public IResult Defaults([HttpTrigger("get")] HttpRequest request, int limit = 20) => Results.Text($"{limit}");

        [Function("Both")]
        public IResult Both([HttpTrigger("get", Route = "both/{id}")] HttpRequest request, string id) => Results.Text(id);

        [Function("Needed")]
        public IResult Needed([HttpTrigger("get")] HttpRequest request, int number) => Results.Text($"{number}");

        [Function("Scope")]
        public IResult Scope([HttpTrigger("get")] HttpRequest request, FunctionContext context)
        {
            IServiceProvider[] providers = [services, context.InstanceServices, context.GetHttpContext()!.RequestServices];
            return Results.Text(string.Join(' ', providers.Select(p => p.GetRequiredService<Scoped>().Id)));
        }

        [Function("Trace")]
        public IResult Trace([HttpTrigger("get")] HttpRequest request, FunctionContext context) =>
            Results.Text(context.TraceContext.TraceParent);

        [Function("Definition")]
        public IResult Definition([HttpTrigger("get")] HttpRequest request, FunctionContext context)
        {
            var definition = context.FunctionDefinition;
            var (name, binding) = definition.InputBindings.Single();
            return Results.Text(string.Join(
                ' ', definition.Name, definition.EntryPoint, Path.GetFileName(definition.PathToAssembly),
                $"{name}:{binding.Type}", string.Join(',', definition.Parameters.Select(p => p.Name))));
        }
    }
}
