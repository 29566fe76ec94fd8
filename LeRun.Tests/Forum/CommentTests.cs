using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;

namespace LeRun.Tests.Forum;

public class CommentTests : ApiTests
{
    private const string Posts = ForumDriver.Posts;

    [Fact]
    public async Task Comments_are_returned_oldest_first_and_counted_at_their_post()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("Bob"));
        var post = await ann.WritePostAsync();

        var first = (await bob.Post($"{Posts}/{post}/comments", new { content = "comment1", username = "bob" })).ShouldBe(200);
        var second = await ann.WriteCommentAsync(post);

        Assert.StartsWith($"{post}-", (string)first["_id"]!, StringComparison.Ordinal);
        Assert.Equal(post, (string)first["postId"]!);
        Assert.Equal("comment1", (string)first["content"]!);
        Assert.Equal("Bob", (string)first["username"]!);
        Assert.Equal("Bob", (string)first["nickname"]!);
        Assert.Null(first["profilePic"]);
        Assert.Equal(0, (int)first["likes"]!);
        Assert.Equal("2024-11-22T14:51:31.000Z", (string)first["createdAt"]!);
        Assert.Equal("2024-11-22T14:51:31.000Z", (string)first["updatedAt"]!);
        Assert.Equal(0, (int)first["__v"]!);
        var comments = await App.ReadCommentsAsync(post);
        Assert.Equal([(string)first["_id"]!, second], comments.Select(comment => (string)comment!["_id"]!));
        Assert.Equal(first.ToJsonString(), comments[0]!.ToJsonString());
        Assert.Equal(2, (int)(await App.ReadPostAsync(post))["comments"]!);
    }

    [Fact]
    public async Task Text_outside_the_limits_is_refused_and_not_counted()
    {
        var ann = await App.RegisterAsync("ann");
        var post = await ann.WritePostAsync();

        foreach (var content in new[] { null, "", " \n", "a\u0001b", new string('a', 2_001) })
            (await ann.Post($"{Posts}/{post}/comments", new { content })).ShouldFail(400, "content");
        (await ann.Post($"{Posts}/{post}/comments", new { content = "c", username = "bob" })).ShouldFail(403);
        (await Anonymous.Post($"{Posts}/{post}/comments", new { content = "c" })).ShouldFail(401);

        Assert.Empty(await App.ReadCommentsAsync(post));
        Assert.Equal(0, (int)(await App.ReadPostAsync(post))["comments"]!);
        await ann.WriteCommentAsync(post, new string('跑', 2_000));
    }

    [Fact]
    public async Task Comment_is_deleted_by_its_author_its_posts_author_moderators_and_administrators()
    {
        await using var app = await TestApp.StartAsync(settings: [("Auth:Admins", "root"), ("Auth:Moderators", "mod")]);
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var (eve, root) = (await app.RegisterAsync("eve"), await app.RegisterAsync("root"));
        var post = await ann.WritePostAsync();

        foreach (var who in new[] { bob, ann, await app.RegisterAsync("mod"), root })
        {
            var comment = await bob.WriteCommentAsync(post);
            await eve.LikeCommentAsync(comment);
            (await eve.Delete($"/api/users/share/comments/{comment}")).ShouldFail(403);
            (await app.Anonymous.Delete($"/api/users/share/comments/{comment}")).ShouldFail(401);

            var deleted = (await who.Delete($"/api/users/share/comments/{comment}")).ShouldBe(200);

            Assert.Equal(comment, (string)deleted["_id"]!);
            Assert.Equal(1, (int)deleted["likes"]!);
            (await who.Delete($"/api/users/share/comments/{comment}")).ShouldFail(404);
            (await eve.Post($"{Posts}/{comment}/likeComment")).ShouldFail(404);
        }

        Assert.Equal(0, (int)(await app.ReadPostAsync(post))["comments"]!);
        Assert.Single(await app.StoredAsync());
    }

    [Fact]
    public async Task Comments_written_at_once_are_all_there_and_counted()
    {
        var ann = await App.RegisterAsync("ann");
        var post = await ann.WritePostAsync();

        var ids = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => ann.WriteCommentAsync(post)));

        Assert.Equal(30, (int)(await App.ReadPostAsync(post))["comments"]!);
        var comments = await App.ReadCommentsAsync(post);
        Assert.Equal(ids.Order(StringComparer.Ordinal), comments.Select(comment => (string)comment!["_id"]!));
    }

    [Fact]
    public async Task Author_shows_as_they_are_now_or_by_the_last_username_once_gone()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("Bob"));
        var post = await ann.WritePostAsync();
        await bob.WriteCommentAsync(post);

        (await bob.Put("/api/users/update/nickname", new { nickname = "Bobby" })).ShouldBe(200);
        Assert.Equal("Bobby", (string)(await App.ReadCommentsAsync(post))[0]!["nickname"]!);

        // Storage breaks right after the account is closed: what it owned is still there for a while.
        App.Cosmos.Inject = request => request.Container == "forum" ? CosmosFault.Unreachable : null;
        (await Anonymous.Delete("/api/users/delete", new { username = "bob", password = TestApp.Password })).ShouldBe(200);
        App.Cosmos.Inject = null;
        var orphan = Assert.Single(await App.ReadCommentsAsync(post))!;
        Assert.Equal("Bob", (string)orphan["username"]!);
        Assert.Equal("Bob", (string)orphan["nickname"]!);
        Assert.Null(orphan["profilePic"]);
    }
}
