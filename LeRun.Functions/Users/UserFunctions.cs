using LeRun.Sessions;
using LeRun.Users;

namespace LeRun.Functions.Users;

/// <summary>Accounts.</summary>
[Tags("Users")]
public sealed class UserFunctions(UserService users, SessionService sessions, AccountDeletion deletion, Callers callers)
{
    /// <summary>Registers an account.</summary>
    /// <remarks>
    /// The same request again after a failure, within ten minutes, returns the account if the first one made it after all.
    /// </remarks>
    /// <response code="400">The name is taken, or a field breaks a rule.</response>
    [Function("UsersRegister"), Access(Access.Anyone)]
    [Consumes(typeof(RegisterRequest), Json)]
    public Task<ETagResult<UserView>> Register(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users")] HttpRequest request) =>
        request.ReadAsync<RegisterRequest>()
            .Then(body => users.RegisterAsync(body, request.Aborted))
            .ToETagResult(user => UserView.Of(user, request), user => user.VersionId);

    /// <summary>Logs in.</summary>
    /// <remarks>
    /// Ten failures for a username within 15 minutes lock it until they are over. With <c>device</c> a session begins: its tokens
    /// are short-lived, and its refresh token gets new ones.
    /// </remarks>
    /// <response code="401">The password is wrong.</response>
    [Function("UsersLogin"), Access(Access.Anyone)]
    [Consumes(typeof(LoginRequest), Json)]
    [ProducesResponseType(401), ProducesResponseType(404), ProducesResponseType(429)]
    public Task<JsonResult<LoginView>> Login(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/login")] HttpRequest request) =>
        request.ReadAsync<LoginRequest>()
            .Then(body => sessions.LoginAsync(body, request.Aborted))
            .ToJsonResult(login => LoginView.Of(login, request), isSecret: true);

    /// <summary>Lists all users.</summary>
    /// <remarks>With <c>prefix</c>, those whose username begins so, by name.</remarks>
    [Function("UsersList"), Access(Access.SignedIn), QueryParameter("prefix")]
    public Task<PageResult<UserView>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users")] HttpRequest request) =>
        request.Page()
            .Then(page => request.QueryValue("prefix") is { } prefix
                ? users.ListByPrefixAsync(request.Caller, prefix, page, request.Aborted)
                : users.ListAsync(request.Caller, page, request.Aborted))
            .ToPageResult(user => UserView.Of(user, request));

    /// <summary>Gets a user by name or _id.</summary>
    /// <param name="id">A username or an <c>_id</c>.</param>
    [Function("UsersGet"), Access(Access.SignedIn)]
    [ProducesResponseType(404)]
    public Task<ETagResult<UserView>> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/{id}")] HttpRequest request, string id) =>
        users.GetAsync(request.Caller, id, request.Aborted)
            .ToETagResult(user => UserView.Of(user, request), user => user.VersionId);

    /// <summary>Sets a new password.</summary>
    /// <remarks>Ends all tokens that the user has.</remarks>
    /// <response code="401">There is no valid token, or the current password is wrong.</response>
    [Function("UsersChangePassword"), Access(Access.SignedIn)]
    [Consumes(typeof(ChangePasswordRequest), Json), SupportsIfMatch]
    [ProducesResponseType(401), ProducesResponseType(404), ProducesResponseType(429)]
    public Task<ETagResult<UserView>> ChangePassword(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/update")] HttpRequest request) =>
        request.ReadAsCallerAsync<ChangePasswordRequest>()
            .Then(sent => users.ChangePasswordAsync(sent.Caller, sent.Body, request.ExpectedVersion, request.Aborted))
            .ToETagResult(user => UserView.Of(user, request), user => user.VersionId);

    /// <summary>Deletes an account.</summary>
    /// <remarks>Needs the password instead of a token. Removes all that the user owns.</remarks>
    /// <response code="401">The password is wrong.</response>
    [Function("UsersDelete"), Access(Access.Anyone)]
    [Consumes(typeof(DeleteAccountRequest), Json), SupportsIfMatch]
    [ProducesResponseType(401), ProducesResponseType(404), ProducesResponseType(409), ProducesResponseType(429)]
    public Task<JsonResult<DeletedUserView>> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/delete")] HttpRequest request) =>
        DeleteAsync(request);

    /// <summary>Deletes an account, for apps that send no body with DELETE.</summary>
    /// <remarks>Otherwise the same.</remarks>
    /// <response code="401">The password is wrong.</response>
    [Function("UsersDeleteByPost"), Access(Access.Anyone)]
    [Consumes(typeof(DeleteAccountRequest), Json), SupportsIfMatch]
    [ProducesResponseType(401), ProducesResponseType(404), ProducesResponseType(409), ProducesResponseType(429)]
    public Task<JsonResult<DeletedUserView>> DeleteByPost(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/delete")] HttpRequest request) =>
        DeleteAsync(request);

    private Task<JsonResult<DeletedUserView>> DeleteAsync(HttpRequest request) =>
        request.ReadAsync<DeleteAccountRequest>()
            .Then(async body => await deletion.DeleteAsync(
                body, await callers.FindAsync(request), request.ExpectedVersion, request.Aborted))
            .ToJsonResult(deleted => new DeletedUserView(UserView.Of(deleted.Account, request), deleted.Erased.ToDictionary()));
}
