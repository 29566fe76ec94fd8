using Microsoft.AspNetCore.Http;

namespace LeRun.LocalHost.Worker;

/// <summary>The names by which a machine calls itself.</summary>
internal static class LocalNames
{
    private static readonly HashSet<string> Names =
        new(["", "localhost", "127.0.0.1", "[::1]"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Lets a request through that is meant for this machine; any other is a bare 400.</summary>
    public static Task OnlyAsync(HttpContext http, RequestDelegate next)
    {
        if (Names.Contains(http.Request.Host.Host))
            return next(http);
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }

    /// <summary>Whether a request names this machine, and no web page of elsewhere sends it.</summary>
    public static bool IsAskedHere(HttpRequest request) =>
        Names.Contains(request.Host.Host)
        && (request.Headers.Origin.Count == 0
            || (Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) && Names.Contains(origin.Host)));
}
