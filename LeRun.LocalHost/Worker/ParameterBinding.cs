using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.LocalHost.Worker;

/// <summary>
/// Binds a function's parameters as the worker does. The request, the context and the timer are bound by type. Any other
/// parameter takes the route's value of its name, or else the query's; only a cancellation token that neither has a value for
/// is bound by type.
/// </summary>
internal static class ParameterBinding
{
    /// <summary>Returns what binds a parameter.</summary>
    /// <exception cref="FunctionLoadException">LocalHost has no value of that type.</exception>
    public static Func<HostedFunctionContext, object?> For(ParameterInfo parameter, string function)
    {
        var (name, type) = (parameter.Name!, parameter.ParameterType);
        if (type == typeof(FunctionContext))
            return context => context;
        if (type == typeof(HttpRequest))
            return context => context.HttpContext!.Request;
        if (type == typeof(TimerInfo))
            return _ => new TimerInfo();
        if (type == typeof(string))
            return context => Find(context, name);
        if (type == typeof(int))
            return context => FromJson(type, Find(context, name), name);
        if (type == typeof(CancellationToken))
            return context => Find(context, name) is { } text ? FromJson(type, text, name) : context.CancellationToken;

        throw new FunctionLoadException($"Function '{function}': parameter '{name}' of type {type.Name} cannot be bound.");
    }

    private static string? Find(HostedFunctionContext context, string name) =>
        context.HttpContext?.Request is not { } request ? null
        : request.RouteValues.TryGetValue(name, out var value) && value is not null
            ? Convert.ToString(value, CultureInfo.InvariantCulture)
        : request.Query.TryGetValue(name, out var values) ? values.ToString()
        : null;

    /// <summary>The worker reads whatever is no string as JSON: <c>0123</c> and <c>+123</c> are not numbers to it.</summary>
    private static object? FromJson(Type type, string? text, string name)
    {
        try
        {
            return JsonSerializer.Deserialize(text ?? "", type);
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"The request has no {type.Name} for parameter '{name}'.", e);
        }
    }
}
