using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Template;

namespace LeRun.Functions.Http;

/// <summary>Which paths the API has, and by which methods they are asked. The host knows too, but tells nobody.</summary>
public sealed class RouteTable
{
    private static readonly IntRouteConstraint Whole = new();

    private readonly Lazy<Route[]> _routes = new(Read);

    /// <summary>Returns the methods by which a path can be asked, in upper case; none if there is no such path.</summary>
    /// <param name="path">The path below the prefix of all routes, such as <c>/users</c>.</param>
    public IReadOnlyList<string> MethodsOf(string path) =>
    [
        .. from route in _routes.Value
           where route.Matches(path)
           from method in route.Methods
           select method.ToUpperInvariant() into method
           group method by method into same
           orderby same.Key
           select same.Key,
    ];

    private static Route[] Read() =>
    [
        .. from type in typeof(RouteTable).Assembly.GetExportedTypes()
           from method in type.GetMethods()
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
           where trigger?.Methods is { Length: > 0 }
           select new Route(TemplateParser.Parse(trigger.Route!), trigger.Methods),
    ];

    private sealed class Route(RouteTemplate template, string[] methods)
    {
        private readonly TemplateMatcher _matcher = new(template, []);

        // The only constraint that routes have.
        private readonly string[] _numbers =
        [
            .. from parameter in template.Parameters
               where parameter.InlineConstraints.Any(constraint => constraint.Constraint == "int")
               select parameter.Name!,
        ];

        public string[] Methods => methods;

        public bool Matches(string path)
        {
            var values = new RouteValueDictionary();
            return _matcher.TryMatch(path, values)
                && _numbers.All(name => Whole.Match(null, null, name, values, RouteDirection.IncomingRequest));
        }
    }
}
