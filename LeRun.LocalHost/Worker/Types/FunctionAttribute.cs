namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Makes a method a function. Names are unique across the app, and the Functions host tries routes in their order.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
