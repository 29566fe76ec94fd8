using System.Diagnostics;
using LeRun.Localization;
using LeRun.Storage;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace LeRun.Functions.Http;

/// <summary>
/// Turns what a function throws into a problem: 503 for storage out of reach, 4xx for a broken request, 500 for a bug. Nothing
/// internal gets out; the trace id of the problem finds the exception in the logs.
/// </summary>
public sealed partial class FailureMiddleware(ILogger<FailureMiddleware> logger) : IFunctionsWorkerMiddleware
{
    // What nginx calls "client closed request": nobody reads it, but logs should not show a success.
    private const int ClientClosedRequest = 499;

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            // A timer's failure is the host's to see.
            await next(context);
            return;
        }

        http.TraceIdentifier = TraceOf(context);
        try
        {
            SetHeaders(http);
            await next(context);
        }
        // Either tells that the caller left: the request itself or, often sooner, the Functions host.
        catch (OperationCanceledException)
            when (http.RequestAborted.IsCancellationRequested || context.CancellationToken.IsCancellationRequested)
        {
            Respond(context, http, Results.StatusCode(ClientClosedRequest));
        }
        catch (BadHttpRequestException broken)
        {
            Respond(context, http, new Problem(broken.StatusCode, Messages.BrokenRequest));
        }
        catch (TooManyLargeResponsesException)
        {
            Respond(context, http, new Problem(new Busy(Messages.Busy, LargeResponses.RetryAfter)));
        }
        catch (Exception exception) when (TransientFailure.RetryAfter(exception) is { } wait)
        {
            Log.OutOfReach(logger, exception, context.FunctionDefinition.Name);
            Respond(context, http, new Problem(StatusCodes.Status503ServiceUnavailable, Messages.Unreachable, wait));
        }
        catch (Exception exception)
        {
            Log.Bug(logger, exception, context.FunctionDefinition.Name);
            Respond(context, http, new Problem(StatusCodes.Status500InternalServerError, Messages.Unexpected));
        }
    }

    private static void SetHeaders(HttpContext http)
    {
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        if (http.Request.PublicAddress.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            http.Response.Headers.StrictTransportSecurity = "max-age=31536000";
    }

    // What was said of another response must not stay; a response that has begun can only be cut, so that nobody takes it for
    // the whole.
    private static void Respond(FunctionContext context, HttpContext http, IResult result)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            context.GetInvocationResult().Value = Results.Empty;
            return;
        }

        http.Response.Clear();
        SetHeaders(http);
        context.GetInvocationResult().Value = result;
    }

    // What Application Insights calls operation_Id; without a trace there is still the invocation to look for.
    private static string TraceOf(FunctionContext context) =>
        ActivityContext.TryParse(context.TraceContext.TraceParent, null, out var trace)
            ? trace.TraceId.ToHexString()
            : context.InvocationId;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Function}: storage is out of reach or throttling.")]
        public static partial void OutOfReach(ILogger logger, Exception exception, string function);

        [LoggerMessage(2, LogLevel.Error, "{Function} failed.")]
        public static partial void Bug(ILogger logger, Exception exception, string function);
    }
}
