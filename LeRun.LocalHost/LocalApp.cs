using System.Net;
using System.Net.Sockets;
using LeRun.Functions;
using LeRun.Functions.Http;
using LeRun.LocalHost.Pages;
using LeRun.LocalHost.Terminal;
using LeRun.LocalHost.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeRun.LocalHost;

/// <summary>Runs the product on this machine: its functions, its storage and a web server, without a console.</summary>
public sealed class LocalApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LocalAppOptions _options;
    private bool _started;

    private LocalApp(WebApplication app, EmbeddedStorage storage, LocalAppOptions options) =>
        (_app, Storage, _options) = (app, storage, options);

    /// <summary>The address it listens on, once started.</summary>
    public Uri Address
    {
        get
        {
            var address = BindingAddress.Parse(
                _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            return new Uri($"http://{(_options.Lan ? "localhost" : address.Host)}:{address.Port}/");
        }
    }

    /// <summary>What the address of every route begins with.</summary>
    public Uri ApiAddress => new(Address, HostJson.RoutePrefix(AppContext.BaseDirectory));

    public IServiceProvider Services => _app.Services;

    /// <summary>
    /// A line on what became of an earlier version's data folder at the start; null if there was nothing to bring over.
    /// </summary>
    public string? Upgraded { get; private set; }

    /// <summary>Cosmos DB and Blob storage inside this process.</summary>
    public EmbeddedStorage Storage { get; }

    /// <exception cref="FunctionLoadException">A function is declared in a way that cannot be hosted.</exception>
    public static LocalApp Create(LocalAppOptions options)
    {
        // The default builder would read appsettings.json and watch the current directory for changes to it.
        var builder = WebApplication.CreateEmptyBuilder(new());
        LocalSettings.AddTo(builder.Configuration, options);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options));
        builder.Services
            .AddSingleton(options.Clock)
            .Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);

        var functions = new FunctionsHostBuilder(builder, typeof(LocalApp).Assembly.GetExportedTypes())
        {
            RoutePrefix = HostJson.RoutePrefix(AppContext.BaseDirectory),
            AnyHostName = options.Lan,
        };
        builder.Services.AddCors();
        functions.InFront = app => AddPages(app, functions.RoutePrefix, options);
        var storage = EmbeddedStorage.Open(options.DataFolder, options.Clock);
        try
        {
            AddProduct(functions, storage, options);
            return new LocalApp(functions.Build(), storage, options);
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    /// <exception cref="IOException">The port is taken, or the data of an earlier version cannot be brought over.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_options.DataFolder is not null)
        {
            var database = _app.Services.GetRequiredService<Database>();
            Upgraded = await RunsUpgrade.CompleteAsync(database, _options.Clock, cancellationToken);
        }

        try
        {
            await _app.StartAsync(cancellationToken);
            _started = true;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new IOException($"Port {_options.Port} is taken; --port chooses another one.", e);
        }
        catch (Exception e) when (IsDenied(e))
        {
            throw new IOException($"Port {_options.Port} needs more rights; --port chooses another one.", e);
        }
    }

    /// <summary>Waits until the process is told to stop.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <summary>Stops requests and timer functions, then closes the storage below them.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_started)
            await _app.StopAsync();
        await _app.DisposeAsync();
        Storage.Dispose();
    }

    /// <summary>Adds the product, as the deployable does, and connects it to the storage.</summary>
    private static void AddProduct(FunctionsHostBuilder functions, EmbeddedStorage storage, LocalAppOptions options)
    {
        functions.UseLeRun();
        functions.Services.AddLeRun(functions.Configuration);
        storage.ConnectTo(functions.Services);
        options.Configure?.Invoke(functions);
    }

    private static void AddPages(IApplicationBuilder app, string routePrefix, LocalAppOptions options)
    {
        if (options.RequestLine is { } write)
            app.Use(new RequestLines(write, options.Clock).HandleAsync);
        OtherOrigins.Use(app, routePrefix, options.Origins);
        app.Use(new StartPage(routePrefix).HandleAsync);
    }

    // Kestrel wraps what the system says: once for an address, once more for those of localhost.
    private static bool IsDenied(Exception exception) => exception switch
    {
        SocketException e => e.SocketErrorCode == SocketError.AccessDenied,
        AggregateException e => e.InnerExceptions.Any(IsDenied),
        _ => exception.InnerException is { } inner && IsDenied(inner),
    };

    private static void Listen(KestrelServerOptions kestrel, LocalAppOptions options)
    {
        kestrel.AddServerHeader = false;
        if (options.Lan)
            kestrel.ListenAnyIP(options.Port);
        else if (options.Port == 0)
            kestrel.Listen(IPAddress.Loopback, 0);
        else
            kestrel.ListenLocalhost(options.Port);
    }
}
