using System.Net;
using LeRun.LocalHost.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace LeRun.Tests.LocalHost.Worker;

/// <summary>Hosts a test's own function classes on the worker's stand-in, with a client for it.</summary>
internal sealed class WorkerHost : IAsyncDisposable
{
    /// <summary>Limits every wait for something that happens at once unless it is broken.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;

    private WorkerHost(WebApplication app, HttpClient client) => (_app, Client) = (app, client);

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public FakeLogCollector Logs => _app.Services.GetFakeLogCollector();

    public static WebApplication Build(Type[] functions, Action<FunctionsHostBuilder>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.AddFakeLogging();
        var host = new FunctionsHostBuilder(builder, functions);
        configure?.Invoke(host);
        return host.Build();
    }

    public static async Task<WorkerHost> StartAsync<T>(Action<FunctionsHostBuilder>? configure = null)
    {
        var app = Build([typeof(T)], configure);
        await app.StartAsync();
        return new WorkerHost(app, new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = Patience });
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
