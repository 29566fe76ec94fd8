using LeRun.Localization;
using LeRun.Users;

namespace LeRun.Functions.Users;

/// <summary>Accounts.</summary>
[Tags("Users")]
public sealed class UserFunctions(UserService users, LoginService logins, AccountDeletion deletion)
{
    [Function("UsersList"), Access(Access.SignedIn)]
    public Task<PageResult<UserView>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users")] HttpRequest request) =>
        request.Page()
            .Then(page => users.ListAsync(page, request.Aborted))
            .ToPageResult(user => UserView.Of(user, request));

    [Function("UsersRegister"), Access(Access.Anyone)]
    [Consumes(typeof(Credentials), Json)]
    public Task<ETagResult<UserView>> Register(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users")] HttpRequest request) =>
        request.ReadAsync<Credentials>()
            .Then(body => users.RegisterAsync(body.Username, body.Password, request.Aborted))
            .ToETagResult(user => UserView.Of(user, request), user => user.VersionId);

    [Function("UsersGet"), Access(Access.SignedIn)]
    [ProducesResponseType(404)]
    public Task<ETagResult<UserView>> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/{id}")] HttpRequest request, string id) =>
        users.GetAsync(id, request.Aborted)
            .ToETagResult(user => UserView.Of(user, request), user => user.VersionId);

    [Function("UsersChangePassword"), Access(Access.SignedIn)]
    [Consumes(typeof(PasswordRequest), Json), SupportsIfMatch]
    [ProducesResponseType(404)]
    public Task<ETagResult<UserView>> ChangePassword(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/update")] HttpRequest request) =>
        request.ReadAsCallerAsync<PasswordRequest>()
            .Then(own => users.ChangePasswordAsync(own.Caller, own.Body.Password, request.ExpectedVersion, request.Aborted))
            .ToETagResult(user => UserView.Of(user, request), user => user.VersionId);

    [Function("UsersDelete"), Access(Access.Anyone)]
    [Consumes(typeof(Credentials), Json), SupportsIfMatch]
    [ProducesResponseType(401), ProducesResponseType(404), ProducesResponseType(409), ProducesResponseType(429)]
    public Task<JsonResult<DeletedUserView>> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/delete")] HttpRequest request) =>
        request.ReadAsync<Credentials>()
            .Then(body => deletion.DeleteAsync(body.Username, body.Password, request.ExpectedVersion, request.Aborted))
            .ToJsonResult(deleted => new DeletedUserView(UserView.Of(deleted.Account, request), deleted.Erased.ToDictionary()));

    [Function("UsersLogin"), Access(Access.Anyone)]
    [Consumes(typeof(Credentials), Json)]
    [ProducesResponseType(401), ProducesResponseType(404), ProducesResponseType(429)]
    public Task<JsonResult<LoginView>> Login(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/login")] HttpRequest request) =>
        request.ReadAsync<Credentials>()
            .Then(body => logins.LoginAsync(body.Username, body.Password, request.Aborted))
            .ToJsonResult(login => new LoginView(request.Localize(Messages.LoginSuccessful), login.Token, UserView.Of(login.User, request)));
}
