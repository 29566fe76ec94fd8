using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.LocalHost.Worker;

/// <summary>An invocation by a request or by a timer.</summary>
internal sealed class HostedFunctionContext(
    HostedFunction function, IServiceProvider services, CancellationToken cancellationToken) : FunctionContext
{
    private string? _invocationId;
    private TraceContext? _trace;

    public HostedFunction Function => function;

    /// <summary>The invocation's own scope; for an HTTP function also the request's services.</summary>
    public IServiceProvider Services => services;

    public HttpContext? HttpContext { get; init; }

    public InvocationResult Result { get; } = new MutableResult();

    public override string InvocationId => _invocationId ??= Guid.NewGuid().ToString();

    public override TraceContext TraceContext => _trace ??= new ActivityTrace(Activity.Current);

    public override FunctionDefinition FunctionDefinition => function;

    public override CancellationToken CancellationToken => cancellationToken;

    private sealed class MutableResult : InvocationResult
    {
        public override object? Value { get; set; }
    }

    private sealed class ActivityTrace(Activity? activity) : TraceContext
    {
        public override string TraceParent { get; } = activity?.Id ?? "";
    }
}
