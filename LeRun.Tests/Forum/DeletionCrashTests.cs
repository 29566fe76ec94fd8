using LeRun.Tests.Support;

namespace LeRun.Tests.Forum;

/// <summary>The process dies at every single write of a deletion: everything is there, or nothing is seen any more.</summary>
public class DeletionCrashTests
{
    [Theory, MemberData(nameof(PowerCut.Ways), MemberType = typeof(PowerCut))]
    public async Task A_posts_deletion_that_died_at_any_write_is_completed(string way)
    {
        await using var app = await TestApp.StartAsync();
        var ann = await app.RegisterAsync("ann");

        var happened = true;
        for (var write = 1; happened; write++)
        {
            var post = await ann.WritePostAsync();
            await ann.LikePostAsync(post);
            await ann.LikeCommentAsync(await ann.WriteCommentAsync(post));
            var comment = await ann.WriteCommentAsync(post);

            using (var crash = new PowerCut(app.Cosmos, write, PowerCut.Way(way)))
            {
                await ann.Delete($"{ForumDriver.Posts}/{post}");
                happened = crash.Happened;
            }

            if ((await app.Anonymous.Get($"{ForumDriver.Posts}/{post}")).Status == 200)
            {
                Assert.Equal((1, "before"), (write, way));
                Assert.Equal(2, (int)(await app.ReadPostAsync(post))["comments"]!);
                (await ann.Delete($"{ForumDriver.Posts}/{post}")).ShouldBe(200);
            }

            // Gone for everyone at once, however much of it is left.
            Assert.Empty((await app.Anonymous.Get(ForumDriver.Posts)).ShouldBe(200).AsArray());
            (await app.Anonymous.Get($"{ForumDriver.Posts}/{post}/comments")).ShouldFail(404);
            (await ann.Post($"{ForumDriver.Posts}/{post}/comments", new { content = "c" })).ShouldFail(404);
            (await ann.Post($"{ForumDriver.Posts}/{post}/likePost")).ShouldFail(404);
            (await ann.Post($"{ForumDriver.Posts}/{post}/ifLikedPost")).ShouldFail(404);
            (await ann.Post($"{ForumDriver.Posts}/{comment}/likeComment")).ShouldFail(404);
            (await ann.Delete($"/api/users/share/comments/{comment}")).ShouldFail(404);
            (await ann.Put($"{ForumDriver.Posts}/{post}", new { title = "t" })).ShouldFail(404);

            app.Clock.Advance(TimeSpan.FromMinutes(2));
            await app.FireAsync("FinishAccountDeletions");
            Assert.Empty(await app.StoredAsync());
        }
    }

    [Theory, MemberData(nameof(PowerCut.Ways), MemberType = typeof(PowerCut))]
    public async Task A_comments_deletion_that_died_at_any_write_is_completed_and_counted_once(string way)
    {
        await using var app = await TestApp.StartAsync();
        var ann = await app.RegisterAsync("ann");
        var post = await ann.WritePostAsync();
        await ann.WriteCommentAsync(post);

        var happened = true;
        for (var write = 1; happened; write++)
        {
            var comment = await ann.WriteCommentAsync(post);
            await ann.LikeCommentAsync(comment);
            using (var crash = new PowerCut(app.Cosmos, write, PowerCut.Way(way)))
            {
                await ann.Delete($"/api/users/share/comments/{comment}");
                happened = crash.Happened;
            }

            var seen = await app.ReadCommentsAsync(post);
            Assert.Equal(seen.Count, (int)(await app.ReadPostAsync(post))["comments"]!);
            if (seen.Count == 2)
            {
                Assert.Equal((1, "before"), (write, way));
                (await ann.Delete($"/api/users/share/comments/{comment}")).ShouldBe(200);
            }

            (await ann.Post($"{ForumDriver.Posts}/{comment}/likeComment")).ShouldFail(404);
            app.Clock.Advance(TimeSpan.FromMinutes(2));
            await app.FireAsync("FinishAccountDeletions");
            Assert.Equal(2, (await app.StoredAsync()).Count);
            Assert.Equal(1, (int)(await app.ReadPostAsync(post))["comments"]!);
        }
    }
}
