using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.LocalHost.Worker;

/// <summary>A function that answers requests.</summary>
internal sealed class HttpFunction : HostedFunction
{
    private readonly TemplateMatcher _matcher;
    private readonly IDictionary<string, IRouteConstraint> _constraints;

    public HttpFunction(
        string name, MethodInfo method, ParameterInfo trigger, HttpTriggerAttribute attribute,
        string routePrefix, IInlineConstraintResolver constraintResolver)
        : base(name, method, trigger, "httpTrigger")
    {
        Methods = attribute.Methods;
        Route = $"{routePrefix}/{attribute.Route ?? name}".Trim('/');
        var template = TemplateParser.Parse(Route);
        var constraints = new RouteConstraintBuilder(constraintResolver, Route);
        var defaults = new RouteValueDictionary();
        foreach (var parameter in template.Parameters)
        {
            if (parameter.IsOptional)
                constraints.SetOptional(parameter.Name!);
            foreach (var constraint in parameter.InlineConstraints)
                constraints.AddResolvedConstraint(parameter.Name!, constraint.Constraint);
            if (parameter.DefaultValue is { } value)
                defaults[parameter.Name!] = value;
        }

        _matcher = new TemplateMatcher(template, defaults);
        _constraints = constraints.Build();
    }

    /// <summary>Upper or lower case as declared; empty means any.</summary>
    public IReadOnlyList<string> Methods { get; }

    /// <summary>The whole template, prefix included, without a leading slash.</summary>
    public string Route { get; }

    /// <summary>The route's values when this function is for the request, else null.</summary>
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
