namespace LeRun.Functions.Docs;

/// <summary>Declares what a function reads from the body of a request.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class TakesAttribute(Type body) : Attribute
{
    /// <summary>The type that a JSON body is read as.</summary>
    public Type Body { get; } = body;

    /// <summary>Whether the request may come without a body.</summary>
    public bool Optional { get; init; }

    /// <summary>What this function requires of the body beyond what its type does.</summary>
    public string[] Requires { get; init; } = [];

    /// <summary>Other forms that the body may have: a picture may come as it is, or in a form.</summary>
    public string[] AlsoAs { get; init; } = [];
}

/// <inheritdoc cref="TakesAttribute"/>
public sealed class TakesAttribute<T>() : TakesAttribute(typeof(T));

/// <summary>Declares a parameter that a function reads from the query.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class TakesQueryAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>What it may be; anything, when empty.</summary>
    public string[] Values { get; init; } = [];
}

/// <summary>Declares a header that a function reads, besides those that the other declarations imply.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class TakesHeaderAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>Declares that a function changes only the versions that <c>If-Match</c> names, when a request has it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HonoursIfMatchAttribute : Attribute;
