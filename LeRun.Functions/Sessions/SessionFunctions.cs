using LeRun.Sessions;

namespace LeRun.Functions.Sessions;

/// <summary>Sessions: the devices on which a user is signed in.</summary>
[Tags("Users")]
public sealed class SessionFunctions(SessionService sessions)
{
    /// <summary>Gets new tokens.</summary>
    /// <remarks>
    /// The refresh token is replaced as well. The one before returns the same new tokens for 60 seconds, in case the response was
    /// lost; used later, it ends the session.
    /// </remarks>
    /// <response code="401">The session has ended: sign in again.</response>
    [Function("SessionsRefresh"), Access(Access.Anyone)]
    [Consumes(typeof(RefreshRequest), Json), ProducesResponseType(401)]
    public Task<JsonResult<SessionTokensView>> Refresh(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/token/refresh")] HttpRequest request) =>
        request.ReadAsync<RefreshRequest>()
            .Then(body => sessions.RefreshAsync(body, request.Aborted))
            .ToJsonResult(SessionTokensView.Of, isSecret: true);

    /// <summary>Signs out.</summary>
    /// <remarks>
    /// The session of the token; with <c>everywhere</c> all sessions and all tokens without one. A token without a session ends
    /// with its time or with all others.
    /// </remarks>
    [Function("SessionsLogout"), Access(Access.SignedIn)]
    [Consumes(typeof(LogoutRequest), Json, IsOptional = true)]
    public Task<JsonResult<LogoutView>> Logout(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/logout")] HttpRequest request) =>
        request.ReadAsync<LogoutRequest>()
            .Then(body => sessions.LogoutAsync(request.Caller, body, request.Aborted))
            .ToJsonResult(ended => new LogoutView(ended));

    /// <summary>Lists one's sessions.</summary>
    /// <remarks>The oldest first; at most 20. Times are to the day.</remarks>
    [Function("SessionsList"), Access(Access.SignedIn)]
    public Task<JsonResult<IReadOnlyList<SessionView>>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/me/sessions")] HttpRequest request) =>
        sessions.ListAsync(request.Caller, request.Aborted)
            .ToJsonResult(IReadOnlyList<SessionView> (all) =>
                [.. all.Select(session => SessionView.Of(session, session.Id == request.Caller.SessionId))]);

    /// <summary>Ends a session.</summary>
    /// <remarks>Its tokens are dead within 60 seconds everywhere.</remarks>
    /// <param name="id">The session.</param>
    [Function("SessionsEnd"), Access(Access.SignedIn)]
    [ProducesResponseType(404)]
    public Task<JsonResult<SessionView>> End(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/me/sessions/{id}")] HttpRequest request, string id) =>
        sessions.EndAsync(request.Caller, id, request.Aborted)
            .ToJsonResult(session => SessionView.Of(session, session.Id == request.Caller.SessionId));
}
