namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function.</summary>
public abstract class FunctionContext
{
    public abstract string InvocationId { get; }

    public abstract string FunctionId { get; }

    public abstract TraceContext TraceContext { get; }

    /// <summary>The invocation's own scope; for an HTTP function also the request's services.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    public abstract FunctionDefinition FunctionDefinition { get; }

    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Cancelled when the client goes away or the host stops.</summary>
    public virtual CancellationToken CancellationToken { get; }
}

/// <summary>The W3C trace that the invocation belongs to; empty strings where there is none.</summary>
public abstract class TraceContext
{
    public abstract string TraceParent { get; }

    public abstract string TraceState { get; }
}

/// <summary>What the function returned, or what middleware answers in its place.</summary>
public abstract class InvocationResult
{
    public abstract object? Value { get; set; }
}
