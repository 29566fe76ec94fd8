using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Sessions;

/// <summary>
/// Signs users in and keeps them signed in, a session a device. The tokens of an ended session die on this instance at once, on
/// every other within 60 s (<see cref="Revocations"/>). Costs are in Cosmos requests.
/// </summary>
public sealed class SessionService(
    LoginService logins, UserStore users, SessionStore sessions, AccessTokens tokens, RefreshTokens refreshTokens,
    Revocations revocations, IdGenerator ids, TimeProvider clock)
{
    /// <summary>How many sessions an account may have; the oldest end.</summary>
    public const int Max = 20;

    /// <summary>
    /// For how long the refresh token before the current one returns the current tokens: a response may be lost on its way.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    private static readonly Unauthorized Ended = new(Messages.SessionEnded);

    /// <summary>
    /// Issues tokens to whoever knows an account's password; with a device, a session begins. Fails and costs as
    /// <see cref="LoginService.VerifyCredentialsAsync"/>; a session costs 2 requests more, and 1 for each that gives
    /// way to it. Fails as <see cref="Forbidden"/> if the account is locked.
    /// </summary>
    public async Task<Result<Login>> LoginAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        // What a login still stores is over before the erasure of a deleted account looks for the last time.
        using var time = new CancellationTokenSource(Revocations.Grace, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        var verified = await logins.VerifyCredentialsAsync(request.Username!, request.Password!, caller: null, either.Token);
        if (!verified.TryGet(out var user, out var failure))
            return failure;
        if (user.Lock is not null)
            return new Forbidden(Messages.AccountLocked);
        if (request.Device is not { } device)
            return new Login(user, tokens.Issue(user.Name, user.AccountId, user.TokenVersion), Session: null);

        var now = clock.GetUtcNowMilliseconds();
        var session = new Session
        {
            Id = ids.Next(),
            Type = Session.ItemType,
            AccountId = user.AccountId,
            Username = user.Username,
            TokenVersion = user.TokenVersion,
            DeviceId = device.Id!,
            DeviceName = device.Name!,
            Platform = device.Platform!,
            CreatedAt = now,
            RefreshedAt = now,
        };
        await sessions.CreateAsync(session, either.Token);
        await EndOldestAsync(session, either.Token);
        var pair = PairOf(session);
        return new Login(user, pair.Token, pair);
    }

    /// <summary>
    /// Exchanges a refresh token for new tokens. The one before the current one returns the current tokens for
    /// <see cref="Grace"/>; used later, somebody else has it: the session ends. Fails as <see cref="Unauthorized"/> if the
    /// session has ended, or the token is none. 1 request; 2 for the one before; 3 where it ends the session.
    /// </summary>
    public async Task<Result<SessionTokens>> RefreshAsync(RefreshRequest request, CancellationToken cancellationToken)
    {
        if (refreshTokens.Parse(request.RefreshToken!) is not { } token)
            return Ended;
        var refreshed = await OptimisticConcurrency.RetryAsync<Session>(async () =>
        {
            var now = clock.GetUtcNowMilliseconds();
            if (await sessions.TryRotateAsync(token, now, cancellationToken) is { } rotated)
                return rotated;
            var session = await sessions.FindAsync(token.AccountId, token.SessionId, cancellationToken);
            if (session is null || session.EndedAt is not null || session.ExpiresAt <= now)
                return Ended;
            // It was the current one until a moment ago: somebody else was faster, or this read lags.
            if (session.Number <= token.Number)
                return null;
            if (session.Number == token.Number + 1 && now - session.RefreshedAt <= Grace)
                return session;
            await EndAsync(session, cancellationToken);
            return Ended;
        });
        if (!refreshed.TryGet(out var current, out var failure))
            return failure;
        return await revocations.IsRevokedAsync(current.Name.Normalized, current.TokenVersion, cancellationToken)
            ? Ended
            : PairOf(current);
    }

    /// <summary>
    /// Signs the caller out: their session, or all of them and every token without one. Fails as <see cref="Unauthorized"/> if
    /// the account has ended the caller's token. 1 request; 2 for all.
    /// </summary>
    /// <returns>How many sessions ended. A token without a session ends only with all others.</returns>
    public async Task<Result<int>> LogoutAsync(Caller caller, LogoutRequest request, CancellationToken cancellationToken)
    {
        if (request.Everywhere != true)
        {
            var isEnded = caller.SessionId is { } id
                && await EndAsync(caller.AccountId, id, cancellationToken) is not null;
            return isEnded ? 1 : 0;
        }

        var living = await LivingAsync(caller, cancellationToken);
        if (await users.TryEndTokensAsync(caller, cancellationToken) is not { } user)
            return new Unauthorized(Messages.SignInFirst);
        revocations.Note(new Revocation(user.Id, user.TokenVersion, user.RevokedAt!.Value));
        return living.Length;
    }

    /// <summary>The caller's sessions, the oldest first. 1 request.</summary>
    public async Task<Result<Session[]>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        await LivingAsync(caller, cancellationToken);

    private async Task<Session[]> LivingAsync(Caller caller, CancellationToken cancellationToken) =>
        [.. (await sessions.ListAsync(caller.AccountId, cancellationToken))
            .Where(session => session.TokenVersion == caller.TokenVersion && session.ExpiresAt > clock.GetUtcNow())];

    /// <summary>Ends a session of the caller's. Fails as <see cref="NotFound"/> if it is not one. 1 request.</summary>
    public async Task<Result<Session>> EndAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        IdGenerator.IsId(id) && await EndAsync(caller.AccountId, id, cancellationToken) is { } session
            ? session
            : new NotFound(Messages.SessionUnknown);

    private async Task EndOldestAsync(Session latest, CancellationToken cancellationToken)
    {
        var all = await sessions.ListAsync(latest.AccountId, cancellationToken);
        // What ended with all tokens of the account is only in the way.
        foreach (var dead in all.Where(session => session.TokenVersion < latest.TokenVersion))
            await sessions.DeleteAsync(dead, cancellationToken);
        foreach (var oldest in all.Where(session => session.TokenVersion >= latest.TokenVersion).SkipLast(Max))
            await EndAsync(oldest, cancellationToken);
    }

    private Task<Session?> EndAsync(Session session, CancellationToken cancellationToken) =>
        EndAsync(session.AccountId, session.Id, cancellationToken);

    private async Task<Session?> EndAsync(string accountId, string id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNowMilliseconds();
        var ended = await sessions.TryEndAsync(accountId, id, now, cancellationToken);
        if (ended is not null)
            revocations.NoteEndOfSession(id, now);
        return ended;
    }

    // All of it follows from the session: whoever asks again within the grace gets the same.
    private SessionTokens PairOf(Session session) => new(
        session,
        tokens.Issue(session.Name, session.AccountId, session.TokenVersion, session.Id, session.RefreshedAt),
        refreshTokens.Format(session),
        session.ExpiresAt);
}

/// <summary>A successful login.</summary>
/// <param name="User">The account it is for.</param>
/// <param name="Token">The access token.</param>
/// <param name="Session">The session that began; null: none did.</param>
public sealed record Login(UserAccount User, AccessToken Token, SessionTokens? Session);

/// <summary>The current tokens of a session.</summary>
/// <param name="Session">The session.</param>
/// <param name="Token">The access token.</param>
/// <param name="RefreshToken">The refresh token.</param>
/// <param name="RefreshExpiresAt">When that is of no use any more, if it is not used.</param>
public sealed record SessionTokens(
    Session Session, AccessToken Token, string RefreshToken, DateTimeOffset RefreshExpiresAt);
