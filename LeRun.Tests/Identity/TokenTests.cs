using System.Text;
using System.Text.Json.Nodes;
using LeRun.Tests.Support;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LeRun.Tests.Identity;

public class TokenTests : ApiTests
{
    private const string OtherKey = "another key for tests, long enough too";

    [Fact]
    public async Task Request_without_a_valid_token_is_a_401_that_says_how_to_sign_in()
    {
        var user = await App.RegisterAsync("shikai");
        var parts = user.Token.Split('.');

        var signed = $"{parts[0]}.{parts[1]}.";
        string[] tokens = ["", "x", "a.b.c", signed, $"{signed}{new string('A', parts[2].Length)}", Unsigned(parts[1])];
        foreach (var token in tokens)
        {
            var reply = await App.As(user, token).Get("/api/users");
            reply.ShouldFail(401);
            Assert.Equal("Bearer", reply.Headers["WWW-Authenticate"]);
        }

        (await Anonymous.Get("/api/users", ("Authorization", "Basic c2hpa2FpOng="))).ShouldFail(401);
        (await Anonymous.Get("/api/users")).ShouldFail(401);
        (await Anonymous.Get("/api/users", ("Authorization", $"bearer {user.Token}"))).ShouldBe(200);
    }

    [Fact]
    public async Task Token_is_a_jwt_of_hs256_whose_subject_is_the_username()
    {
        await using var app = await TestApp.StartAsync(settings: ("Auth:Admins", "root"));
        var jwt = new JsonWebToken((await app.RegisterAsync("Shikai")).Token);

        Assert.Equal("HS256", jwt.Alg);
        Assert.Equal("Shikai", jwt.Subject);
        Assert.Equal(app.Clock.Now.UtcDateTime.AddDays(7), jwt.ValidTo);
        Assert.False(jwt.TryGetPayloadValue<string>("role", out _));
        Assert.Equal("admin", new JsonWebToken((await app.RegisterAsync("ROOT")).Token).GetPayloadValue<string>("role"));
    }

    [Fact]
    public async Task Token_ends_with_its_lifetime()
    {
        await using var app = await TestApp.StartAsync(settings: ("Auth:TokenLifetime", "01:00:00"));
        var user = await app.RegisterAsync("shikai");

        app.Clock.Advance(TimeSpan.FromMinutes(59));
        (await user.Get("/api/users")).ShouldBe(200);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        (await user.Get("/api/users")).ShouldFail(401);
    }

    [Fact]
    public async Task A_token_older_than_a_lowered_lifetime_is_refused()
    {
        await using var before = await TestApp.StartAsync(settings: ("Auth:TokenLifetime", "1.00:00:00"));
        await using var lowered = await TestApp.StartAsync(
            clock: before.Clock, settings: ("Auth:TokenLifetime", "01:00:00"));
        var user = await before.RegisterAsync("shikai");

        before.Clock.Advance(TimeSpan.FromMinutes(59));
        (await lowered.As(user).Get("/api/users")).ShouldBe(200);
        before.Clock.Advance(TimeSpan.FromMinutes(1));
        (await lowered.As(user).Get("/api/users")).ShouldFail(401);
        (await before.As(user).Get("/api/users")).ShouldBe(200);
    }

    [Fact]
    public async Task After_a_rotation_tokens_of_the_key_before_stay_valid_and_those_of_other_keys_do_not()
    {
        await using var before = await TestApp.StartAsync(settings: ("Auth:SigningKey", OtherKey));
        await using var rotated = await TestApp.StartAsync(settings: ("Auth:PreviousSigningKey", OtherKey));
        var user = await before.RegisterAsync("shikai");

        (await rotated.As(user).Get("/api/users")).ShouldBe(200);
        await using var stranger = await TestApp.StartAsync();
        (await stranger.As(user).Get("/api/users")).ShouldFail(401);
    }

    [Fact]
    public async Task Token_of_another_issuer_or_algorithm_is_refused_even_under_the_right_key()
    {
        var user = await App.RegisterAsync("shikai");
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(TestApp.SigningKey));
        var payload = JsonNode.Parse(Base64UrlEncoder.Decode(user.Token.Split('.')[1]))!;

        string Sign(string algorithm, string issuer)
        {
            payload["iss"] = issuer;
            return new JsonWebTokenHandler().CreateToken(payload.ToJsonString(), new SigningCredentials(key, algorithm));
        }

        (await App.As(user, Sign(SecurityAlgorithms.HmacSha256, "lerun")).Get("/api/users")).ShouldBe(200);
        (await App.As(user, Sign(SecurityAlgorithms.HmacSha384, "lerun")).Get("/api/users")).ShouldFail(401);
        (await App.As(user, Sign(SecurityAlgorithms.HmacSha256, "other")).Get("/api/users")).ShouldFail(401);
    }

    private static string Unsigned(string payload) => $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{payload}.";
}
