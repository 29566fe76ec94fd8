using System.Collections.Concurrent;
using System.Reflection;
using LeRun.Localization;
using Microsoft.AspNetCore.Http.Metadata;

namespace LeRun.Functions.Http;

/// <summary>
/// What a function method declares about itself by attributes and by its return type. Access control obeys it and the API
/// document describes it. A function that reads what it does not declare gets an exception; that it reads all it declares is
/// tested. So declarations cannot lie.
/// </summary>
public sealed class FunctionDeclaration
{
    private static readonly ConcurrentDictionary<string, FunctionDeclaration> ByEntryPoint = new(StringComparer.Ordinal);

    private readonly string _name;
    private readonly Type? _body;
    private readonly bool _supportsIfMatch;
    private readonly bool _returnsPage;
    private readonly HashSet<string> _queries;
    private readonly HashSet<string> _headers;
    private readonly QueryParameterAttribute[] _choices;

    private FunctionDeclaration(string name, MethodInfo? method)
    {
        _name = name;
        // A function of which nothing is known is for administrators alone.
        Access = method?.GetCustomAttribute<AccessAttribute>()?.Access ?? Access.Admin;
        AcceptsEndedToken = method?.IsDefined(typeof(AcceptsEndedTokenAttribute)) == true;
        _body = (method?.GetCustomAttribute<ConsumesAttribute>() as IAcceptsMetadata)?.RequestType;
        _returnsPage = method?.ReturnType.GenericTypeArguments is [{ IsGenericType: true } result]
            && result.GetGenericTypeDefinition() == typeof(PageResult<>);
        _supportsIfMatch = method?.IsDefined(typeof(SupportsIfMatchAttribute)) == true;
        var queries = method?.GetCustomAttributes<QueryParameterAttribute>().ToList() ?? [];
        _queries = [.. queries.Select(query => query.Name)];
        _choices = [.. queries.Where(query => query.Values.Length > 0)];
        _headers = [.. method?.GetCustomAttributes<HeaderParameterAttribute>().Select(header => header.Name) ?? []];
    }

    /// <summary>The callers that the function is for.</summary>
    public Access Access { get; }

    /// <summary>Whether the function takes a token that ended a while ago.</summary>
    public bool AcceptsEndedToken { get; }

    /// <summary>Returns the declaration of a function. Its method is looked up once, at its first request.</summary>
    public static FunctionDeclaration Of(FunctionDefinition function) =>
        ByEntryPoint.GetOrAdd(function.EntryPoint, static (entryPoint, name) => new(name, FindMethod(entryPoint)), function.Name);

    /// <summary>
    /// Returns the method of an entry point such as <c>LeRun.Functions.Users.UserFunctions.List</c>; null if there is none.
    /// </summary>
    public static MethodInfo? FindMethod(string entryPoint)
    {
        var dot = entryPoint.LastIndexOf('.');
        return dot >= 0 && typeof(FunctionDeclaration).Assembly.GetType(entryPoint[..dot]) is { } type
            ? type.GetMethod(entryPoint[(dot + 1)..])
            : null;
    }

    /// <summary>Returns what is wrong with the query: values that are not among those declared; null if nothing is.</summary>
    public Invalid? CheckQuery(IQueryCollection query)
    {
        Validation? validation = null;
        foreach (var choice in _choices)
        {
            if (query.TryGetValue(choice.Name, out var sent) && !IsDeclared(choice, sent.ToString()))
            {
                validation ??= new Validation();
                validation.Require(false, choice.Name, Messages.AllowedValuesRule(string.Join(", ", choice.Values)));
            }
        }

        return validation?.Failure;
    }

    internal void EnsureBody(Type type) => Ensure(_body == type, $"[Consumes(typeof({type.Name}), ...)]");

    internal void EnsureIfMatch() => Ensure(_supportsIfMatch, "[SupportsIfMatch]");

    internal void EnsurePage() => Ensure(_returnsPage, "PageResult<T> as its result");

    internal void EnsureQuery(string name) => Ensure(_queries.Contains(name), $"[QueryParameter(\"{name}\")]");

    internal void EnsureHeader(string name) => Ensure(_headers.Contains(name), $"[HeaderParameter(\"{name}\")]");

    private static bool IsDeclared(QueryParameterAttribute choice, string sent) => choice.IsList
        ? sent.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .All(value => choice.Values.Contains(value, StringComparer.OrdinalIgnoreCase))
        : choice.Values.Contains(sent, StringComparer.Ordinal);

    private void Ensure(bool declared, string declaration)
    {
        if (!declared)
            throw new InvalidOperationException($"Function {_name} reads what it does not declare: add {declaration}.");
    }
}
