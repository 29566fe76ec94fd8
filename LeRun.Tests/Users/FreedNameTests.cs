using LeRun.Tests.Forum;
using LeRun.Tests.Support;

namespace LeRun.Tests.Users;

/// <summary>
/// A deleted account's name is free only once its last token is dead everywhere and what such a token brought is erased: no
/// old phone meets a new owner.
/// </summary>
public class FreedNameTests : ApiTests
{
    private const string Posts = ForumDriver.Posts;

    private static readonly object Bob = new { username = "bob", password = TestApp.Password };

    [Fact]
    public async Task Name_is_taken_until_the_second_look_is_done()
    {
        await App.RegisterAsync("bob");
        await DeleteBobAsync();

        (await Anonymous.Post("/api/users", Bob)).ShouldFail(400, "username");
        App.Clock.Advance(TimeSpan.FromSeconds(89));
        await App.FireAsync("FinishAccountDeletions");
        (await Anonymous.Post("/api/users", Bob)).ShouldFail(400, "username");

        App.Clock.Advance(TimeSpan.FromSeconds(1));
        (await Anonymous.Post("/api/users", Bob)).ShouldFail(400, "username");
        await App.FireAsync("FinishAccountDeletions");
        (await Anonymous.Post("/api/users", Bob)).ShouldBe(200);
    }

    [Fact]
    public async Task Name_is_taken_until_a_look_that_began_when_the_last_token_was_dead()
    {
        var bob = await App.RegisterAsync("bob");
        await new PowerCut(App.Cosmos, 2, "before").DuringAsync(() => Anonymous.Delete("/api/users/delete", Bob));
        App.Clock.Advance(TimeSpan.FromSeconds(80));
        // The erasure that was cut short begins again before, and ends after.
        var isFirst = 1;
        App.Cosmos.Inject = request => request.Container == "forum" && Interlocked.Exchange(ref isFirst, 0) == 1
            ? LeRun.LocalHost.Cosmos.CosmosFault.Delay(() =>
            {
                App.Clock.Advance(TimeSpan.FromSeconds(20));
                return Task.CompletedTask;
            })
            : null;

        await App.FireAsync("FinishAccountDeletions");

        var account = Assert.Single(await App.StoredAsync("users"));
        Assert.True((DateTimeOffset)account["removal"]!["cutoff"]! >= App.Clock.Now.AddSeconds(-10), account.ToJsonString());
        (await Anonymous.Post("/api/users", Bob)).ShouldBe(200);
    }

    [Fact]
    public async Task Next_owner_never_sees_what_the_last_ones_phone_sends_to_another_instance()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var old = two.As(await App.RegisterAsync("bob"));
        (await old.Get("/api/users")).ShouldBe(200);
        await DeleteBobAsync();
        App.Clock.Advance(TimeSpan.FromSeconds(5));
        // Its token is known to be dead within a minute; how much of this is taken until then is not the point.
        await old.Put("/api/users/run/data", new { runData = Run.Data() });
        await old.Post("/api/users/run/record", new { runRecord = Run.Data() });
        (await Anonymous.Post("/api/users", Bob)).ShouldFail(400, "username");

        await App.CleanUpAsync();
        var next = await App.RegisterAsync("bob");

        (await next.Get("/api/users/run/data/bob")).ShouldFail(404);
        Assert.Empty((await next.Get("/api/users/run/records/bob")).ShouldBe(200).AsArray());
        (await old.Put("/api/users/run/data", new { runData = Run.Data() })).ShouldFail(401);
        (await old.Get("/api/users/run/data/bob")).ShouldFail(401);
    }

    [Fact]
    public async Task Next_owner_never_sees_what_a_slow_body_brings()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var old = two.As(await App.RegisterAsync("bob"));
        (await old.Get("/api/users")).ShouldBe(200);
        using var slow = new SlowBody($$"""{"runRecord":{{Run.Data().ToJsonString()}}}""");
        var late = old.Send(HttpMethod.Post, "/api/users/run/record", slow, SlowBody.ExpectContinue);
        await slow.Begun;
        await DeleteBobAsync();
        (await Anonymous.Post("/api/users", Bob)).ShouldFail(400, "username");
        App.Clock.Advance(TimeSpan.FromSeconds(29));
        slow.Arrive();
        await late;

        await App.CleanUpAsync();

        var next = await App.RegisterAsync("bob");
        Assert.Empty((await next.Get("/api/users/run/records/bob")).ShouldBe(200).AsArray());
    }

    [Theory]
    [InlineData("likePost")]
    [InlineData("likeComment")]
    public async Task Deleted_account_likes_nothing_any_more_on_any_instance(string like)
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var ann = await App.RegisterAsync("ann");
        var post = await ann.WritePostAsync();
        var liked = like == "likePost" ? post : await ann.WriteCommentAsync(post);
        var old = two.As(await App.RegisterAsync("bob"));
        (await old.Get("/api/users")).ShouldBe(200);
        using var slow = new SlowBody("{}");
        var late = old.Send(HttpMethod.Post, $"{Posts}/{liked}/{like}", slow, SlowBody.ExpectContinue);
        await slow.Begun;
        await DeleteBobAsync();
        App.Clock.Advance(TimeSpan.FromSeconds(5));
        slow.Arrive();

        (await late).ShouldFail(401);
        (await old.Post($"{Posts}/{liked}/{like}")).ShouldFail(401);
        Assert.All(await App.StoredAsync(), item => Assert.Equal(0, (int)item["likes"]!));
    }

    private async Task DeleteBobAsync() => (await Anonymous.Delete("/api/users/delete", Bob)).ShouldBe(200);
}
