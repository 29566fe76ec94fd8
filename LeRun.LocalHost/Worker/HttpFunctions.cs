using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace LeRun.LocalHost.Worker;

/// <summary>
/// Answers requests by the functions, tried as the Functions host tries them: in alphabetical order of their names, the
/// first match wins, however general it is.
/// </summary>
internal sealed partial class HttpFunctions(
    IEnumerable<HttpFunction> functions, FunctionExecutionDelegate pipeline, ILogger<HttpFunctions> logger)
{
    private readonly HttpFunction[] _functions = [.. functions.OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase)];

    public Task Answer(HttpContext http)
    {
        foreach (var function in _functions)
        {
            if (function.Match(http) is { } values)
            {
                http.Request.RouteValues = values;
                return Run(function, http);
            }
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task Run(HttpFunction function, HttpContext http)
    {
        try
        {
            var context = new HostedFunctionContext(function, http.RequestServices, http.RequestAborted) { HttpContext = http };
            await pipeline(context);
            await Write(context.Result.Value, http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
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

    private static Task Write(object? result, HttpContext http) => result switch
    {
        IResult r => r.ExecuteAsync(http),
        IActionResult r => r.ExecuteResultAsync(new ActionContext(http, new RouteData(http.Request.RouteValues), new ActionDescriptor())),
        _ => Task.CompletedTask,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "Function {Function} failed.")]
    private partial void LogFailed(string function, Exception exception);
}
