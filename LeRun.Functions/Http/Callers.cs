using LeRun.Identity;
using LeRun.Localization;

namespace LeRun.Functions.Http;

/// <summary>Finds whom the token of a request speaks for. Costs no request to Cosmos in steady state.</summary>
public sealed class Callers(AccessTokens tokens, Revocations revocations, TimeProvider clock)
{
    private const string Scheme = "Bearer ";

    /// <summary>Returns the caller; null without a token, or if the token is not valid any more.</summary>
    public async Task<Caller?> FindAsync(HttpRequest request) =>
        (await ReadAsync(request, acceptsEnded: false)).TryGet(out var caller, out _) ? caller : null;

    /// <summary>Returns the caller; else Unauthorized that says whether to refresh the token or to sign in.</summary>
    /// <param name="request">The request.</param>
    /// <param name="acceptsEnded">Whether a token is taken that ended within the last 24 hours.</param>
    public async Task<Result<Caller>> ReadAsync(HttpRequest request, bool acceptsEnded)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || await tokens.ReadAsync(header[Scheme.Length..].Trim()) is not { } caller)
        {
            return new Unauthorized(Messages.SignInFirst);
        }

        if (await revocations.IsRevokedAsync(caller, request.Aborted))
            return new Unauthorized(caller.SessionId is null ? Messages.SignInFirst : Messages.SessionEnded);
        var mustBeAfter = clock.GetUtcNow() - (acceptsEnded ? AuthSettings.EndedTokenAccepted : TimeSpan.Zero);
        return caller.TokenEndedAt <= mustBeAfter ? new Unauthorized(Messages.TokenExpired) : caller;
    }
}
