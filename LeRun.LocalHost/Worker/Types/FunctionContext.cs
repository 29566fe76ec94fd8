namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function.</summary>
public abstract class FunctionContext
{
    public abstract string InvocationId { get; }

    public abstract TraceContext TraceContext { get; }

    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Cancelled when the client disconnects or the host stops.</summary>
    public virtual CancellationToken CancellationToken { get; }
}

/// <summary>What a function is: the same for each of its invocations.</summary>
public abstract class FunctionDefinition
{
    public abstract string Name { get; }
}

/// <summary>The W3C trace that the invocation belongs to.</summary>
public abstract class TraceContext
{
    /// <summary>An empty string if there is no trace.</summary>
    public abstract string TraceParent { get; }
}

/// <summary>What the function returned, or what middleware returned in its place.</summary>
public abstract class InvocationResult
{
    public abstract object? Value { get; set; }
}
