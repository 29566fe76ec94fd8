using LeRun.Runs;
using LeRun.Tests.Forum;
using LeRun.Tests.Support;
using LeRun.Users;
using Xunit.Abstractions;

namespace LeRun.Tests.Users;

/// <summary>The process dies at every single write of an account's deletion; whatever is left, the cleanup completes.</summary>
public class AccountDeletionCrashTests(ITestOutputHelper output) : ApiTests
{
    private static readonly Dictionary<string, int> Owned = new(StringComparer.Ordinal)
    {
        // The account's own, and what others left at its posts and comment.
        ["records"] = 1,
        ["posts"] = 2,
        ["comments"] = 1 + 1,
        ["likes"] = 2 + 2,
    };

    [Theory, MemberData(nameof(PowerCut.Ways), MemberType = typeof(PowerCut))]
    public async Task Deletion_that_died_at_any_write_is_completed(string way)
    {
        var witness = await App.RegisterAsync("witness");
        var post = await witness.WritePostAsync();
        var comment = await witness.WriteCommentAsync(post);
        var untouched = await SeenAsync(App, post);

        foreach (var cut in PowerCut.AtEachWrite(App.Cosmos, way))
        {
            var bob = await App.RegisterAsync($"bob{cut.Write}");
            await FillAsync(bob, witness, post, comment);
            await cut.DuringAsync(() => DeleteAsync(App, bob));

            output.WriteLine($"{way} write {cut.Write}: {(cut.Happened ? "died" : "completed")}");
            if ((await Anonymous.Post("/api/users/login", Credentials(bob))).Status == 200)
            {
                Assert.Equal((1, "before"), (cut.Write, way));
                (await DeleteAsync(App, bob)).ShouldBe(200);
            }

            await App.CleanUpAsync();

            await AssertGoneAsync(App, bob, exactly: !cut.Happened);
            Assert.Equal(untouched, await SeenAsync(App, post));
            (await Anonymous.Post("/api/users", Credentials(bob))).ShouldBe(200);
        }
    }

    [Theory, MemberData(nameof(PowerCut.Ways), MemberType = typeof(PowerCut))]
    public async Task Cleanup_that_dies_at_any_write_leaves_the_rest_to_the_next(string way)
    {
        var witness = await App.RegisterAsync("witness");
        var post = await witness.WritePostAsync();
        var comment = await witness.WriteCommentAsync(post);
        var untouched = await SeenAsync(App, post);

        foreach (var cut in PowerCut.AtEachWrite(App.Cosmos, way))
        {
            var bob = await App.RegisterAsync($"bob{cut.Write}");
            await FillAsync(bob, witness, post, comment);
            await new PowerCut(App.Cosmos, 2, "before").DuringAsync(() => DeleteAsync(App, bob));

            App.Clock.Advance(TimeSpan.FromMinutes(3));
            await cut.DuringAsync(() => Anonymous.Post("/admin/functions/FinishAccountDeletions", new { input = "" }));

            await App.CleanUpAsync();

            await AssertGoneAsync(App, bob, exactly: false);
            Assert.Equal(untouched, await SeenAsync(App, post));
        }
    }

    private static object Credentials(TestUser user) => new { username = user.Username, password = TestApp.Password };

    private static Task<Reply> DeleteAsync(TestApp app, TestUser user) =>
        app.Anonymous.Delete("/api/users/delete", Credentials(user));

    private static async Task FillAsync(TestUser bob, TestUser witness, string post, string comment)
    {
        (await bob.Post("/api/users/run/record", new { runRecord = Run.Data() })).ShouldBe(200);
        var own = await bob.WritePostAsync();
        await bob.WritePostAsync();
        await witness.LikePostAsync(own);
        await witness.WriteCommentAsync(own);
        await bob.LikePostAsync(post);
        await bob.LikeCommentAsync(comment);
        await witness.LikeCommentAsync(await bob.WriteCommentAsync(post));
    }

    private static async Task<string> SeenAsync(TestApp app, string post) =>
        (await app.ReadPostAsync(post)).ToJsonString() + (await app.ReadCommentsAsync(post)).ToJsonString();

    private static async Task AssertGoneAsync(TestApp app, TestUser bob, bool exactly)
    {
        (await app.Anonymous.Post("/api/users/login", Credentials(bob))).ShouldFail(404);
        // All that the forum holds is the witness's post and comment.
        Assert.Equal(2, (await app.StoredAsync()).Count);
        var runs = await app.StoredAsync(LiveRunStore.ContainerName);
        Assert.DoesNotContain(runs, item => (string?)item["userId"] == bob.Id);

        var account = Assert.Single(await app.StoredAsync(UserStore.ContainerName), item => (string)item["id"]! == bob.Username);
        Assert.Equal("removed", (string)account["type"]!);
        foreach (var (kind, count) in account["removal"]!["removed"]!.AsObject())
            Assert.InRange((int)count!, exactly ? Owned[kind] : 0, Owned[kind]);
        if (exactly)
            Assert.Equal(Owned.Count, account["removal"]!["removed"]!.AsObject().Count);
    }
}
