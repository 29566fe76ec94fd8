using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;

namespace LeRun.Tests.Users;

public class PasswordChangeTests : ApiTests
{
    private const string Path = "/api/users/update";

    [Fact]
    public async Task New_password_replaces_the_old_one_and_ends_the_tokens_so_far()
    {
        var user = await App.RegisterAsync("shikai");

        var changed = (await user.Put(Path, new { username = "shikai", password = "another horse" })).ShouldBe(200);

        Assert.Equal("********", (string?)changed["password"]);
        Assert.Equal(1, (int)changed["__v"]!);
        (await user.Get("/api/users")).ShouldFail(401);
        (await Anonymous.Post("/api/users/login", new { username = "shikai", password = TestApp.Password })).ShouldFail(401);
        (await (await App.LoginAsync("shikai", "another horse")).Get("/api/users")).ShouldBe(200);
    }

    [Fact]
    public async Task Tokens_are_dead_on_every_other_instance_within_a_minute()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var user = await App.RegisterAsync("shikai");
        (await two.As(user).Get("/api/users")).ShouldBe(200);

        (await user.Put(Path, new { password = "another horse" })).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromSeconds(60));

        (await two.As(user).Get("/api/users")).ShouldFail(401);
        (await two.As(await App.LoginAsync("shikai", "another horse")).Get("/api/users")).ShouldBe(200);
    }

    [Fact]
    public async Task Dead_tokens_stay_dead_after_a_restart()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Put(Path, new { password = "another horse" })).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromDays(6));

        await using var restarted = await App.StartAnotherInstanceAsync();

        (await restarted.As(user).Get("/api/users")).ShouldFail(401);
    }

    [Fact]
    public async Task Tokens_let_nobody_in_while_storage_cannot_tell_which_ones_died()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Get("/api/users/shikai")).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromMinutes(2));
        App.Cosmos.Inject = request => request.Operation == CosmosOperation.Query ? CosmosFault.ServiceUnavailable : null;

        var refused = await user.Get("/api/users/shikai");

        refused.ShouldFail(503);
        Assert.True(refused.Headers.ContainsKey("Retry-After"));
        App.Cosmos.Inject = null;
        (await user.Get("/api/users/shikai")).ShouldBe(200);
    }

    [Fact]
    public async Task Nobody_changes_anothers_password()
    {
        var user = await App.RegisterAsync("shikai");
        await App.RegisterAsync("liyang");

        (await user.Put(Path, new { username = "liyang", password = "another horse" })).ShouldFail(403);
        (await Anonymous.Put(Path, new { username = "liyang", password = "another horse" })).ShouldFail(401);
        await App.LoginAsync("liyang");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"password":"short"}""")]
    [InlineData("""{"password":null}""")]
    public async Task Bad_password_is_a_400_and_changes_nothing(string body)
    {
        var user = await App.RegisterAsync("shikai");

        (await user.Put(Path, body)).ShouldFail(400, "password");
        (await user.Get("/api/users")).ShouldBe(200);
    }

    [Fact]
    public async Task Current_password_is_checked_when_it_is_sent()
    {
        var user = await App.RegisterAsync("shikai");

        (await user.Put(Path, new { password = "another horse", currentPassword = "wrong horse" })).ShouldFail(401);
        (await user.Put(Path, new { password = "another horse", currentPassword = "" })).ShouldFail(401);
        await App.LoginAsync("shikai");
        (await user.Put(Path, new { password = "another horse", currentPassword = TestApp.Password })).ShouldBe(200);
        await App.LoginAsync("shikai", "another horse");
    }

    [Fact]
    public async Task Current_password_is_guessed_no_more_often_than_at_login()
    {
        var user = await App.RegisterAsync("shikai");
        for (var i = 0; i < 10; i++)
            (await user.Put(Path, new { password = "another horse", currentPassword = $"wrong horse {i}" })).ShouldFail(401);

        (await user.Put(Path, new { password = "another horse", currentPassword = TestApp.Password })).ShouldFail(429);
        (await user.Put(Path, new { password = "another horse" })).ShouldBe(200);
    }

    [Fact]
    public async Task If_match_is_honoured()
    {
        var user = await App.RegisterAsync("shikai");

        (await user.Put(Path, new { password = "another horse" }, ("If-Match", "\"old\""))).ShouldFail(412);
        await App.LoginAsync("shikai");
    }
}
