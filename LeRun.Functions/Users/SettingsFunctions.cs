using LeRun.Users;

namespace LeRun.Functions.Users;

/// <summary>What users show of themselves.</summary>
[Tags("Settings")]
public sealed class SettingsFunctions(UserService users, Callers callers)
{
    /// <summary>Changes the nickname.</summary>
    [Function("SettingsChangeNickname"), Access(Access.SignedIn)]
    [Consumes(typeof(ChangeNicknameRequest), Json), SupportsIfMatch]
    [ProducesResponseType(404)]
    public Task<ETagResult<UserView>> ChangeNickname(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/update/nickname")] HttpRequest request) =>
        request.ReadAsCallerAsync<ChangeNicknameRequest>()
            .Then(sent => users.ChangeNicknameAsync(sent.Caller, sent.Body, request.ExpectedVersion, request.Aborted))
            .ToETagResult(user => UserView.Of(user, request), user => user.VersionId);

    /// <summary>Gets nickname and picture.</summary>
    [Function("SettingsGetProfile"), Access(Access.Anyone)]
    [ProducesResponseType(404)]
    public async Task<ETagResult<ProfileView>> GetProfile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/profilepic/{username}")] HttpRequest request,
        string username) =>
        await users.GetProfileAsync(await callers.FindAsync(request), username, request.Aborted)
            .ToETagResult(user => ProfileView.Of(user, request), user => user.VersionId);
}
