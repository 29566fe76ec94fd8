using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;

namespace LeRun.Tests.Forum;

public class LikeTests : ApiTests
{
    private const string Posts = ForumDriver.Posts;

    [Fact]
    public async Task Like_and_its_end_count_once_however_often_they_come()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var post = await ann.WritePostAsync();
        var comment = await ann.WriteCommentAsync(post);
        await ann.LikePostAsync(post);
        await ann.LikeCommentAsync(comment);

        foreach (var (id, what) in new[] { (post, "Post"), (comment, "Comment") })
        {
            (string, bool, int)[] changes =
                [("unlike", false, 1), ("like", true, 2), ("like", true, 2), ("unlike", false, 1), ("unlike", false, 1)];
            foreach (var (verb, liked, likes) in changes)
            {
                var answer = (await bob.Post($"{Posts}/{id}/{verb}{what}")).ShouldBe(200);
                Assert.Equal(liked, (bool)answer["liked"]!);
                Assert.Equal(likes, (int)answer["likes"]!);
                Assert.NotEmpty((string)answer["message"]!);
            }
        }

        Assert.Equal(1, (int)(await App.ReadPostAsync(post))["likes"]!);
        Assert.Equal(1, (int)(await App.ReadCommentsAsync(post))[0]!["likes"]!);
    }

    [Fact]
    public async Task Like_state_is_the_callers_own()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var post = await ann.WritePostAsync();
        await bob.LikePostAsync(post);

        var his = (await bob.Post($"{Posts}/{post}/ifLikedPost", new { username = "bob" })).ShouldBe(200);
        Assert.Equal("""{"liked":true,"likes":1}""", his.ToJsonString());
        var state = (await ann.Post($"{Posts}/{post}/ifLikedPost")).ShouldBe(200);
        Assert.Equal("""{"liked":false,"likes":1}""", state.ToJsonString());
        (await ann.Post($"{Posts}/{post}/ifLikedPost", new { username = "bob" })).ShouldFail(403);
        (await ann.Post($"{Posts}/{post}/likePost", new { username = "bob" })).ShouldFail(403);
        (await Anonymous.Post($"{Posts}/{post}/likePost")).ShouldFail(401);
    }

    [Fact]
    public async Task Counts_are_exact_when_everyone_likes_at_once()
    {
        var ann = await App.RegisterAsync("ann");
        var post = await ann.WritePostAsync();
        var comment = await ann.WriteCommentAsync(post);
        var fans = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => App.RegisterAsync($"fan{number}")));

        await Task.WhenAll(fans.SelectMany(
            fan => new Task[] { fan.LikePostAsync(post), fan.LikePostAsync(post), fan.LikeCommentAsync(comment) }));
        await Task.WhenAll(fans.Take(5).SelectMany(
            fan => Enumerable.Range(0, 3).Select(_ => fan.Post($"{Posts}/{post}/unlikePost"))));

        Assert.Equal(7, (int)(await App.ReadPostAsync(post))["likes"]!);
        Assert.Equal(12, (int)(await App.ReadCommentsAsync(post))[0]!["likes"]!);
        Assert.Equal(19, (await App.StoredAsync()).Count(item => (string)item["type"]! == "like"));
    }

    [Fact]
    public async Task Counts_are_exact_when_the_connection_breaks_after_or_before_a_write()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var post = await ann.WritePostAsync();

        CosmosFault[] faults =
            [CosmosFault.DropAfterCommit, CosmosFault.Unreachable, CosmosFault.ServiceUnavailable, CosmosFault.RequestTimeout];
        foreach (var fault in faults)
        {
            await UntilItSucceeds(fault, () => bob.Post($"{Posts}/{post}/likePost"));
            Assert.Equal(1, (int)(await App.ReadPostAsync(post))["likes"]!);
            await UntilItSucceeds(fault, () => bob.Post($"{Posts}/{post}/unlikePost"));
            Assert.Equal(0, (int)(await App.ReadPostAsync(post))["likes"]!);
            var before = (await App.ReadCommentsAsync(post)).Count;
            var reply = await Once(fault, () => bob.Post($"{Posts}/{post}/comments", new { content = "c" }));
            var after = (await App.ReadCommentsAsync(post)).Count;
            Assert.Equal(after, (int)(await App.ReadPostAsync(post))["comments"]!);
            Assert.InRange(after, reply.Status == 200 ? before + 1 : before, before + 1);
        }

        async Task UntilItSucceeds(CosmosFault fault, Func<Task<Reply>> act)
        {
            var reply = await Once(fault, act);
            if (reply.Status != 200)
            {
                Assert.NotNull(reply.ShouldHave(503).Headers["Retry-After"]);
                (await act()).ShouldBe(200);
            }
        }

        async Task<Reply> Once(CosmosFault fault, Func<Task<Reply>> act)
        {
            var left = 1;
            App.Cosmos.Inject = request =>
                request.Operation == CosmosOperation.Batch && Interlocked.Decrement(ref left) == 0 ? fault : null;
            try
            {
                return await act();
            }
            finally
            {
                App.Cosmos.Inject = null;
            }
        }
    }
}
