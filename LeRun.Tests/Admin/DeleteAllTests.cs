using LeRun.Forum;
using LeRun.LocalHost.Cosmos;
using LeRun.Rooms;
using LeRun.Runs;
using LeRun.Tests.Forum;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Admin;

public class DeleteAllTests
{
    private const string DeleteAll = "/api/posts/deleteAll";

    [Fact]
    public async Task Delete_all_is_for_administrators_where_the_settings_allow_it()
    {
        await using var off = await TestApp.StartAsync(settings: [("Auth:Admins", "root")]);
        var root = await off.RegisterAsync("root");
        await root.WritePostAsync();
        (await root.Delete(DeleteAll)).ShouldFail(403);
        Assert.Single(await off.StoredAsync());

        await using var on = await StartAsync();
        var ann = await on.RegisterAsync("ann");
        await ann.WritePostAsync();
        (await ann.Delete(DeleteAll)).ShouldFail(403);
        (await on.Anonymous.Delete(DeleteAll)).ShouldFail(401);
        (await (await on.RegisterAsync("root")).Delete($"{DeleteAll}?scope=everything")).ShouldFail(400, "scope");
        Assert.Single(await on.StoredAsync());
    }

    [Fact]
    public async Task Scope_posts_deletes_them_with_their_comments_and_likes_and_no_users()
    {
        await using var app = await StartAsync();
        var root = await FillAsync(app);

        var answer = (await root.Delete(DeleteAll)).ShouldBe(200);

        Assert.NotEmpty((string)answer["message"]!);
        Assert.True((bool)answer["finished"]!);
        Assert.Equal("""{"posts":3,"comments":2,"likes":3,"users":0,"records":0,"rooms":0}""", answer["deleted"]!.ToJsonString());
        Assert.Empty(await app.StoredAsync());
        Assert.Equal(3, (await root.Get("/api/users")).ShouldBe(200).AsArray().Count);
        Assert.Equal(
            """{"posts":0,"comments":0,"likes":0,"users":0,"records":0,"rooms":0}""",
            (await root.Delete(DeleteAll)).ShouldBe(200)["deleted"]!.ToJsonString());
    }

    [Fact]
    public async Task Scope_users_deletes_them_with_what_they_own_and_no_administrators()
    {
        await using var app = await StartAsync();
        var root = await FillAsync(app);

        var answer = (await root.Delete($"{DeleteAll}?scope=users")).ShouldBe(200);

        Assert.Equal("""{"posts":2,"comments":2,"likes":3,"users":2,"records":1,"rooms":0}""", answer["deleted"]!.ToJsonString());
        Assert.Equal("root", (string)Assert.Single((await root.Get("/api/users")).ShouldBe(200).AsArray())!["username"]!);
        var left = Assert.Single((await root.Get(ForumDriver.Posts)).ShouldBe(200).AsArray())!;
        Assert.Equal((0, 0), ((int)left["likes"]!, (int)left["comments"]!));
        Assert.Single(await app.StoredAsync());
        Assert.Empty(await app.StoredAsync(LiveRunStore.ContainerName));
    }

    [Fact]
    public async Task Scope_all_is_posts_users_and_rooms()
    {
        await using var app = await StartAsync();
        var root = await FillAsync(app);

        var answer = (await root.Delete($"{DeleteAll}?scope=all")).ShouldBe(200);

        Assert.Equal("""{"posts":3,"comments":2,"likes":3,"users":2,"records":1,"rooms":0}""", answer["deleted"]!.ToJsonString());
        Assert.Empty(await app.StoredAsync());
        Assert.Empty(await app.StoredAsync(RoomStore.ContainerName));
        (await root.Get("/api/users/root")).ShouldBe(200);
    }

    [Theory, MemberData(nameof(PowerCut.Ways), MemberType = typeof(PowerCut))]
    public async Task Delete_all_that_died_at_any_write_goes_on_when_asked_again(string way)
    {
        await using var app = await StartAsync();
        TestUser? root = null;
        foreach (var cut in PowerCut.AtEachWrite(app.Cosmos, way))
        {
            root = await FillAsync(app, root, $"{cut.Write}");
            await cut.DuringAsync(() => root.Delete($"{DeleteAll}?scope=all"));

            (await root.Delete($"{DeleteAll}?scope=all")).ShouldBe(200);
            await app.CleanUpAsync();

            Assert.Empty(await app.StoredAsync());
            Assert.Empty(await app.StoredAsync(LiveRunStore.ContainerName));
            Assert.Single((await root.Get("/api/users")).ShouldBe(200).AsArray());
        }
    }

    [Fact]
    public async Task Delete_all_takes_a_bounded_step_at_a_time()
    {
        await using var app = await StartAsync();
        var root = await app.RegisterAsync("root");
        await Parallel.ForAsync(0, 250, async (_, _) => await root.WritePostAsync());

        var requests = await app.CosmosRequestsAsync(async () =>
            Assert.Equal(250, (int)(await root.Delete(DeleteAll)).ShouldBe(200)["deleted"]!["posts"]!));

        Assert.Equal(250, requests.Count(request => request.Operation == CosmosOperation.Delete));
        Assert.Equal(4, requests.Count(
            request => request.Operation == CosmosOperation.Query && request.Container == PostStore.ContainerName));
        Assert.Empty(await app.StoredAsync());
    }

    [Fact]
    public async Task Delete_all_says_when_time_is_up_and_goes_on_when_asked_again()
    {
        var clock = new TestClock();
        var deadline = new Deadline(clock);
        await using var app = await TestApp.StartAsync(
            clock: clock,
            configure: services => services.AddSingleton<TimeProvider>(deadline),
            settings: [("Auth:Admins", "root"), ("Admin:AllowDeleteAll", "true")]);
        var root = await app.RegisterAsync("root");
        await Parallel.ForAsync(0, 250, async (_, _) => await root.WritePostAsync());

        var deletes = 0;
        app.Cosmos.Inject = request =>
            request.Operation == CosmosOperation.Delete && Interlocked.Increment(ref deletes) == 120
                ? CosmosFault.Delay(deadline.PassAsync)
                : null;
        var first = (await root.Delete(DeleteAll)).ShouldBe(200);
        app.Cosmos.Inject = null;
        var second = (await root.Delete(DeleteAll)).ShouldBe(200);

        Assert.False((bool)first["finished"]!);
        Assert.True((bool)second["finished"]!);
        Assert.NotEqual((string)first["message"]!, (string)second["message"]!);
        // What was under way when time was up may be gone without being counted.
        Assert.InRange((int)first["deleted"]!["posts"]! + (int)second["deleted"]!["posts"]!, 250 - 8, 250);
        Assert.Empty(await app.StoredAsync());
    }

    /// <summary>The test's clock, with the deadline of a deletion in the test's hands.</summary>
    private sealed class Deadline(TestClock clock) : TimeProvider
    {
        private Action? _pass;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == TimeSpan.FromSeconds(180))
                _pass = () => callback(state);
            return base.CreateTimer(callback, state, dueTime, period);
        }

        public Task PassAsync()
        {
            _pass!();
            return Task.CompletedTask;
        }
    }

    internal static Task<TestApp> StartAsync() =>
        TestApp.StartAsync(settings: [("Auth:Admins", "root"), ("Admin:AllowDeleteAll", "true")]);

    // 3 posts, 2 comments, 3 likes, 1 record; ann, bob and root.
    private static async Task<TestUser> FillAsync(TestApp app, TestUser? root = null, string suffix = "")
    {
        root ??= await app.RegisterAsync("root");
        var (ann, bob) = (await app.RegisterAsync($"ann{suffix}"), await app.RegisterAsync($"bob{suffix}"));
        var post = await root.WritePostAsync();
        await ann.LikePostAsync(post);
        var comment = await bob.WriteCommentAsync(post);
        await root.LikeCommentAsync(comment);
        var other = await ann.WritePostAsync();
        await bob.WritePostAsync();
        await root.WriteCommentAsync(other);
        await bob.LikePostAsync(other);
        (await ann.Post("/api/users/run/record", new { runRecord = Run.Data() })).ShouldBe(200);
        return root;
    }
}
