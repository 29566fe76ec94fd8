using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.LocalHost.Worker;

/// <summary>An invocation by a request or by a timer.</summary>
internal sealed class HostedFunctionContext(
    HostedFunction function, IServiceProvider services, CancellationToken cancellationToken) : FunctionContext
{
    // Random once: to ask the system for as much at each invocation would cost more than all else that LocalHost does for it.
    private static readonly byte[] _process = Guid.NewGuid().ToByteArray()[..8];
    private static long _invocations;

    private string? _invocationId;
    private TraceContext? _trace;

    public HostedFunction Function => function;

    /// <summary>The invocation's own scope; for an HTTP function also the request's services.</summary>
    public IServiceProvider Services => services;

    public HttpContext? HttpContext { get; init; }

    public InvocationResult Result { get; } = new MutableResult();

    public override string InvocationId => _invocationId ??= NewInvocationId();

    public override TraceContext TraceContext => _trace ??= new ActivityTrace(Activity.Current);

    public override FunctionDefinition FunctionDefinition => function;

    public override CancellationToken CancellationToken => cancellationToken;

    private static string NewInvocationId() =>
        new Guid([.. _process, .. BitConverter.GetBytes(Interlocked.Increment(ref _invocations))]).ToString();

    private sealed class MutableResult : InvocationResult
    {
        public override object? Value { get; set; }
    }

    private sealed class ActivityTrace(Activity? activity) : TraceContext
    {
        public override string TraceParent { get; } = activity?.Id ?? "";
    }
}
