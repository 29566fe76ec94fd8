using LeRun.LocalHost.Worker;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

public static class FunctionContextExtensions
{
    /// <summary>The request that the function handles; null in a timer function.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context) => ((HostedFunctionContext)context).HttpContext;

    public static InvocationResult GetInvocationResult(this FunctionContext context) => ((HostedFunctionContext)context).Result;
}
