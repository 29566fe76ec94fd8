using System.Text.Json.Serialization;
using LeRun.Functions.Sessions;
using LeRun.Localization;
using LeRun.Sessions;
using LeRun.Users;

namespace LeRun.Functions.Users;

/// <summary>An account, as anyone who is signed in sees it.</summary>
/// <param name="Id">The account id: opaque; sorts by creation.</param>
/// <param name="Username">As registered; compared without case.</param>
/// <param name="Nickname">The name that others see.</param>
/// <param name="ProfilePic">The URL of the picture; null without one.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="Version">0 at creation, one more at each change.</param>
public record UserView(
    [property: JsonPropertyName("_id")] string Id,
    string Username,
    string Nickname,
    string? ProfilePic,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [property: JsonPropertyName("__v")] int Version)
{
    // Never the password: the documented shape has the field, and clients decode it.
    /// <summary>Always <c>********</c>.</summary>
    public string Password { get; } = "********";

    /// <summary>Shows an account.</summary>
    public static UserView Of(UserAccount user, HttpRequest request) => new(
        user.AccountId,
        user.Username,
        user.ShownNickname,
        ProfileView.PictureUrl(user.Username, user.ShownPicture, request),
        user.CreatedAt,
        user.UpdatedAt,
        user.Version);
}

/// <summary>A deleted account.</summary>
public sealed record DeletedUserView : UserView
{
    /// <summary>Shows a deleted account.</summary>
    public DeletedUserView(UserView user, IReadOnlyDictionary<string, int> removed)
        : base(user) => Removed = removed;

    /// <summary>How much of what it owned is removed so far, by kind.</summary>
    public IReadOnlyDictionary<string, int> Removed { get; }
}

/// <summary>A successful login.</summary>
/// <param name="Message">A message for the user.</param>
/// <param name="Token">What to send as <c>Authorization: Bearer</c> from now on.</param>
/// <param name="User">The account that logged in.</param>
/// <param name="ExpiresAt">When the token of a session ends; left out without a session, as all that follows.</param>
/// <param name="RefreshToken">What gets new tokens for the session.</param>
/// <param name="RefreshExpiresAt">When that is of no use any more, if it is not used.</param>
/// <param name="Session">The session that began.</param>
public sealed record LoginView(
    string Message,
    string Token,
    UserView User,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? ExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RefreshToken,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? RefreshExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SessionView? Session)
{
    /// <summary>Shows a login.</summary>
    public static LoginView Of(Login login, HttpRequest request) => new(
        request.Localize(Messages.LoginSuccessful), login.Token.Text, UserView.Of(login.User, request),
        login.Session?.Token.ExpiresAt, login.Session?.RefreshToken, login.Session?.RefreshExpiresAt,
        login.Session is { } started ? SessionView.Of(started.Session, isCurrent: true) : null);
}

/// <summary>What anyone may see of an account.</summary>
/// <param name="Username">As registered; compared without case.</param>
/// <param name="Nickname">The name that others see.</param>
/// <param name="ProfilePic">The URL of the picture; null without one.</param>
public sealed record ProfileView(string Username, string Nickname, string? ProfilePic)
{
    /// <summary>Shows an account.</summary>
    public static ProfileView Of(UserAccount user, HttpRequest request) =>
        new(user.Username, user.ShownNickname, PictureUrl(user.Username, user.ShownPicture, request));

    /// <summary>The URL of a picture; null if there is none. Its version lets caches keep the picture for ever.</summary>
    /// <param name="username">Of the user whose picture it is.</param>
    /// <param name="hash">The picture's; null: there is none.</param>
    /// <param name="request">Came to the address with which the URL begins.</param>
    public static string? PictureUrl(string username, string? hash, HttpRequest request) => hash is not null
        ? $"{request.PublicAddress}/api/users/profilepic/{Uri.EscapeDataString(username)}/image?v={PictureVersion(hash)}"
        : null;

    /// <summary>What names a picture in its URL.</summary>
    public static string PictureVersion(string hash) => hash[..16];
}
