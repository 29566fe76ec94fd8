using LeRun.Users;

namespace LeRun.Functions.Users;

/// <summary>Ways back into an account, and its lock.</summary>
[Tags("Users")]
public sealed class RecoveryFunctions(AccountRecovery recovery, AccountLocks locks)
{
    /// <summary>Makes recovery codes.</summary>
    /// <remarks>Eight codes to keep in a safe place: they are shown once, and replace all older ones.</remarks>
    /// <response code="401">There is no valid token, or the password is wrong.</response>
    [Function("RecoveryMakeCodes"), Access(Access.SignedIn)]
    [Consumes(typeof(RecoveryCodesRequest), Json)]
    [ProducesResponseType(401), ProducesResponseType(404), ProducesResponseType(429)]
    public Task<JsonResult<RecoveryCodesView>> MakeCodes(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/me/recoveryCodes")] HttpRequest request) =>
        request.ReadAsync<RecoveryCodesRequest>()
            .Then(body => recovery.MakeCodesAsync(request.Caller, body, request.Aborted))
            .ToJsonResult(codes => new RecoveryCodesView(codes), isSecret: true);

    /// <summary>Sets a new password with a recovery code.</summary>
    /// <remarks>Spends the code and ends all sessions and tokens. Wrong codes count as failed logins do.</remarks>
    /// <response code="401">The code is wrong or spent.</response>
    /// <response code="403">The account is locked.</response>
    [Function("RecoveryRecover"), Access(Access.Anyone)]
    [Consumes(typeof(RecoverRequest), Json)]
    [ProducesResponseType(401), ProducesResponseType(403), ProducesResponseType(404), ProducesResponseType(429)]
    public Task<ETagResult<UserView>> Recover(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/recover")] HttpRequest request) =>
        request.ReadAsync<RecoverRequest>()
            .Then(body => recovery.RecoverAsync(body, request.Aborted))
            .ToETagResult(user => UserView.Of(user, request), user => user.VersionId);

    /// <summary>Locks an account, or unlocks it.</summary>
    /// <remarks>
    /// Nobody signs in to a locked account, and its tokens are dead within 60 seconds; what it has stays. Every change is logged.
    /// </remarks>
    /// <param name="username">The user.</param>
    /// <response code="403">The caller is not an administrator, or the user is one.</response>
    [Function("UsersLock"), Access(Access.Admin)]
    [Consumes(typeof(LockRequest), Json, IsOptional = true), ProducesResponseType(404)]
    public Task<JsonResult<LockView>> Lock(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/{username}/lock")] HttpRequest request,
        string username) =>
        request.ReadAsync<LockRequest>()
            .Then(body => locks.SetAsync(request.Caller, username, body, request.Aborted))
            .ToJsonResult(user => new LockView(user.Username, user.Lock is not null, user.Lock?.At, user.Lock?.Reason));
}

/// <summary>Recovery codes.</summary>
/// <param name="Codes">Each is good once.</param>
public sealed record RecoveryCodesView(IReadOnlyList<string> Codes);

/// <summary>Whether an account is locked.</summary>
/// <param name="Username">The user.</param>
/// <param name="Locked">Whether it is.</param>
/// <param name="Since">Since when; null: it is not.</param>
/// <param name="Reason">What the administrator noted; null: nothing.</param>
public sealed record LockView(string Username, bool Locked, DateTimeOffset? Since, string? Reason);
