namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key the Functions host asks a caller for. LeRun asks for none: identity is its own.</summary>
public enum AuthorizationLevel
{
    Anonymous = 0,
}

/// <summary>Binds a function's parameter to the request. A function without methods accepts any method.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : Attribute
{
    /// <summary>The route template below the route prefix; null means the function's name.</summary>
    public string? Route { get; set; }

    public string[] Methods { get; } = methods;

    public AuthorizationLevel AuthLevel { get; } = authLevel;
}
