using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.LocalHost.Worker;

/// <summary>An invocation as LocalHost makes it: by a request or by a timer.</summary>
internal sealed class HostedFunctionContext(
    HostedFunction function, IServiceProvider services, CancellationToken cancellationToken) : FunctionContext
{
    private IDictionary<object, object>? _items;
    private string? _invocationId;
    private TraceContext? _trace;

    public HostedFunction Function => function;

    public HttpContext? HttpContext { get; init; }

    public TimerInfo? Timer { get; init; }

    public InvocationResult Result { get; } = new MutableResult();

    public override string InvocationId => _invocationId ??= Guid.NewGuid().ToString();

    public override string FunctionId => function.Id;

    public override TraceContext TraceContext => _trace ??= new ActivityTrace(Activity.Current);

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => function;

    public override IDictionary<object, object> Items
    {
        get => _items ??= new Dictionary<object, object>();
        set => _items = value;
    }

    public override CancellationToken CancellationToken => cancellationToken;

    private sealed class MutableResult : InvocationResult
    {
        public override object? Value { get; set; }
    }

    private sealed class ActivityTrace(Activity? activity) : TraceContext
    {
        public override string TraceParent { get; } = activity?.Id ?? "";

        public override string TraceState { get; } = activity?.TraceStateString ?? "";
    }
}
