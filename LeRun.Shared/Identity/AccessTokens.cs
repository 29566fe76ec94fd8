using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LeRun.Identity;

/// <summary>Issues and reads access tokens: JWTs (HS256) that callers send with their requests.</summary>
public sealed class AccessTokens : IDisposable
{
    private const string Issuer = "lerun";
    private const string AdminRole = "admin";
    private const string ModeratorRole = "moderator";

    // The account's _id and the version of its tokens: both must still be what storage knows.
    private const string AccountIdClaim = "uid";
    private const string VersionClaim = "ver";

    // To check a token takes more CPU than anything else that an upload needs, and a phone sends the same one every few seconds.
    // Only tokens that were found to be valid are kept: a stranger fills no memory.
    private const int MaxKept = 20_000;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MaxKept });
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };
    private readonly TokenValidationParameters _validation;
    private readonly SigningCredentials _credentials;
    private readonly Roles _roles;
    private readonly TimeSpan _lifetime;
    private readonly TimeProvider _clock;

    /// <summary>Takes keys and lifetime from the settings.</summary>
    public AccessTokens(IOptions<AuthSettings> options, Roles roles, TimeProvider clock)
    {
        var settings = options.Value;
        var key = Key(settings.SigningKey);
        (_clock, _lifetime, _roles) = (clock, settings.TokenLifetime, roles);
        _credentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256);
        _validation = new TokenValidationParameters
        {
            IssuerSigningKeys = settings.PreviousSigningKey is { Length: > 0 } previous ? [key, Key(previous)] : [key],
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidIssuer = Issuer,
            ValidAudience = Issuer,
            TryAllIssuerSigningKeys = true,
            // Revocations are kept for as long as the setting says: a token issued under a longer one must not outlive them.
            LifetimeValidator = (notBefore, expires, token, _) => clock.GetUtcNow().UtcDateTime is var now
                && expires > now && (notBefore is null || notBefore <= now.AddMinutes(1))
                && token is JsonWebToken jwt && jwt.IssuedAt > now - settings.TokenLifetime,
        };
    }

    /// <summary>Issues a token for an account, valid for <see cref="AuthSettings.TokenLifetime"/>.</summary>
    /// <param name="username">The account's name.</param>
    /// <param name="accountId">The account's <c>_id</c>.</param>
    /// <param name="version">The account's token version: tokens of lower versions are dead.</param>
    public string Issue(Username username, string accountId, int version)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [JwtRegisteredClaimNames.Sub] = username.Display,
            [AccountIdClaim] = accountId,
            [VersionClaim] = version,
        };
        if (_roles.IsAdministrator(username.Normalized, accountId))
            claims["role"] = AdminRole;
        else if (_roles.IsModerator(username.Normalized, accountId))
            claims["role"] = ModeratorRole;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            Claims = claims,
            IssuedAt = now,
            Expires = now + _lifetime,
            SigningCredentials = _credentials,
        });
    }

    /// <summary>
    /// Reads whom a token speaks for; null if it is not one that this API issued, or has expired. Whether it was revoked is for
    /// <see cref="Revocations"/> to say.
    /// </summary>
    public async Task<Caller?> ReadAsync(string token)
    {
        if (_kept.TryGetValue(token, out ReadToken? kept) && kept!.ValidUntil > _clock.GetUtcNow().UtcDateTime)
            return kept.Caller;
        if (await ValidateAsync(token) is not { } read)
            return null;
        _kept.Set(token, read, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(10) });
        return read.Caller;
    }

    /// <inheritdoc/>
    public void Dispose() => _kept.Dispose();

    private async Task<ReadToken?> ValidateAsync(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _validation);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt)
            return null;
        if (!Username.TryParse(jwt.Subject, out var username)
            || !jwt.TryGetPayloadValue<string>(AccountIdClaim, out var accountId)
            || !jwt.TryGetPayloadValue<int>(VersionClaim, out var version))
        {
            return null;
        }

        // Both: a token without the role never had it, and a user taken out of the settings loses it at once.
        jwt.TryGetPayloadValue<string>("role", out var role);
        var isAdmin = role is AdminRole && _roles.IsAdministrator(username.Normalized, accountId);
        var isModerator = role is AdminRole or ModeratorRole && _roles.IsModerator(username.Normalized, accountId);
        var longest = jwt.IssuedAt + _lifetime;
        return new ReadToken(
            new Caller(username, accountId, version, isAdmin, isModerator), jwt.ValidTo < longest ? jwt.ValidTo : longest);
    }

    private static SymmetricSecurityKey Key(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>A token that is valid but for what <see cref="Revocations"/> say.</summary>
    /// <param name="Caller">Whom it speaks for.</param>
    /// <param name="ValidUntil">When it ends, in UTC.</param>
    private sealed record ReadToken(Caller Caller, DateTime ValidUntil);
}
