using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace LeRun.LocalHost.Worker;

/// <summary>
/// <c>POST /admin/functions/{name}</c> runs a timer function at once, as at the Functions host, but answers when the run is
/// over: 202, or 500 when it failed. Only this machine may ask.
/// </summary>
internal sealed class AdminApi(Timers timers, IHostApplicationLifetime lifetime)
{
    /// <summary>Answers a request below <c>/admin</c>, whose prefix is taken off its path.</summary>
    public async Task Answer(HttpContext http) => http.Response.StatusCode = await StatusOf(http);

    private async Task<int> StatusOf(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } caller || !IPAddress.IsLoopback(caller))
            return StatusCodes.Status403Forbidden;
        if (!HttpMethods.IsPost(http.Request.Method)
            || !http.Request.Path.StartsWithSegments("/functions", StringComparison.OrdinalIgnoreCase, out var rest)
            || timers.Find(rest.Value!.Trim('/')) is not { } timer)
            return StatusCodes.Status404NotFound;

        return await timer.TryRun(isPastDue: false, lifetime.ApplicationStopping)
            ? StatusCodes.Status202Accepted
            : StatusCodes.Status500InternalServerError;
    }
}
