namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key the Functions host asks of a caller; like Core Tools, LocalHost checks none.</summary>
public enum AuthorizationLevel
{
    Anonymous = 0,
    User,
    Function,
    System,
    Admin,
}

/// <summary>Binds a function's parameter to a request; no methods means any method.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : Attribute
{
    public HttpTriggerAttribute()
        : this(AuthorizationLevel.Function)
    {
    }

    public HttpTriggerAttribute(params string[] methods)
        : this(AuthorizationLevel.Anonymous, methods)
    {
    }

    public HttpTriggerAttribute(AuthorizationLevel authLevel)
        : this(authLevel, [])
    {
    }

    /// <summary>The route template below the route prefix; the function's name when null.</summary>
    public string? Route { get; set; }

    public string[] Methods { get; } = methods;

    public AuthorizationLevel AuthLevel { get; } = authLevel;
}
