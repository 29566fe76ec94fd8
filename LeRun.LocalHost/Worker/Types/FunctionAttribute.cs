namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes a method a function. Names are unique across the app and decide the order in which routes are tried.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
