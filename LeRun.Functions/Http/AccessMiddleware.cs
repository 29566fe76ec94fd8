using LeRun.Identity;
using LeRun.Localization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace LeRun.Functions.Http;

/// <summary>Lets a request through to its function when its token allows that, and says who is calling.</summary>
public sealed class AccessMiddleware(FunctionAccess declared, Tokens tokens, Revocations revocations) : IFunctionsWorkerMiddleware
{
    private const string Scheme = "Bearer ";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && declared.Of(context.FunctionDefinition.Name) is var access and not Access.Anyone)
        {
            var caller = await AuthenticateAsync(http.Request);
            Failure? refusal = caller is null ? new Unauthorized(Messages.SignInFirst)
                : access == Access.Admin && !caller.IsAdmin ? new Forbidden(Messages.AdminsOnly)
                : null;
            if (refusal is not null)
            {
                context.GetInvocationResult().Value = new Problem(refusal);
                return;
            }

            http.Features.Set(caller);
        }

        await next(context);
    }

    private async Task<Caller?> AuthenticateAsync(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        if (await tokens.ReadAsync(header[Scheme.Length..].Trim()) is not var (caller, version))
            return null;
        return await revocations.IsRevokedAsync(caller.Username.Normalized, version, request.HttpContext.RequestAborted) ? null : caller;
    }
}
