using LeRun.Functions.Docs;
using LeRun.Functions.Http;
using LeRun.Localization;
using LeRun.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Functions.Users;

/// <summary>Accounts.</summary>
[Chapter(Chapter.Users)]
public sealed class UserFunctions(UserService users, LoginService logins, AccountDeletion deletion)
{
    [Function("UsersList"), Access(Access.SignedIn), Answers<UserView>(Page = true)]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users")] HttpRequest request, CancellationToken cancellationToken) =>
        request.PageAsync()
            .Then(page => users.ListAsync(page, cancellationToken))
            .Answer(user => UserView.Of(user, request));

    [Function("UsersRegister"), Access(Access.Anyone), Takes<Credentials>, Answers<UserView>(Tagged = true)]
    public Task<IResult> Register(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync<Credentials>(cancellationToken)
            .Then(body => users.RegisterAsync(body.Username, body.Password, cancellationToken))
            .Answer(user => UserView.Of(user, request), user => user.Tag);

    [Function("UsersGet"), Access(Access.SignedIn), Answers<UserView>(Tagged = true), Fails(404)]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        users.GetAsync(id, cancellationToken)
            .Answer(user => UserView.Of(user, request), user => user.Tag);

    [Function("UsersChangePassword"), Access(Access.SignedIn), Takes<PasswordRequest>, HonoursIfMatch, Answers<UserView>(Tagged = true), Fails(404)]
    public Task<IResult> ChangePassword(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/update")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadOwnAsync<PasswordRequest>(cancellationToken)
            .Then(own => users.ChangePasswordAsync(own.Caller, own.Body.Password, request.IfMatch(), cancellationToken))
            .Answer(user => UserView.Of(user, request), user => user.Tag);

    [Function("UsersDelete"), Access(Access.Anyone), Takes<Credentials>, HonoursIfMatch, Answers<DeletedUserView>, Fails(401, 404, 409, 429)]
    public Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/delete")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync<Credentials>(cancellationToken)
            .Then(body => deletion.DeleteAsync(body.Username, body.Password, request.IfMatch(), cancellationToken))
            .Answer(deleted => new DeletedUserView(UserView.Of(deleted.User, request), deleted.Removal.Removed));

    [Function("UsersLogin"), Access(Access.Anyone), Takes<Credentials>, Answers<LoginView>, Fails(401, 404, 429)]
    public Task<IResult> Login(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/login")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync<Credentials>(cancellationToken)
            .Then(body => logins.LoginAsync(body.Username, body.Password, cancellationToken))
            .Answer(login => new LoginView(request.Say(Messages.LoginSuccessful), login.Token, UserView.Of(login.User, request)));
}
