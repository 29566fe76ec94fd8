using System.Text.Json.Serialization;
using LeRun.Users;

namespace LeRun.Functions.Users;

/// <summary>An account as everyone signed in sees it.</summary>
public record UserView(
    [property: JsonPropertyName("_id")] string Id,
    string Username,
    string Nickname,
    string? ProfilePic,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [property: JsonPropertyName("__v")] int Version)
{
    /// <summary>Never the password: the documented shape has the field, and clients decode it.</summary>
    public string Password { get; } = "********";

    public static UserView Of(UserAccount user, HttpRequest request) => new(
        user.AccountId, user.Username, user.Nickname, ProfileView.PictureUrl(user.Username, user.Picture?.Hash, request), user.CreatedAt, user.UpdatedAt, user.Version);
}

/// <summary>A deleted account, with how much of what it owned is removed so far.</summary>
public sealed record DeletedUserView : UserView
{
    public DeletedUserView(UserView user, IReadOnlyDictionary<string, int> removed)
        : base(user) => Removed = removed;

    public IReadOnlyDictionary<string, int> Removed { get; }
}

/// <summary>A successful login.</summary>
/// <param name="Token">What to send as <c>Authorization: Bearer</c> from now on.</param>
public sealed record LoginView(string Message, string Token, UserView User);

/// <summary>What anyone may see of an account.</summary>
public sealed record ProfileView(string Username, string Nickname, string? ProfilePic)
{
    public static ProfileView Of(UserAccount user, HttpRequest request) => new(user.Username, user.Nickname, PictureUrl(user.Username, user.Picture?.Hash, request));

    /// <summary>Where the picture is; the version in it lets whoever keeps the picture keep it for ever.</summary>
    /// <param name="hash">The picture's; null: there is none.</param>
    public static string? PictureUrl(string username, string? hash, HttpRequest request) => hash is not null
        ? $"{request.PublicAddress}/api/users/profilepic/{Uri.EscapeDataString(username)}/image?v={PictureVersion(hash)}"
        : null;

    /// <summary>What names a picture in its URL.</summary>
    public static string PictureVersion(string hash) => hash[..16];
}
