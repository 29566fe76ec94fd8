using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.LocalHost.Worker;

/// <summary>Where a function's argument comes from: by type what belongs to the invocation, by name what the request says.</summary>
internal static class ParameterBinding
{
    private static readonly Dictionary<Type, Func<string, object>> s_parsers = new()
    {
        [typeof(string)] = text => text,
        [typeof(int)] = text => int.Parse(text, CultureInfo.InvariantCulture),
        [typeof(long)] = text => long.Parse(text, CultureInfo.InvariantCulture),
        [typeof(bool)] = text => bool.Parse(text),
        [typeof(Guid)] = text => Guid.Parse(text),
        [typeof(DateTime)] = text => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
    };

    /// <summary>How to bind a parameter.</summary>
    /// <exception cref="FunctionLoadException">The worker has no value of that type.</exception>
    public static Func<HostedFunctionContext, object?> For(ParameterInfo parameter, string function)
    {
        var type = parameter.ParameterType;
        if (type == typeof(FunctionContext))
            return context => context;
        if (type == typeof(CancellationToken))
            return context => context.CancellationToken;
        if (type == typeof(HttpRequest))
            return context => context.HttpContext!.Request;
        if (type == typeof(TimerInfo))
            return context => context.Timer;
        if (s_parsers.TryGetValue(Nullable.GetUnderlyingType(type) ?? type, out var parse))
            return ByName(parameter, parse);

        throw new FunctionLoadException(
            $"Function '{function}': parameter '{parameter.Name}' of type {type.Name} cannot be bound.");
    }

    private static Func<HostedFunctionContext, object?> ByName(ParameterInfo parameter, Func<string, object> parse)
    {
        var name = parameter.Name!;
        var optional = parameter.HasDefaultValue
            || !parameter.ParameterType.IsValueType
            || Nullable.GetUnderlyingType(parameter.ParameterType) is not null;
        var missing = parameter.HasDefaultValue ? parameter.DefaultValue : null;

        return context => Find(context.HttpContext?.Request, name) switch
        {
            { } text => parse(text),
            null when optional => missing,
            _ => throw new InvalidOperationException($"The request has no value for parameter '{name}'."),
        };
    }

    private static string? Find(HttpRequest? request, string name) =>
        request is null ? null
        : request.RouteValues.TryGetValue(name, out var value) && value is not null
            ? Convert.ToString(value, CultureInfo.InvariantCulture)
        : request.Query.TryGetValue(name, out var values) ? values[0]
        : null;
}
