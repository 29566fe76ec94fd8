using System.Text.Json.Nodes;
using LeRun.Tests.Support;

namespace LeRun.Tests.Sessions;

/// <summary>What tests do with sessions.</summary>
internal static class SessionDriver
{
    public const string RefreshPath = "/api/users/token/refresh";
    public const string SessionsPath = "/api/users/me/sessions";

    /// <summary>Registers a user without signing them in, and begins a session.</summary>
    public static async Task<Phone> RegisterPhoneAsync(this TestApp app, string username)
    {
        (await app.Anonymous.Post("/api/users", new { username, password = TestApp.Password })).ShouldBe(200);
        return await app.LoginPhoneAsync(username);
    }

    /// <summary>Begins a session.</summary>
    public static async Task<Phone> LoginPhoneAsync(
        this TestApp app, string username, string name = "Pixel", string password = TestApp.Password)
    {
        var device = new { id = "a1b2", name, platform = "android" };
        return new Phone(app, (await app.Anonymous.Post("/api/users/login", new { username, password, device })).ShouldBe(200));
    }

    public static Task<Reply> RefreshAsync(this TestApp app, string refreshToken) =>
        app.Anonymous.Post(RefreshPath, new { refreshToken });
}

/// <summary>A device with a session.</summary>
internal sealed class Phone(TestApp app, JsonNode login)
{
    public JsonNode Login { get; } = login;

    public string Token { get; private set; } = (string)login["token"]!;

    public string RefreshToken { get; private set; } = (string)login["refreshToken"]!;

    public string SessionId => (string)Login["session"]!["_id"]!;

    /// <summary>The phone with its current token; on another instance, if one is given.</summary>
    public TestUser On(TestApp? instance = null) =>
        (instance ?? app).As(new TestUser(null!, Token, (string)Login["user"]!["username"]!, (string)Login["user"]!["_id"]!));

    /// <summary>Gets new tokens, as an app does.</summary>
    public async Task RefreshAsync()
    {
        var pair = (await app.RefreshAsync(RefreshToken)).ShouldBe(200);
        (Token, RefreshToken) = ((string)pair["token"]!, (string)pair["refreshToken"]!);
    }
}
