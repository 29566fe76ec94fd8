using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.LocalHost.Worker;

/// <summary>A function that handles requests.</summary>
internal sealed class HttpFunction : HostedFunction
{
    private readonly TemplateMatcher _matcher;
    private readonly IDictionary<string, IRouteConstraint> _constraints;

    public HttpFunction(
        string name, MethodInfo method, HttpTriggerAttribute trigger,
        string routePrefix, IInlineConstraintResolver constraintResolver)
        : base(name, method)
    {
        Methods = trigger.Methods;
        Route = $"{routePrefix}/{trigger.Route ?? name}".Trim('/');
        var template = TemplateParser.Parse(Route);
        var constraints = new RouteConstraintBuilder(constraintResolver, Route);
        foreach (var parameter in template.Parameters)
        {
            foreach (var constraint in parameter.InlineConstraints)
                constraints.AddResolvedConstraint(parameter.Name!, constraint.Constraint);
        }

        _matcher = new TemplateMatcher(template, new RouteValueDictionary());
        _constraints = constraints.Build();
    }

    /// <summary>In upper or lower case, as declared; empty means any method.</summary>
    public IReadOnlyList<string> Methods { get; }

    /// <summary>The whole template, with the prefix and without a leading slash.</summary>
    public string Route { get; }

    /// <summary>Returns the route's values if this function handles the request, else null.</summary>
    public RouteValueDictionary? Match(HttpContext context)
    {
        if (Methods.Count > 0 && !Methods.Contains(context.Request.Method, StringComparer.OrdinalIgnoreCase))
            return null;

        var values = new RouteValueDictionary();
        return _matcher.TryMatch(context.Request.Path, values)
            && _constraints.All(c => c.Value.Match(context, null, c.Key, values, RouteDirection.IncomingRequest))
                ? values
                : null;
    }
}
