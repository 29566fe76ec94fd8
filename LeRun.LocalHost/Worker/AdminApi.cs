using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace LeRun.LocalHost.Worker;

/// <summary>
/// <c>POST /admin/functions/{name}</c> runs a timer function at once, as the Functions host does, but responds when the run is
/// over: 202 if it succeeded, 500 if it failed. Only this machine may call it.
/// </summary>
internal sealed class AdminApi(Timers timers, IHostApplicationLifetime lifetime)
{
    /// <summary>Handles a request below <c>/admin</c>; its path no longer contains that prefix.</summary>
    public async Task HandleAsync(HttpContext http) => http.Response.StatusCode = await RunTimerAsync(http);

    private async Task<int> RunTimerAsync(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } caller || !IPAddress.IsLoopback(caller)
            || !LocalNames.IsAskedHere(http.Request))
            return StatusCodes.Status403Forbidden;
        if (!HttpMethods.IsPost(http.Request.Method)
            || !http.Request.Path.StartsWithSegments("/functions", StringComparison.OrdinalIgnoreCase, out var rest)
            || timers.Find(rest.Value!.Trim('/')) is not { } timer)
            return StatusCodes.Status404NotFound;

        return await timer.TryRunAsync(lifetime.ApplicationStopping)
            ? StatusCodes.Status202Accepted
            : StatusCodes.Status500InternalServerError;
    }
}
