using LeRun.Tests.Forum;
using LeRun.Tests.Support;

namespace LeRun.Tests.Sessions;

/// <summary>Which sessions there are, and how they are ended one by one.</summary>
public class SessionTests : ApiTests
{
    [Fact]
    public async Task Sessions_are_listed_to_the_day_and_the_callers_own_is_marked()
    {
        var (phone, watch) = (await App.RegisterPhoneAsync("bob"), await App.LoginPhoneAsync("bob", "Watch"));
        App.Clock.Advance(TimeSpan.FromDays(2));
        await watch.RefreshAsync();

        var listed = (await watch.On().Get(SessionDriver.SessionsPath)).ShouldBe(200).AsArray();

        Assert.Equal([phone.SessionId, watch.SessionId], listed.Select(session => (string)session!["_id"]!));
        Assert.Equal([false, true], listed.Select(session => (bool)session!["current"]!));
        Assert.Equal("2024-11-24T00:00:00.000Z", (string)listed[1]!["lastUsedAt"]!);
        Assert.Equal(
            ["_id", "device", "platform", "createdAt", "lastUsedAt", "current"],
            listed[0]!.AsObject().Select(field => field.Key));
    }

    [Fact]
    public async Task Session_that_is_ended_dies_here_at_once_and_everywhere_within_a_minute()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var (phone, watch) = (await App.RegisterPhoneAsync("bob"), await App.LoginPhoneAsync("bob", "Watch"));
        (await phone.On(two).Get("/api/users")).ShouldBe(200);

        var ended = (await watch.On().Delete($"{SessionDriver.SessionsPath}/{phone.SessionId}")).ShouldBe(200);

        Assert.Equal(phone.SessionId, (string)ended["_id"]!);
        Assert.Equal("sessionEnded", (string)(await phone.On().Get("/api/users")).ShouldFail(401)["code"]!);
        (await two.RefreshAsync(phone.RefreshToken)).ShouldFail(401);
        App.Clock.Advance(TimeSpan.FromSeconds(60));
        (await phone.On(two).Get("/api/users")).ShouldFail(401);
        (await watch.On(two).Get("/api/users")).ShouldBe(200);
        (await watch.On().Delete($"{SessionDriver.SessionsPath}/{phone.SessionId}")).ShouldFail(404);
        Assert.Single((await watch.On().Get(SessionDriver.SessionsPath)).ShouldBe(200).AsArray());
    }

    [Fact]
    public async Task Session_of_another_account_cannot_be_ended()
    {
        var (bob, ann) = (await App.RegisterPhoneAsync("bob"), await App.RegisterPhoneAsync("ann"));

        (await ann.On().Delete($"{SessionDriver.SessionsPath}/{bob.SessionId}")).ShouldFail(404);
        (await ann.On().Delete($"{SessionDriver.SessionsPath}/x")).ShouldFail(404);

        (await bob.On().Get("/api/users")).ShouldBe(200);
        await bob.RefreshAsync();
    }

    [Fact]
    public async Task Logout_ends_the_session_of_the_token_alone()
    {
        var (phone, watch) = (await App.RegisterPhoneAsync("bob"), await App.LoginPhoneAsync("bob", "Watch"));
        var old = await App.LoginAsync("bob");

        Assert.Equal(1, (int)(await phone.On().Post("/api/users/logout")).ShouldBe(200)["ended"]!);

        (await phone.On().Get("/api/users")).ShouldFail(401);
        (await App.RefreshAsync(phone.RefreshToken)).ShouldFail(401);
        (await watch.On().Get("/api/users")).ShouldBe(200);
        Assert.Equal(0, (int)(await old.Post("/api/users/logout", "{}")).ShouldBe(200)["ended"]!);
        (await old.Get("/api/users")).ShouldBe(200);
    }

    [Fact]
    public async Task Sessions_are_twenty_and_the_oldest_ends()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var first = await App.RegisterPhoneAsync("bob");
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        var others = await Task.WhenAll(Enumerable.Range(0, 19).Select(n => (n % 2 == 0 ? App : two).LoginPhoneAsync("bob")));
        (await first.On().Get("/api/users")).ShouldBe(200);

        var last = await App.LoginPhoneAsync("bob", "Watch");

        (await first.On().Get("/api/users")).ShouldFail(401);
        (await App.RefreshAsync(first.RefreshToken)).ShouldFail(401);
        Assert.Equal(20, (await last.On().Get(SessionDriver.SessionsPath)).ShouldBe(200).AsArray().Count);
        (await others[0].On().Get("/api/users")).ShouldBe(200);
    }

    [Fact]
    public async Task Sessions_are_erased_with_the_account()
    {
        await App.RegisterPhoneAsync("bob");
        var ann = await App.RegisterPhoneAsync("ann");

        var removed = (await Anonymous.Delete("/api/users/delete", new { username = "bob", password = TestApp.Password }))
            .ShouldBe(200)["removed"]!;

        Assert.Equal(1, (int)removed["sessions"]!);
        Assert.Equal(ann.SessionId, (string)Assert.Single(await App.StoredAsync("sessions"))["id"]!);
    }

    [Fact]
    public async Task Nothing_that_is_stored_is_a_usable_token()
    {
        var phone = await App.RegisterPhoneAsync("bob");
        await phone.RefreshAsync();

        var stored = string.Concat((await App.StoredAsync("sessions")).Select(item => item.ToJsonString()));

        Assert.DoesNotContain(phone.RefreshToken.Split('.')[2], stored, StringComparison.Ordinal);
        Assert.DoesNotContain(phone.Token.Split('.')[2], stored, StringComparison.Ordinal);
    }
}
