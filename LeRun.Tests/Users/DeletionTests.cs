using LeRun.Tests.Support;

namespace LeRun.Tests.Users;

public class DeletionTests
{
    [Fact]
    public async Task A_deleted_user_is_answered_and_gone()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("Shikai");
        var witness = await app.RegisterAsync("liyang");
        var before = (await user.Get("/api/users/shikai")).ShouldBe(200);

        var deleted = (await app.Anonymous.Delete("/api/users/delete", new { username = "SHIKAI", password = TestApp.Password })).ShouldBe(200);

        foreach (var (name, value) in before.AsObject())
            Assert.Equal(value?.ToJsonString(), deleted[name]?.ToJsonString());
        (await user.Get("/api/users")).ShouldFail(401);
        (await app.Anonymous.Post("/api/users/login", new { username = "shikai", password = TestApp.Password })).ShouldFail(404);
        (await witness.Get("/api/users/shikai")).ShouldFail(404);
        (await witness.Get($"/api/users/{user.Id}")).ShouldFail(404);
        (await app.Anonymous.Get("/api/users/profilepic/shikai")).ShouldFail(404);
        Assert.Single((await witness.Get("/api/users")).ShouldBe(200).AsArray());
        (await app.Anonymous.Delete("/api/users/delete", new { username = "shikai", password = TestApp.Password })).ShouldFail(404);
    }

    [Fact]
    public async Task Only_the_password_deletes()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");

        (await user.Delete("/api/users/delete", new { username = "shikai", password = "wrong horse" })).ShouldFail(401);
        (await user.Delete("/api/users/delete", new { username = "shikai" })).ShouldFail(400, "password");
        (await user.Delete("/api/users/delete", new { username = "nobody", password = TestApp.Password })).ShouldFail(404);
        (await user.Delete("/api/users/delete", new { username = "shikai", password = TestApp.Password }, ("If-Match", "\"old\""))).ShouldFail(412);
        (await user.Get("/api/users/shikai")).ShouldBe(200);
    }

    [Fact]
    public async Task The_next_owner_of_the_name_starts_with_nothing_and_the_last_ones_tokens_stay_dead()
    {
        await using var one = await TestApp.StartAsync();
        await using var two = await one.StartAnotherInstanceAsync();
        var old = await one.RegisterAsync("shikai");
        (await old.Put("/api/users/run/data", new { runData = Run.Data() })).ShouldBe(200);
        (await old.Post("/api/users/run/record", "{}")).ShouldBe(200);
        (await two.As(old).Get("/api/users")).ShouldBe(200);

        var deleted = (await one.Anonymous.Delete("/api/users/delete", new { username = "shikai", password = TestApp.Password })).ShouldBe(200);
        var next = await one.RegisterAsync("SHIKAI", "another horse");

        Assert.Equal(1, (int)deleted["removed"]!["records"]!);
        Assert.NotEqual(old.Id, next.Id);
        Assert.Empty((await next.Get("/api/users/run/records/shikai")).ShouldBe(200).AsArray());
        (await next.Get("/api/users/run/data/shikai")).ShouldFail(404);
        (await old.Get("/api/users")).ShouldFail(401);
        one.Clock.Advance(TimeSpan.FromSeconds(60));
        (await two.As(old).Get("/api/users")).ShouldFail(401);
        (await two.As(next).Get("/api/users")).ShouldBe(200);
    }

    [Fact]
    public async Task What_another_instance_still_took_from_a_dying_token_is_removed_too()
    {
        await using var one = await TestApp.StartAsync();
        await using var two = await one.StartAnotherInstanceAsync();
        var user = await one.RegisterAsync("shikai");
        (await two.As(user).Get("/api/users")).ShouldBe(200);
        (await one.Anonymous.Delete("/api/users/delete", new { username = "shikai", password = TestApp.Password })).ShouldBe(200);
        one.Clock.Advance(TimeSpan.FromSeconds(5));
        (await two.As(user).Put("/api/users/run/data", new { runData = Run.Data() })).ShouldBe(200);

        one.Clock.Advance(TimeSpan.FromMinutes(3));
        await one.FireAsync("FinishAccountDeletions");

        var next = await one.RegisterAsync("shikai");
        (await next.Get("/api/users/run/data/shikai")).ShouldFail(404);
    }

    [Fact]
    public async Task The_last_look_never_takes_what_the_next_owner_stored()
    {
        await using var app = await TestApp.StartAsync();
        await app.RegisterAsync("shikai");
        (await app.Anonymous.Delete("/api/users/delete", new { username = "shikai", password = TestApp.Password })).ShouldBe(200);
        var next = await app.RegisterAsync("shikai");
        (await next.Post("/api/users/run/record", new { runRecord = Run.Data() })).ShouldBe(200);

        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.FireAsync("FinishAccountDeletions");

        Assert.Single((await next.Get("/api/users/run/records/shikai")).ShouldBe(200).AsArray());
    }
}
