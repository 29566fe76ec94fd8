using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeRun.Tests.LocalHost.Worker;

public class MiddlewareTests
{
    [Fact]
    public async Task Middleware_runs_in_the_order_it_was_added_and_results_are_written_outside_it()
    {
        var trail = new Trail();
        await using var host = await WorkerHost.StartAsync<Functions>(builder =>
        {
            builder.Services.AddSingleton(trail);
            builder.UseMiddleware<Outer>();
            builder.UseMiddleware<Inner>();
        });

        await host.Client.GetStringAsync("/api/trailed");
        await host.Client.GetStringAsync("/api/trailed");

        string[] once = ["outer>", "inner>", "function", "<inner", "<outer", "written"];
        Assert.Equal([.. once, .. once], trail);
        Assert.Equal(1, trail.Outers);
    }

    [Fact]
    public async Task Middleware_returns_a_result_in_place_of_the_function()
    {
        var trail = new Trail();
        await using var host = await WorkerHost.StartAsync<Functions>(builder =>
        {
            builder.Services.AddSingleton(trail);
            builder.Use(_ => context =>
            {
                context.GetInvocationResult().Value = Results.Text("no entry", statusCode: 403);
                return Task.CompletedTask;
            });
        });

        using var response = await host.Client.GetAsync("/api/trailed");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("no entry", await response.Content.ReadAsStringAsync());
        Assert.Empty(trail);
    }

    [Fact]
    public async Task Middleware_turns_an_exception_into_a_result()
    {
        await using var host = await WorkerHost.StartAsync<Functions>(builder => builder.Services.AddSingleton<Trail>());
        await using var guarded = await WorkerHost.StartAsync<Functions>(builder =>
        {
            builder.Services.AddSingleton<Trail>();
            builder.UseMiddleware<Guard>();
        });

        using var bare = await host.Client.GetAsync("/api/throws");
        using var caught = await guarded.Client.GetAsync("/api/throws");

        await BareResponse.AssertAsync(HttpStatusCode.InternalServerError, bare);
        Assert.Equal(HttpStatusCode.Conflict, caught.StatusCode);
        Assert.Equal("Throws: boom", await caught.Content.ReadAsStringAsync());
    }

    public sealed class Trail : ConcurrentQueue<string>
    {
        public int Outers { get; set; }
    }

    public class Functions(Trail trail)
    {
        [Function("Trailed")]
        public IResult Trailed([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            trail.Enqueue("function");
            return new Writing(trail);
        }

        [Function("Throws")]
        public IResult Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            throw new InvalidOperationException("boom");
    }

    private sealed class Writing(Trail trail) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            trail.Enqueue("written");
            return Task.CompletedTask;
        }
    }

    private sealed class Outer : IFunctionsWorkerMiddleware
    {
        private readonly Trail _trail;

        public Outer(Trail trail)
        {
            _trail = trail;
            trail.Outers++;
        }

        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            _trail.Enqueue("outer>");
            await next(context);
            _trail.Enqueue("<outer");
        }
    }

    private sealed class Inner(Trail trail) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            trail.Enqueue("inner>");
            await next(context);
            trail.Enqueue("<inner");
        }
    }

    private sealed class Guard : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            try
            {
                await next(context);
            }
            catch (InvalidOperationException e)
            {
                context.GetInvocationResult().Value =
                    Results.Text($"{context.FunctionDefinition.Name}: {e.Message}", statusCode: 409);
            }
        }
    }
}
