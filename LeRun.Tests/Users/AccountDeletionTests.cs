using LeRun.Forum;
using LeRun.Users;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Forum;
using LeRun.Tests.Support;

namespace LeRun.Tests.Users;

public class AccountDeletionTests
{
    private static readonly object Bob = new { username = "bob", password = TestApp.Password };

    [Fact]
    public async Task The_name_is_free_again_only_when_everything_the_account_owned_is_gone()
    {
        await using var app = await TestApp.StartAsync();
        var bob = await app.RegisterAsync("bob");
        await bob.WritePostAsync();
        app.Cosmos.Inject = request => request.Container == PostStore.ContainerName ? CosmosFault.Unreachable : null;

        (await app.Anonymous.Delete("/api/users/delete", Bob)).ShouldBe(200);

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
    public async Task A_deletion_whose_answer_got_lost_on_the_way_is_still_answered()
    {
        await using var app = await TestApp.StartAsync();
        var bob = await app.RegisterAsync("bob");
        await bob.WritePostAsync();
        var left = 1;
        app.Cosmos.Inject = request =>
            request.Operation == CosmosOperation.Replace && Interlocked.Decrement(ref left) == 0 ? CosmosFault.DropAfterCommit : null;

        var reply = await app.Anonymous.Delete("/api/users/delete", Bob);

        // Whether the SDK asks again by itself is its own affair: the account is gone either way, and the rest follows.
        Assert.Contains(reply.Status, new[] { 200, 503 });
        app.Cosmos.Inject = null;
        (await app.Anonymous.Post("/api/users/login", Bob)).ShouldFail(404);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.FireAsync("FinishAccountDeletions");
        Assert.Empty(await app.StoredAsync());
    }

    [Fact]
    public async Task Two_timers_at_once_count_nothing_twice()
    {
        await using var one = await TestApp.StartAsync();
        await using var two = await one.StartAnotherInstanceAsync();
        var (ann, bob) = (await one.RegisterAsync("ann"), await one.RegisterAsync("bob"));
        var post = await ann.WritePostAsync();
        await bob.LikePostAsync(post);
        for (var i = 0; i < 20; i++)
            await bob.WriteCommentAsync(post);
        one.Cosmos.Inject = request => request.Container == PostStore.ContainerName ? CosmosFault.Unreachable : null;
        (await one.Anonymous.Delete("/api/users/delete", Bob)).ShouldBe(200);
        one.Cosmos.Inject = null;

        one.Clock.Advance(TimeSpan.FromMinutes(2));
        await Task.WhenAll(one.FireAsync("FinishAccountDeletions"), two.FireAsync("FinishAccountDeletions"));

        var seen = await one.ReadPostAsync(post);
        Assert.Equal((0, 0), ((int)seen["likes"]!, (int)seen["comments"]!));
        var account = Assert.Single(await one.StoredAsync(UserStore.ContainerName), item => (string)item["id"]! == "bob");
        Assert.Equal("""{"likes":1,"comments":20}""", account["removal"]!["removed"]!.ToJsonString());
    }
}
