using LeRun.Tests.Support;

namespace LeRun.Tests.Forum;

/// <summary>The process dies at every single write of a deletion: everything is there, or nothing is seen any more.</summary>
public class ForumDeletionCrashTests : ApiTests
{
    [Theory, MemberData(nameof(PowerCut.Ways), MemberType = typeof(PowerCut))]
    public async Task Deletion_of_a_post_that_died_at_any_write_is_completed(string way)
    {
        var ann = await App.RegisterAsync("ann");

        foreach (var cut in PowerCut.AtEachWrite(App.Cosmos, way))
        {
            var post = await ann.WritePostAsync();
            await ann.LikePostAsync(post);
            await ann.LikeCommentAsync(await ann.WriteCommentAsync(post));
            var comment = await ann.WriteCommentAsync(post);

            await cut.DuringAsync(() => ann.Delete($"{ForumDriver.Posts}/{post}"));

            if ((await Anonymous.Get($"{ForumDriver.Posts}/{post}")).Status == 200)
            {
                Assert.Equal((1, "before"), (cut.Write, way));
                Assert.Equal(2, (int)(await App.ReadPostAsync(post))["comments"]!);
                (await ann.Delete($"{ForumDriver.Posts}/{post}")).ShouldBe(200);
            }

            // Gone for everyone at once, however much of it is left.
            Assert.Empty((await Anonymous.Get(ForumDriver.Posts)).ShouldBe(200).AsArray());
            (await Anonymous.Get($"{ForumDriver.Posts}/{post}/comments")).ShouldFail(404);
            (await ann.Post($"{ForumDriver.Posts}/{post}/comments", new { content = "c" })).ShouldFail(404);
            (await ann.Post($"{ForumDriver.Posts}/{post}/likePost")).ShouldFail(404);
            (await ann.Post($"{ForumDriver.Posts}/{post}/ifLikedPost")).ShouldFail(404);
            (await ann.Post($"{ForumDriver.Posts}/{comment}/likeComment")).ShouldFail(404);
            (await ann.Delete($"/api/users/share/comments/{comment}")).ShouldFail(404);
            (await ann.Put($"{ForumDriver.Posts}/{post}", new { title = "t" })).ShouldFail(404);

            await App.CleanUpAsync();
            Assert.Empty(await App.StoredAsync());
        }
    }

    [Theory, MemberData(nameof(PowerCut.Ways), MemberType = typeof(PowerCut))]
    public async Task Deletion_of_a_comment_that_died_at_any_write_is_completed_and_counted_once(string way)
    {
        var ann = await App.RegisterAsync("ann");
        var post = await ann.WritePostAsync();
        await ann.WriteCommentAsync(post);

        foreach (var cut in PowerCut.AtEachWrite(App.Cosmos, way))
        {
            var comment = await ann.WriteCommentAsync(post);
            await ann.LikeCommentAsync(comment);
            await cut.DuringAsync(() => ann.Delete($"/api/users/share/comments/{comment}"));

            var seen = await App.ReadCommentsAsync(post);
            Assert.Equal(seen.Count, (int)(await App.ReadPostAsync(post))["comments"]!);
            if (seen.Count == 2)
            {
                Assert.Equal((1, "before"), (cut.Write, way));
                (await ann.Delete($"/api/users/share/comments/{comment}")).ShouldBe(200);
            }

            (await ann.Post($"{ForumDriver.Posts}/{comment}/likeComment")).ShouldFail(404);
            await App.CleanUpAsync();
            Assert.Equal(2, (await App.StoredAsync()).Count);
            Assert.Equal(1, (int)(await App.ReadPostAsync(post))["comments"]!);
        }
    }
}
