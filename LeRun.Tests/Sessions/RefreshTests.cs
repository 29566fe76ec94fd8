using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Forum;
using LeRun.Tests.Support;

namespace LeRun.Tests.Sessions;

/// <summary>How a session gets new tokens, and what ends it.</summary>
public class RefreshTests : ApiTests
{
    [Fact]
    public async Task Login_with_a_device_begins_a_session_whose_token_lives_an_hour()
    {
        var phone = await App.RegisterPhoneAsync("bob");

        Assert.Equal("2024-11-22T15:51:31.000Z", (string)phone.Login["expiresAt"]!);
        Assert.Equal("2025-01-21T14:51:31.000Z", (string)phone.Login["refreshExpiresAt"]!);
        Assert.Equal(
            ("Pixel", "android", "2024-11-22T00:00:00.000Z", true),
            ((string)phone.Login["session"]!["device"]!, (string)phone.Login["session"]!["platform"]!,
                (string)phone.Login["session"]!["createdAt"]!, (bool)phone.Login["session"]!["current"]!));
        App.Clock.Advance(TimeSpan.FromMinutes(59));
        (await phone.On().Get("/api/users")).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        var reply = await phone.On().Get("/api/users");
        Assert.Equal("tokenExpired", (string)reply.ShouldFail(401)["code"]!);
        Assert.Equal("Bearer", reply.Headers["WWW-Authenticate"]);

        await phone.RefreshAsync();
        (await phone.On().Get("/api/users")).ShouldBe(200);
    }

    [Fact]
    public async Task Login_without_a_device_is_as_it_was()
    {
        await App.RegisterAsync("bob");
        var (username, password) = ("bob", TestApp.Password);
        var login = (await Anonymous.Post("/api/users/login", new { username, password })).ShouldBe(200);

        Assert.Equal(["message", "token", "user"], login.AsObject().Select(field => field.Key));
        var device = new { id = "" };
        (await Anonymous.Post("/api/users/login", new { username, password, device })).ShouldFail(400, "device.id");
    }

    [Fact]
    public async Task A_hundred_refreshes_at_once_return_one_pair()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var phone = await App.RegisterPhoneAsync("bob");
        App.Clock.Advance(TimeSpan.FromMinutes(30));

        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(number =>
            (number % 2 == 0 ? App : two).RefreshAsync(phone.RefreshToken)));

        Assert.Single(replies.Select(reply => reply.ShouldBe(200).ToJsonString()).Distinct(StringComparer.Ordinal));
        Assert.Equal("no-store", replies[0].Headers["Cache-Control"]);
        await phone.RefreshAsync();
        await phone.RefreshAsync();
        (await phone.On().Get("/api/users")).ShouldBe(200);
    }

    [Theory]
    [InlineData(59)]
    [InlineData(60)]
    public async Task Refresh_token_before_the_current_one_returns_the_same_pair_for_a_minute(int seconds)
    {
        var phone = await App.RegisterPhoneAsync("bob");
        var first = (await App.RefreshAsync(phone.RefreshToken)).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromSeconds(seconds));

        var again = (await App.RefreshAsync(phone.RefreshToken)).ShouldBe(200);

        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        (await App.RefreshAsync((string)again["refreshToken"]!)).ShouldBe(200);
    }

    [Theory]
    [InlineData(61, 1)]
    [InlineData(0, 2)]
    public async Task Refresh_token_that_was_replaced_ends_the_session(int seconds, int refreshes)
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var phone = await App.RegisterPhoneAsync("bob");
        var stolen = phone.RefreshToken;
        for (var i = 0; i < refreshes; i++)
            await phone.RefreshAsync();
        (await phone.On(two).Get("/api/users")).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal("sessionEnded", (string)(await App.RefreshAsync(stolen)).ShouldFail(401)["code"]!);

        Assert.Equal("sessionEnded", (string)(await phone.On().Get("/api/users")).ShouldFail(401)["code"]!);
        Assert.Equal("sessionEnded", (string)(await two.RefreshAsync(phone.RefreshToken)).ShouldFail(401)["code"]!);
        App.Clock.Advance(TimeSpan.FromSeconds(60));
        (await phone.On(two).Get("/api/users")).ShouldFail(401);
    }

    [Fact]
    public async Task Refresh_token_lives_sixty_days_from_its_last_use()
    {
        var phone = await App.RegisterPhoneAsync("bob");
        App.Clock.Advance(TimeSpan.FromDays(60) - TimeSpan.FromSeconds(1));
        await phone.RefreshAsync();
        App.Clock.Advance(TimeSpan.FromDays(60));

        (await App.RefreshAsync(phone.RefreshToken)).ShouldFail(401);
    }

    [Fact]
    public async Task Refresh_token_that_was_made_up_is_refused()
    {
        var phone = await App.RegisterPhoneAsync("bob");
        var parts = phone.RefreshToken.Split('.');

        foreach (var wrong in new[]
        {
            "", ".", "..", phone.Token, $"{parts[0]}.1.{parts[2]}", $"{parts[0]}.00.{parts[2]}", $"{parts[0]}.0.",
            $"{parts[0]}.0.{new string('A', 43)}", phone.RefreshToken + "=", phone.RefreshToken.ToUpperInvariant(),
        })
        {
            (await App.RefreshAsync(wrong)).ShouldFail(401);
        }

        (await Anonymous.Post(SessionDriver.RefreshPath, "{}")).ShouldFail(400, "refreshToken");
        await phone.RefreshAsync();
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task Refresh_that_storage_cut_short_works_the_next_time(string way)
    {
        var phone = await App.RegisterPhoneAsync("bob");
        foreach (var cut in PowerCut.AtEachWrite(App.Cosmos, way))
            await cut.DuringAsync(() => App.RefreshAsync(phone.RefreshToken));

        await phone.RefreshAsync();

        (await phone.On().Get("/api/users")).ShouldBe(200);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("deletion")]
    [InlineData("registered again")]
    [InlineData("everywhere")]
    public async Task Sessions_end_with_all_tokens_of_the_account_and_stay_so(string what)
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var phone = await App.RegisterPhoneAsync("bob");
        var idle = await App.LoginPhoneAsync("bob", "Tablet");
        var user = phone.On();
        (await phone.On(two).Get("/api/users")).ShouldBe(200);
        if (what == "password")
            (await user.Put("/api/users/update", new { password = "another horse" })).ShouldBe(200);
        else if (what == "everywhere")
            Assert.Equal(2, (int)(await user.Post("/api/users/logout", new { everywhere = true })).ShouldBe(200)["ended"]!);
        else
            (await Anonymous.Delete("/api/users/delete", new { username = "bob", password = TestApp.Password })).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromSeconds(60));
        if (what == "registered again")
        {
            await App.CleanUpAsync();
            await App.RegisterAsync("bob");
        }

        foreach (var instance in new[] { App, two })
        {
            (await phone.On(instance).Get("/api/users")).ShouldFail(401);
            Assert.Equal("sessionEnded", (string)(await instance.RefreshAsync(phone.RefreshToken)).ShouldFail(401)["code"]!);
        }

        // A revocation that was forgotten too early would bring the session back to life.
        App.Clock.Advance(TimeSpan.FromDays(59));
        foreach (var instance in new[] { App, two })
            (await instance.RefreshAsync(idle.RefreshToken)).ShouldFail(401);
    }

    [Fact]
    public async Task Refresh_after_a_rotation_of_the_signing_key_goes_on()
    {
        var phone = await App.RegisterPhoneAsync("bob");
        await using var rotated = await App.StartAnotherInstanceAsync(
            ("Auth:SigningKey", "the key after the rotation, long enough too"), ("Auth:PreviousSigningKey", TestApp.SigningKey));
        (await phone.On(rotated).Get("/api/users")).ShouldBe(200);

        (await rotated.RefreshAsync(phone.RefreshToken)).ShouldBe(200);

        var same = (await App.RefreshAsync(phone.RefreshToken)).ShouldBe(200);
        (await rotated.RefreshAsync((string)same["refreshToken"]!)).ShouldBe(200);
        await using var stranger = await App.StartAnotherInstanceAsync(
            ("Auth:SigningKey", "a key that nobody knows, long enough"));
        (await stranger.RefreshAsync(phone.RefreshToken)).ShouldFail(401);
    }

    [Fact]
    public async Task Refresh_under_stale_reads_ends_no_session()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var phone = await App.RegisterPhoneAsync("bob");
        App.Cosmos.StaleReads = TimeSpan.FromHours(1);
        for (var i = 0; i < 5; i++)
        {
            var (first, again) = (await App.RefreshAsync(phone.RefreshToken), await two.RefreshAsync(phone.RefreshToken));
            Assert.Equal(first.ShouldBe(200).ToJsonString(), again.ShouldBe(200).ToJsonString());
            await phone.RefreshAsync();
        }

        (await phone.On().Get("/api/users")).ShouldBe(200);
    }

    [Fact]
    public async Task Refresh_costs_one_request_and_a_token_of_a_session_none()
    {
        var phone = await App.RegisterPhoneAsync("bob");
        (await phone.On().Get("/api/users")).ShouldBe(200);

        Assert.Equal(CosmosOperation.Patch, Assert.Single(await App.CosmosRequestsAsync(phone.RefreshAsync)).Operation);
        Assert.Single(await App.CosmosRequestsAsync(() => phone.On().Get("/api/users/bob")));
    }
}
