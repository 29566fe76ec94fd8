using LeRun.Forum;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Forum;
using LeRun.Tests.Support;
using LeRun.Users;

namespace LeRun.Tests.Users;

public class AccountDeletionTests
{
    private const string Path = "/api/users/delete";

    private static readonly object Bob = new { username = "bob", password = TestApp.Password };

    [Fact]
    public async Task Username_is_free_again_only_when_all_that_the_account_owned_is_erased()
    {
        await using var app = await TestApp.StartAsync();
        var bob = await app.RegisterAsync("bob");
        await bob.WritePostAsync();
        app.Cosmos.Inject = request => request.Container == PostStore.ContainerName ? CosmosFault.Unreachable : null;

        (await app.Anonymous.Delete(Path, Bob)).ShouldBe(200);

        (await bob.Get("/api/users")).ShouldFail(401);
        (await app.Anonymous.Post("/api/users/login", Bob)).ShouldFail(404);
        (await app.Anonymous.Post("/api/users", Bob)).ShouldFail(400, "username");
        // Still out of reach when the timer comes: it comes again.
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        (await app.Anonymous.Post("/admin/functions/FinishAccountDeletions")).ShouldHave(500);
        (await app.Anonymous.Post("/api/users", Bob)).ShouldFail(400, "username");

        app.Cosmos.Inject = null;
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.FireAsync("FinishAccountDeletions");
        (await app.Anonymous.Post("/api/users", Bob)).ShouldBe(200);
        Assert.Empty((await app.Anonymous.Get(ForumDriver.Posts)).ShouldBe(200).AsArray());
    }

    [Fact]
    public async Task Deletion_whose_write_lost_its_response_still_deletes()
    {
        await using var app = await TestApp.StartAsync();
        var bob = await app.RegisterAsync("bob");
        await bob.WritePostAsync();
        var left = 1;
        app.Cosmos.Inject = request =>
            request.Operation == CosmosOperation.Replace && Interlocked.Decrement(ref left) == 0
                ? CosmosFault.DropAfterCommit
                : null;

        var reply = await app.Anonymous.Delete(Path, Bob);

        // Whether the SDK asks again by itself is its own affair: the account is gone either way, and the rest follows.
        Assert.Contains(reply.Status, new[] { 200, 503 });
        app.Cosmos.Inject = null;
        (await app.Anonymous.Post("/api/users/login", Bob)).ShouldFail(404);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.FireAsync("FinishAccountDeletions");
        Assert.Empty(await app.StoredAsync());
    }

    [Fact]
    public async Task Cleanup_by_two_instances_at_once_counts_nothing_twice()
    {
        await using var one = await TestApp.StartAsync();
        await using var two = await one.StartAnotherInstanceAsync();
        var (ann, bob) = (await one.RegisterAsync("ann"), await one.RegisterAsync("bob"));
        var post = await ann.WritePostAsync();
        await bob.LikePostAsync(post);
        for (var i = 0; i < 20; i++)
            await bob.WriteCommentAsync(post);
        one.Cosmos.Inject = request => request.Container == PostStore.ContainerName ? CosmosFault.Unreachable : null;
        (await one.Anonymous.Delete(Path, Bob)).ShouldBe(200);
        one.Cosmos.Inject = null;

        one.Clock.Advance(TimeSpan.FromMinutes(2));
        await Task.WhenAll(one.FireAsync("FinishAccountDeletions"), two.FireAsync("FinishAccountDeletions"));

        var seen = await one.ReadPostAsync(post);
        Assert.Equal((0, 0), ((int)seen["likes"]!, (int)seen["comments"]!));
        var account = Assert.Single(await one.StoredAsync(UserStore.ContainerName), item => (string)item["id"]! == "bob");
        Assert.Equal("""{"likes":1,"comments":20}""", account["removal"]!["removed"]!.ToJsonString());
    }

    [Fact]
    public async Task Deletion_returns_the_account_and_it_is_gone()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("Shikai");
        var witness = await app.RegisterAsync("liyang");
        var before = (await user.Get("/api/users/shikai")).ShouldBe(200);

        var deleted = (await app.Anonymous.Delete(Path, Credentials("SHIKAI"))).ShouldBe(200);

        foreach (var (name, value) in before.AsObject())
            Assert.Equal(value?.ToJsonString(), deleted[name]?.ToJsonString());
        (await user.Get("/api/users")).ShouldFail(401);
        (await app.Anonymous.Post("/api/users/login", new { username = "shikai", password = TestApp.Password })).ShouldFail(404);
        (await witness.Get("/api/users/shikai")).ShouldFail(404);
        (await witness.Get($"/api/users/{user.Id}")).ShouldFail(404);
        (await app.Anonymous.Get("/api/users/profilepic/shikai")).ShouldFail(404);
        Assert.Single((await witness.Get("/api/users")).ShouldBe(200).AsArray());
        (await app.Anonymous.Delete(Path, Credentials("shikai"))).ShouldFail(404);
    }

    [Fact]
    public async Task Deletion_takes_the_password()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");

        (await user.Delete(Path, new { username = "shikai", password = "wrong horse" })).ShouldFail(401);
        (await user.Delete(Path, new { username = "shikai" })).ShouldFail(400, "password");
        (await user.Delete(Path, Credentials("nobody"))).ShouldFail(404);
        (await user.Delete(Path, Credentials("shikai"), ("If-Match", "\"old\""))).ShouldFail(412);
        (await user.Get("/api/users/shikai")).ShouldBe(200);
    }

    [Fact]
    public async Task Next_owner_of_the_username_starts_with_nothing_and_the_last_ones_tokens_stay_dead()
    {
        await using var one = await TestApp.StartAsync();
        await using var two = await one.StartAnotherInstanceAsync();
        var old = await one.RegisterAsync("shikai");
        (await old.Put("/api/users/run/data", new { runData = Run.Data() })).ShouldBe(200);
        (await old.Post("/api/users/run/record", "{}")).ShouldBe(200);
        (await two.As(old).Get("/api/users")).ShouldBe(200);

        var deleted = (await one.Anonymous.Delete(Path, Credentials("shikai"))).ShouldBe(200);
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
    public async Task Cleanup_erases_what_another_instance_still_accepted_from_a_dead_token()
    {
        await using var one = await TestApp.StartAsync();
        await using var two = await one.StartAnotherInstanceAsync();
        var user = await one.RegisterAsync("shikai");
        (await two.As(user).Get("/api/users")).ShouldBe(200);
        (await one.Anonymous.Delete(Path, Credentials("shikai"))).ShouldBe(200);
        one.Clock.Advance(TimeSpan.FromSeconds(5));
        (await two.As(user).Put("/api/users/run/data", new { runData = Run.Data() })).ShouldBe(200);

        one.Clock.Advance(TimeSpan.FromMinutes(3));
        await one.FireAsync("FinishAccountDeletions");

        var next = await one.RegisterAsync("shikai");
        (await next.Get("/api/users/run/data/shikai")).ShouldFail(404);
    }

    [Fact]
    public async Task Erasure_keeps_its_stored_names()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        (await user.Post("/api/users/run/record", new { runRecord = Run.Data() })).ShouldBe(200);
        (await app.Anonymous.Delete(Path, Credentials("shikai"))).ShouldBe(200);

        var account = Assert.Single(await app.StoredAsync(UserStore.ContainerName));
        Assert.Equal("removed", (string)account["type"]!);
        var ninetySecondsLater = app.Clock.Now.AddSeconds(90).ToUnixTimeMilliseconds();
        Assert.Equal(
            $$"""{"cutoff":"2024-11-22T14:51:31.000Z","removed":{"records":1},"resumeAt":{{ninetySecondsLater}}}""",
            account["removal"]!.ToJsonString());
    }

    [Fact]
    public async Task Cleanup_never_erases_what_the_next_owner_stored()
    {
        await using var app = await TestApp.StartAsync();
        await app.RegisterAsync("shikai");
        (await app.Anonymous.Delete(Path, Credentials("shikai"))).ShouldBe(200);
        var next = await app.RegisterAsync("shikai");
        (await next.Post("/api/users/run/record", new { runRecord = Run.Data() })).ShouldBe(200);

        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.FireAsync("FinishAccountDeletions");

        Assert.Single((await next.Get("/api/users/run/records/shikai")).ShouldBe(200).AsArray());
    }

    private static object Credentials(string username) => new { username, password = TestApp.Password };
}
