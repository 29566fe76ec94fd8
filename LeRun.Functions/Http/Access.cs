using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Functions.Http;

/// <summary>Who may call a function.</summary>
public enum Access
{
    /// <summary>Anyone, with or without a token.</summary>
    Anyone,

    /// <summary>Whoever carries a valid token; the function itself decides what is theirs.</summary>
    SignedIn,

    /// <summary>Administrators.</summary>
    Admin,
}

/// <summary>Declares who may call an HTTP function. Without it, the app does not start.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AccessAttribute(Access access) : Attribute
{
    public Access Access { get; } = access;
}

/// <summary>What the functions declare, by function name: read once, from the methods themselves.</summary>
public sealed class FunctionAccess
{
    private readonly FrozenDictionary<string, Access> _byFunction;

    /// <summary>Reads the declarations of all HTTP functions of <paramref name="types"/>.</summary>
    /// <exception cref="InvalidOperationException">A function declares nothing; the message has its name.</exception>
    public FunctionAccess(IEnumerable<Type> types)
    {
        var functions =
            from type in types
            from method in type.GetMethods()
            let function = method.GetCustomAttribute<FunctionAttribute>()
            where function is not null && method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute)))
            select (function.Name, method.GetCustomAttribute<AccessAttribute>()?.Access);
        _byFunction = functions.ToFrozenDictionary(
            function => function.Name,
            function => function.Access ?? throw new InvalidOperationException($"Function {function.Name} does not declare who may call it: add [Access(...)]."),
            StringComparer.Ordinal);
    }

    /// <summary>Who may call the function of that name; administrators alone where nothing is known of it.</summary>
    public Access Of(string function) => _byFunction.GetValueOrDefault(function, Access.Admin);
}
