namespace LeRun.Functions.Http;

/// <summary>Declares a parameter that a function reads from the query.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class QueryParameterAttribute(string name) : Attribute
{
    /// <summary>The name of the parameter.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// The values that the parameter may have; by default any. With another one the function is not invoked.
    /// </summary>
    public string[] Values { get; init; } = [];

    /// <summary>Whether it is a list of such values, in any case, with commas between them.</summary>
    public bool IsList { get; init; }
}

/// <summary>Declares a header that a function reads, besides those that its result and other attributes imply.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class HeaderParameterAttribute(string name) : Attribute
{
    /// <summary>The name of the header.</summary>
    public string Name { get; } = name;
}

/// <summary>Declares that the body of a function is a file.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConsumesFileAttribute(params string[] contentTypes) : Attribute
{
    /// <summary>Its media types; the file may also be a part of a form, where that is one of them.</summary>
    public IReadOnlyList<string> ContentTypes { get; } = contentTypes;
}

/// <summary>
/// Declares that a function takes a token that ended within the last 24 hours (<see cref="Identity.Caller.TokenEndedAt"/>): it
/// stores a run that began before, and does nothing else for such a caller.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AcceptsEndedTokenAttribute : Attribute;

/// <summary>Declares that a function changes only the versions that <c>If-Match</c> names, if a request has it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SupportsIfMatchAttribute : Attribute;
