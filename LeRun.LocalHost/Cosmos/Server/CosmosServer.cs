using System.Net;
using System.Text;
using LeRun.LocalHost.Cosmos.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeRun.LocalHost.Cosmos.Server;

/// <summary>
/// Serves an in-process Cosmos on a loopback port as Microsoft's emulator does, in the same protocol and with the same key,
/// so that any Cosmos client can work with its data.
/// </summary>
public sealed class CosmosServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _cosmos;

    private CosmosServer(WebApplication app, EmbeddedCosmos cosmos) =>
        (_app, _cosmos) = (app, new HttpMessageInvoker(cosmos, disposeHandler: false));

    /// <summary>The account endpoint.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="cosmos">What is served; it stays open when the server ends.</param>
    /// <param name="port">0 takes any free one.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<CosmosServer> StartAsync(
        EmbeddedCosmos cosmos, int port, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, port));
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        var server = new CosmosServer(builder.Build(), cosmos);
        server._app.Run(server.HandleAsync);
        try
        {
            await server._app.StartAsync(cancellationToken);
            return server;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await server.DisposeAsync();
            throw new IOException($"Port {port} is taken; --cosmos chooses another one.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _cosmos.Dispose();
    }

    private static void Listen(KestrelServerOptions kestrel, int port)
    {
        kestrel.AddServerHeader = false;
        // Names of containers are in headers, and may be of any script.
        kestrel.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;
        if (port == 0)
            kestrel.Listen(IPAddress.Loopback, 0);
        else
            kestrel.ListenLocalhost(port);
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var request = Translate(context);
        try
        {
            using var response = Refuse(context) is { } refusal
                ? refusal.ToMessage(request)
                : await _cosmos.SendAsync(request, context.RequestAborted);
            await WriteAsync(context, response);
        }
        catch (HttpRequestException)
        {
            // A broken connection that a test asked for.
            context.Abort();
        }
    }

    private static CosmosResponse? Refuse(HttpContext context)
    {
        // A page of a foreign site whose name was turned to this machine comes with that name.
        if (context.Request.Host.Host is not ("localhost" or "127.0.0.1" or "[::1]"))
            return CosmosResponse.Error(HttpStatusCode.Forbidden, "Only this machine may ask, by the name localhost.");
        var headers = context.Request.Headers;
        var date = headers["x-ms-date"].ToString() is { Length: > 0 } given ? given : headers.Date.ToString();
        return EmulatorKey.Signs(context.Request.Method, RawPath(context), date, headers.Authorization.ToString())
            ? null
            : CosmosResponse.Error(HttpStatusCode.Unauthorized, "The request is not signed with the emulator's key.");
    }

    // As it was sent: what is encoded in an id is part of the id.
    private static string RawPath(HttpContext context) => context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0];

    private static HttpRequestMessage Translate(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method), $"{context.Request.Scheme}://{context.Request.Host}{target}")
        {
            Content = new StreamContent(context.Request.Body),
        };
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        return request;
    }

    private static async Task WriteAsync(HttpContext context, HttpResponseMessage response)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers)
            context.Response.Headers[name] = values.ToArray();
        var body = await response.Content.ReadAsByteArrayAsync(context.RequestAborted);
        if (body.Length == 0)
            return;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
