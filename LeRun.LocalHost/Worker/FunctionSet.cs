using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace LeRun.LocalHost.Worker;

/// <summary>The functions of an app: public methods with a [Function] attribute, of public classes.</summary>
internal sealed class FunctionSet
{
    private readonly List<HttpFunction> _http = [];
    private readonly List<TimerFunction> _timers = [];

    /// <exception cref="FunctionLoadException">A function is declared in a way that cannot be hosted.</exception>
    public FunctionSet(
        IEnumerable<Type> types, string routePrefix, IInlineConstraintResolver constraints, IConfiguration settings)
    {
        var methods = new Dictionary<string, MethodInfo>(StringComparer.OrdinalIgnoreCase);
        foreach (var method in types.Where(t => t is { IsClass: true, IsVisible: true }).SelectMany(t => t.GetMethods()))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { Name: var name })
                continue;
            if (!methods.TryAdd(name, method))
            {
                throw new FunctionLoadException(
                    $"Two functions are named '{name}': {Display(methods[name])} and {Display(method)}.");
            }

            Add(name, method, routePrefix, constraints, settings);
        }
    }

    public IReadOnlyList<HttpFunction> Http => _http;

    public IReadOnlyList<TimerFunction> Timers => _timers;

    private void Add(
        string name, MethodInfo method, string routePrefix, IInlineConstraintResolver constraints, IConfiguration settings)
    {
        foreach (var parameter in method.GetParameters())
        {
            if (parameter.GetCustomAttribute<HttpTriggerAttribute>() is { } http)
            {
                _http.Add(new HttpFunction(name, method, http, routePrefix, constraints));
                return;
            }

            if (parameter.GetCustomAttribute<TimerTriggerAttribute>() is { } timer)
            {
                _timers.Add(new TimerFunction(name, method, timer, settings));
                return;
            }
        }

        throw new FunctionLoadException($"Function '{name}' ({Display(method)}) has no trigger.");
    }

    private static string Display(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}
