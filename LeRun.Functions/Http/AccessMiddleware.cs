using LeRun.Localization;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace LeRun.Functions.Http;

/// <summary>
/// Lets a request through to its function if its token allows that: otherwise 401, or 403 for a function of administrators or
/// moderators; and if the function knows the values in its query: otherwise 400. The function finds
/// its caller and its declaration in the request. Costs no request to Cosmos in steady state.
/// </summary>
public sealed class AccessMiddleware(Callers callers, TimeProvider clock) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
        {
            var declaration = FunctionDeclaration.Of(context.FunctionDefinition);
            http.Features.Set(declaration);
            if (declaration.Access != Access.Anyone && await RefuseAsync(http, declaration) is { } refusal)
            {
                context.GetInvocationResult().Value = new Problem(refusal);
                return;
            }

            if (declaration.CheckQuery(http.Request.Query) is { } invalid)
            {
                context.GetInvocationResult().Value = new Problem(invalid);
                return;
            }

            if (declaration.Access is Access.SignedIn or Access.Moderator)
            {
                using var time = new RequestTime(http, clock);
                http.Features.Set(time);
                await next(context);
                return;
            }
        }

        await next(context);
    }

    private async Task<Failure?> RefuseAsync(HttpContext http, FunctionDeclaration declaration)
    {
        if (!(await callers.ReadAsync(http.Request, declaration.AcceptsEndedToken)).TryGet(out var caller, out var failure))
            return failure;
        http.Features.Set(caller);
        return declaration.Access switch
        {
            Access.Admin when !caller.IsAdmin => new Forbidden(Messages.AdminsOnly),
            Access.Moderator when !caller.IsModerator => new Forbidden(Messages.ModeratorsOnly),
            _ => null,
        };
    }
}
