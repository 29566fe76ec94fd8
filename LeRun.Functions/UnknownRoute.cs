using LeRun.Localization;
using Microsoft.Net.Http.Headers;

namespace LeRun.Functions;

/// <summary>
/// What is asked for and does not exist: without this, the Functions host answers without a word. The host tries functions in
/// alphabetical order, so that the name of this one puts it behind all others.
/// </summary>
public sealed class UnknownRoute(RouteTable routes)
{
    /// <summary>Tells that there is no such path, or that it is not asked by this method.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">The path, below the prefix of all routes.</param>
    [Function("ZUnknownRoute"), Access(Access.Anyone), ExcludeFromDescription]
    public IResult Refuse([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, string? path)
    {
        var methods = routes.MethodsOf($"/{path}");
        if (methods.Count == 0)
            return new Problem(StatusCodes.Status404NotFound, Messages.RouteUnknown);
        request.HttpContext.Response.Headers[HeaderNames.Allow] = string.Join(", ", methods);
        return new Problem(StatusCodes.Status405MethodNotAllowed, Messages.MethodNotAllowed(string.Join(", ", methods)));
    }
}
