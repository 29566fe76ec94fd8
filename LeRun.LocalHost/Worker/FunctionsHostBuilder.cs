using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeRun.LocalHost.Worker;

/// <summary>Hosts function classes on a web application, in place of the Functions host and its worker.</summary>
/// <param name="builder">The application to host them on.</param>
/// <param name="types">The types to look for functions in.</param>
public sealed class FunctionsHostBuilder(WebApplicationBuilder builder, IEnumerable<Type> types)
    : IFunctionsWorkerApplicationBuilder
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];

    public IServiceCollection Services => builder.Services;

    public IConfiguration Configuration => builder.Configuration;

    public ILoggingBuilder Logging => builder.Logging;

    /// <summary>What every route starts with; may be empty.</summary>
    public string RoutePrefix { get; set; } = "api";

    /// <summary>Whether timer functions run on their schedules; if not, they run on demand only.</summary>
    public bool FollowSchedules { get; set; } = true;

    /// <summary>
    /// Whether requests may name any host, or this machine only: a web page can point a name of its own at this machine, and
    /// read through it what only this machine may.
    /// </summary>
    public bool AnyHostName { get; set; }

    /// <summary>What a request passes before the functions, on this host alone.</summary>
    public Action<IApplicationBuilder>? InFront { get; set; }

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        _middleware.Add(middleware);
        return this;
    }

    /// <exception cref="FunctionLoadException">A function is declared in a way that cannot be hosted.</exception>
    public WebApplication Build()
    {
        Services.AddRouting();
        Services.TryAddSingleton(TimeProvider.System);
        Services.AddSingleton(provider => new FunctionSet(
            types, RoutePrefix, provider.GetRequiredService<IInlineConstraintResolver>(), Configuration));
        Services.AddSingleton(Pipeline());
        Services.AddSingleton<Timers>();
        Services.AddSingleton<AdminApi>();
        if (FollowSchedules)
            Services.AddHostedService(provider => provider.GetRequiredService<Timers>());

        var app = builder.Build();
        var functions = app.Services.GetRequiredService<FunctionSet>();
        var admin = app.Services.GetRequiredService<AdminApi>();
        var http = ActivatorUtilities.CreateInstance<HttpFunctions>(app.Services, functions.Http);
        if (!AnyHostName)
            app.Use(LocalNames.OnlyAsync);
        InFront?.Invoke(app);
        ((IApplicationBuilder)app).Map("/admin", branch => branch.Run(admin.HandleAsync));
        app.Run(http.HandleAsync);
        return app;
    }

    private FunctionExecutionDelegate Pipeline()
    {
        FunctionExecutionDelegate innermost = context =>
        {
            var hosted = (HostedFunctionContext)context;
            return hosted.Function.InvokeAsync(hosted);
        };
        return _middleware.AsEnumerable().Reverse().Aggregate(innermost, (next, middleware) => middleware(next));
    }
}
