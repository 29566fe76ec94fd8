using LeRun.Functions.Docs;
using LeRun.Functions.Http;
using LeRun.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Functions.Users;

/// <summary>What users show of themselves.</summary>
[Chapter(Chapter.Settings)]
public sealed class SettingsFunctions(UserService users)
{
    [Function("SettingsChangeNickname"), Access(Access.SignedIn), Takes<NicknameRequest>, HonoursIfMatch, Answers<UserView>(Tagged = true), Fails(404)]
    public Task<IResult> ChangeNickname(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/update/nickname")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadOwnAsync<NicknameRequest>(cancellationToken)
            .Then(own => users.ChangeNicknameAsync(own.Caller, own.Body.Nickname, request.IfMatch(), cancellationToken))
            .Answer(user => UserView.Of(user, request), user => user.Tag);

    [Function("SettingsGetProfile"), Access(Access.Anyone), Answers<ProfileView>(Tagged = true), Fails(404)]
    public Task<IResult> GetProfile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/profilepic/{username}")] HttpRequest request,
        string username,
        CancellationToken cancellationToken) =>
        users.GetByNameAsync(username, cancellationToken)
            .Answer(user => ProfileView.Of(user, request), user => user.Tag);
}
