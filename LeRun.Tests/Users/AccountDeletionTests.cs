using LeRun.Forum;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Forum;
using LeRun.Tests.Support;
using LeRun.Users;

namespace LeRun.Tests.Users;

public class AccountDeletionTests : ApiTests
{
    private const string Path = "/api/users/delete";

    private static readonly object Bob = new { username = "bob", password = TestApp.Password };

    [Fact]
    public async Task Username_is_free_again_only_when_all_that_the_account_owned_is_erased()
    {
        var bob = await App.RegisterAsync("bob");
        await bob.WritePostAsync();
        App.Cosmos.Inject = request => request.Container == PostStore.ContainerName ? CosmosFault.Unreachable : null;

        (await Anonymous.Delete(Path, Bob)).ShouldBe(200);

        (await bob.Get("/api/users")).ShouldFail(401);
        (await Anonymous.Post("/api/users/login", Bob)).ShouldFail(404);
        (await Anonymous.Post("/api/users", Bob)).ShouldFail(400, "username");
        // Still out of reach when the timer comes: it comes again.
        App.Clock.Advance(TimeSpan.FromMinutes(2));
        (await Anonymous.Post("/admin/functions/FinishAccountDeletions")).ShouldHave(500);
        (await Anonymous.Post("/api/users", Bob)).ShouldFail(400, "username");

        App.Cosmos.Inject = null;
        App.Clock.Advance(TimeSpan.FromMinutes(2));
        await App.FireAsync("FinishAccountDeletions");
        (await Anonymous.Post("/api/users", Bob)).ShouldBe(200);
        Assert.Empty((await Anonymous.Get(ForumDriver.Posts)).ShouldBe(200).AsArray());
    }

    [Fact]
    public async Task Deletion_whose_write_lost_its_response_still_deletes()
    {
        var bob = await App.RegisterAsync("bob");
        await bob.WritePostAsync();
        var left = 1;
        App.Cosmos.Inject = request =>
            request.Operation == CosmosOperation.Replace && Interlocked.Decrement(ref left) == 0
                ? CosmosFault.DropAfterCommit
                : null;

        var reply = await Anonymous.Delete(Path, Bob);

        // Whether the SDK asks again by itself is its own affair: the account is gone either way, and the rest follows.
        Assert.Contains(reply.Status, new[] { 200, 503 });
        App.Cosmos.Inject = null;
        // A session that got no response does not see the write before the replicas do.
        App.Cosmos.CatchUp();
        (await Anonymous.Post("/api/users/login", Bob)).ShouldFail(404);
        App.Clock.Advance(TimeSpan.FromMinutes(2));
        await App.FireAsync("FinishAccountDeletions");
        Assert.Empty(await App.StoredAsync());
    }

    [Fact]
    public async Task Cleanup_by_two_instances_at_once_counts_nothing_twice()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var post = await ann.WritePostAsync();
        await bob.LikePostAsync(post);
        for (var i = 0; i < 20; i++)
            await bob.WriteCommentAsync(post);
        App.Cosmos.Inject = request => request.Container == PostStore.ContainerName ? CosmosFault.Unreachable : null;
        (await Anonymous.Delete(Path, Bob)).ShouldBe(200);
        App.Cosmos.Inject = null;

        App.Clock.Advance(TimeSpan.FromMinutes(2));
        await Task.WhenAll(App.FireAsync("FinishAccountDeletions"), two.FireAsync("FinishAccountDeletions"));
        // Either of them may have done it.
        App.Cosmos.CatchUp();

        var seen = await App.ReadPostAsync(post);
        Assert.Equal((0, 0), ((int)seen["likes"]!, (int)seen["comments"]!));
        var account = Assert.Single(await App.StoredAsync(UserStore.ContainerName), item => (string)item["id"]! == "bob");
        Assert.Equal("""{"likes":1,"comments":20}""", account["removal"]!["removed"]!.ToJsonString());
    }

    [Fact]
    public async Task Deletion_returns_the_account_and_it_is_gone()
    {
        var user = await App.RegisterAsync("Shikai");
        var witness = await App.RegisterAsync("liyang");
        var before = (await user.Get("/api/users/shikai")).ShouldBe(200);

        var deleted = (await Anonymous.Delete(Path, Credentials("SHIKAI"))).ShouldBe(200);

        foreach (var (name, value) in before.AsObject())
            Assert.Equal(value?.ToJsonString(), deleted[name]?.ToJsonString());
        (await user.Get("/api/users")).ShouldFail(401);
        (await Anonymous.Post("/api/users/login", new { username = "shikai", password = TestApp.Password })).ShouldFail(404);
        (await witness.Get("/api/users/shikai")).ShouldFail(404);
        (await witness.Get($"/api/users/{user.Id}")).ShouldFail(404);
        (await Anonymous.Get("/api/users/profilepic/shikai")).ShouldFail(404);
        Assert.Single((await witness.Get("/api/users")).ShouldBe(200).AsArray());
        (await Anonymous.Delete(Path, Credentials("shikai"))).ShouldFail(404);
    }

    [Fact]
    public async Task Deletion_takes_the_password()
    {
        var user = await App.RegisterAsync("shikai");

        (await user.Delete(Path, new { username = "shikai", password = "wrong horse" })).ShouldFail(401);
        (await user.Delete(Path, new { username = "shikai" })).ShouldFail(400, "password");
        (await user.Delete(Path, Credentials("nobody"))).ShouldFail(404);
        (await user.Delete(Path, Credentials("shikai"), ("If-Match", "\"old\""))).ShouldFail(412);
        (await user.Get("/api/users/shikai")).ShouldBe(200);
    }

    [Fact]
    public async Task Next_owner_of_the_username_starts_with_nothing_and_the_last_ones_tokens_stay_dead()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var old = await App.RegisterAsync("shikai");
        (await old.Put("/api/users/run/data", new { runData = Run.Data() })).ShouldBe(200);
        (await old.Post("/api/users/run/record", "{}")).ShouldBe(200);
        (await two.As(old).Get("/api/users")).ShouldBe(200);

        var deleted = (await Anonymous.Delete(Path, Credentials("shikai"))).ShouldBe(200);
        await App.CleanUpAsync();
        var next = await App.RegisterAsync("SHIKAI", "another horse");

        Assert.Equal(1, (int)deleted["removed"]!["records"]!);
        Assert.NotEqual(old.Id, next.Id);
        Assert.Empty((await next.Get("/api/users/run/records/shikai")).ShouldBe(200).AsArray());
        (await next.Get("/api/users/run/data/shikai")).ShouldFail(404);
        (await old.Get("/api/users")).ShouldFail(401);
        (await two.As(old).Get("/api/users")).ShouldFail(401);
        (await two.As(next).Get("/api/users")).ShouldBe(200);
    }

    [Fact]
    public async Task Cleanup_erases_what_another_instance_still_accepted_from_a_dead_token()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var user = await App.RegisterAsync("shikai");
        (await two.As(user).Get("/api/users")).ShouldBe(200);
        (await Anonymous.Delete(Path, Credentials("shikai"))).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromSeconds(5));
        (await two.As(user).Put("/api/users/run/data", new { runData = Run.Data() })).ShouldBe(200);

        App.Clock.Advance(TimeSpan.FromMinutes(3));
        await App.FireAsync("FinishAccountDeletions");

        var next = await App.RegisterAsync("shikai");
        (await next.Get("/api/users/run/data/shikai")).ShouldFail(404);
    }

    [Fact]
    public async Task Erasure_keeps_its_stored_names()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Post("/api/users/run/record", new { runRecord = Run.Data() })).ShouldBe(200);
        (await Anonymous.Delete(Path, Credentials("shikai"))).ShouldBe(200);

        var account = Assert.Single(await App.StoredAsync(UserStore.ContainerName));
        Assert.Equal("removed", (string)account["type"]!);
        var ninetySecondsLater = App.Clock.Now.AddSeconds(90).ToUnixTimeMilliseconds();
        Assert.Equal(
            $$"""{"cutoff":"2024-11-22T14:51:31.000Z","removed":{"records":1},"resumeAt":{{ninetySecondsLater}}}""",
            account["removal"]!.ToJsonString());
    }

    [Fact]
    public async Task Cleanup_never_erases_what_the_next_owner_stored()
    {
        await App.RegisterAsync("shikai");
        (await Anonymous.Delete(Path, Credentials("shikai"))).ShouldBe(200);
        await App.CleanUpAsync();
        var next = await App.RegisterAsync("shikai");
        (await next.Post("/api/users/run/record", new { runRecord = Run.Data() })).ShouldBe(200);

        App.Clock.Advance(TimeSpan.FromMinutes(3));
        await App.FireAsync("FinishAccountDeletions");

        Assert.Single((await next.Get("/api/users/run/records/shikai")).ShouldBe(200).AsArray());
    }

    private static object Credentials(string username) => new { username, password = TestApp.Password };
}
