using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace LeRun.Functions.Http;

/// <summary>
/// Writes what a function returns, by <see cref="ResponseBody"/>: compressed, and a large one in its turn. The Functions worker
/// would write it behind all middleware, where an exception ends in a response without a body.
/// </summary>
public sealed class BodyMiddleware(LargeResponses large) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        await next(context);
        if (context.GetHttpContext() is not { } http || context.GetInvocationResult().Value is not IResult result)
            return;

        var server = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var body = new ResponseBody(http, server, large);
        http.Features.Set<IHttpResponseBodyFeature>(body);
        try
        {
            await result.ExecuteAsync(http);
            await body.CompleteAsync();
            context.GetInvocationResult().Value = Results.Empty;
        }
        finally
        {
            http.Features.Set(server);
            body.Release();
        }
    }
}
