using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace LeRun.Functions.Http;

/// <summary>
/// What a function method declares about itself. Access control obeys it, the API document describes it, and whoever reads a
/// request in a way that is not declared gets an exception: declarations cannot lie.
/// </summary>
public sealed class FunctionDeclaration
{
    private static readonly ConcurrentDictionary<string, FunctionDeclaration> ByEntryPoint = new(StringComparer.Ordinal);

    private readonly string _name;
    private readonly Type? _body;
    private readonly bool _supportsIfMatch;
    private readonly string[] _queries;
    private readonly string[] _headers;

    private FunctionDeclaration(string name, MethodInfo? method)
    {
        _name = name;
        // A function of which nothing is known is for administrators alone.
        Access = method?.GetCustomAttribute<AccessAttribute>()?.Access ?? Access.Admin;
        _body = (method?.GetCustomAttribute<ConsumesAttribute>() as IAcceptsMetadata)?.RequestType;
        _supportsIfMatch = method?.IsDefined(typeof(SupportsIfMatchAttribute)) == true;
        _queries = [.. method?.GetCustomAttributes<QueryParameterAttribute>().Select(query => query.Name) ?? []];
        _headers = [.. method?.GetCustomAttributes<HeaderParameterAttribute>().Select(header => header.Name) ?? []];
    }

    /// <summary>Who may call the function.</summary>
    public Access Access { get; }

    /// <summary>The declaration of the function being invoked. Its method is looked up once, at its first request.</summary>
    public static FunctionDeclaration Of(FunctionDefinition function) =>
        ByEntryPoint.GetOrAdd(function.EntryPoint, static (entryPoint, name) => new(name, FindMethod(entryPoint)), function.Name);

    /// <summary>The method of an entry point such as <c>LeRun.Functions.Users.UserFunctions.List</c>; null if there is none.</summary>
    public static MethodInfo? FindMethod(string entryPoint)
    {
        var dot = entryPoint.LastIndexOf('.');
        return dot < 0 ? null : typeof(FunctionDeclaration).Assembly.GetType(entryPoint[..dot])?.GetMethod(entryPoint[(dot + 1)..]);
    }

    internal void EnsureBody(Type type) => Ensure(_body == type, $"[Consumes(typeof({type.Name}), ...)]");

    internal void EnsureIfMatch() => Ensure(_supportsIfMatch, "[SupportsIfMatch]");

    internal void EnsureQuery(string name) => Ensure(_queries.Contains(name, StringComparer.Ordinal), $"[QueryParameter(\"{name}\")]");

    internal void EnsureHeader(string name) => Ensure(_headers.Contains(name, StringComparer.Ordinal), $"[HeaderParameter(\"{name}\")]");

    private void Ensure(bool declared, string attribute)
    {
        if (!declared)
            throw new InvalidOperationException($"Function {_name} reads what it does not declare: add {attribute}.");
    }
}
