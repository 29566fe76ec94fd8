using LeRun.Identity;

namespace LeRun.Functions.Http;

/// <summary>Finds whom the token of a request speaks for. Costs no request to Cosmos in steady state.</summary>
public sealed class Callers(AccessTokens tokens, Revocations revocations)
{
    private const string Scheme = "Bearer ";

    /// <summary>Returns the caller; null without a token, or if the token is not valid any more.</summary>
    public async Task<Caller?> FindAsync(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        if (await tokens.ReadAsync(header[Scheme.Length..].Trim()) is not { } caller)
            return null;
        return await revocations.IsRevokedAsync(caller, request.Aborted) ? null : caller;
    }
}
