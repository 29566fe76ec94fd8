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

    private const string SessionClaim = "sid";

    // To check a token takes more CPU than anything else that an upload needs, and a phone sends the same one every few seconds.
    // Only tokens that this API issued are kept: a stranger fills no memory.
    private const int MaxKept = 20_000;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MaxKept });
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };
    private readonly TokenValidationParameters _validation;
    private readonly SigningCredentials _credentials;
    private readonly Roles _roles;
    private readonly TimeSpan _lifetime;
    private readonly TimeSpan _sessionLifetime;
    private readonly TimeProvider _clock;

    /// <summary>Takes keys and lifetime from the settings.</summary>
    public AccessTokens(IOptions<AuthSettings> options, Roles roles, TimeProvider clock)
    {
        var settings = options.Value;
        var key = Key(settings.SigningKey);
        (_clock, _lifetime, _sessionLifetime, _roles) = (clock, settings.TokenLifetime, settings.SessionTokenLifetime, roles);
        _credentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256);
        _validation = new TokenValidationParameters
        {
            IssuerSigningKeys = settings.PreviousSigningKey is { Length: > 0 } previous ? [key, Key(previous)] : [key],
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidIssuer = Issuer,
            ValidAudience = Issuer,
            TryAllIssuerSigningKeys = true,
            // When it ends is checked at each use: whoever is told that a token has ended gets another one.
            LifetimeValidator = (notBefore, _, _, _) =>
                notBefore is null || notBefore <= clock.GetUtcNow().UtcDateTime.AddMinutes(1),
        };
    }

    /// <summary>
    /// Issues a token for an account, valid for <see cref="AuthSettings.TokenLifetime"/>; one of a session for
    /// <see cref="AuthSettings.SessionTokenLifetime"/>. Issued again with the same arguments, it is the same text.
    /// </summary>
    /// <param name="username">The account's name.</param>
    /// <param name="accountId">The account's <c>_id</c>.</param>
    /// <param name="version">The account's token version: tokens of lower versions are dead.</param>
    /// <param name="sessionId">The session that it belongs to; null: to none.</param>
    /// <param name="issuedAt">When it is issued; null: now.</param>
    public AccessToken Issue(
        Username username, string accountId, int version, string? sessionId = null, DateTimeOffset? issuedAt = null)
    {
        // A JWT counts whole seconds.
        var at = DateTimeOffset.FromUnixTimeSeconds((issuedAt ?? _clock.GetUtcNow()).ToUnixTimeSeconds());
        var expiresAt = at + LifetimeOf(sessionId);
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [JwtRegisteredClaimNames.Sub] = username.Display,
            [AccountIdClaim] = accountId,
            [VersionClaim] = version,
        };
        if (sessionId is not null)
            claims[SessionClaim] = sessionId;
        if (_roles.IsAdministrator(username.Normalized, accountId))
            claims["role"] = AdminRole;
        else if (_roles.IsModerator(username.Normalized, accountId))
            claims["role"] = ModeratorRole;
        var text = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            Claims = claims,
            IssuedAt = at.UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            SigningCredentials = _credentials,
        });
        return new AccessToken(text, expiresAt);
    }

    /// <summary>
    /// Reads whom a token speaks for; null if it is not one that this API issued. One that has ended says so
    /// (<see cref="Caller.TokenEndedAt"/>); whether it was revoked is for <see cref="Revocations"/> to say.
    /// </summary>
    public async Task<Caller?> ReadAsync(string token)
    {
        if (!_kept.TryGetValue(token, out ReadToken? read))
        {
            read = await ValidateAsync(token);
            if (read is null)
                return null;
            _kept.Set(token, read, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(10) });
        }

        return read!.EndsAt > _clock.GetUtcNow() ? read.Caller : read.Caller with { TokenEndedAt = read.EndsAt };
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
        jwt.TryGetPayloadValue<string>(SessionClaim, out var sessionId);
        // Revocations are kept for as long as the settings say: a token issued under longer ones must not outlive them.
        var longest = jwt.IssuedAt + LifetimeOf(sessionId);
        var endsAt = jwt.ValidTo < longest ? jwt.ValidTo : longest;
        return new ReadToken(
            new Caller(username, accountId, version, isAdmin, isModerator) { SessionId = sessionId },
            new DateTimeOffset(endsAt, TimeSpan.Zero));
    }

    private TimeSpan LifetimeOf(string? sessionId) => sessionId is null ? _lifetime : _sessionLifetime;

    private static SymmetricSecurityKey Key(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>A token that this API issued.</summary>
    /// <param name="Caller">Whom it speaks for.</param>
    /// <param name="EndsAt">When it ends, whatever else ends it.</param>
    private sealed record ReadToken(Caller Caller, DateTimeOffset EndsAt);
}

/// <summary>An access token that was issued.</summary>
/// <param name="Text">What the caller sends.</param>
/// <param name="ExpiresAt">When it ends, to the second.</param>
public sealed record AccessToken(string Text, DateTimeOffset ExpiresAt);
