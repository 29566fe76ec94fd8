using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace LeRun.LocalHost.Worker;

/// <summary>
/// Handles requests by the functions, in the Functions host's order: alphabetically by name. The first match wins, however
/// general it is.
/// </summary>
internal sealed partial class HttpFunctions(
    IEnumerable<HttpFunction> functions, FunctionExecutionDelegate pipeline, ILogger<HttpFunctions> logger)
{
    private readonly HttpFunction[] _functions = [.. functions.OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase)];

    public Task HandleAsync(HttpContext http)
    {
        foreach (var function in _functions)
        {
            if (function.Match(http) is { } values)
            {
                http.Request.RouteValues = values;
                return RunAsync(function, http);
            }
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task RunAsync(HttpFunction function, HttpContext http)
    {
        try
        {
            var context = new HostedFunctionContext(function, http.RequestServices, http.RequestAborted) { HttpContext = http };
            await pipeline(context);
            if (context.Result.Value is IResult result)
                await result.ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected.
        }
        catch (Exception e)
        {
            LogFailed(function.Name, e);
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }

            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Function {Function} failed.")]
    private partial void LogFailed(string function, Exception exception);
}
