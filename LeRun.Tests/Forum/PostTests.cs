using LeRun.Tests.Support;

namespace LeRun.Tests.Forum;

public class PostTests : ApiTests
{
    private const string Posts = ForumDriver.Posts;

    [Fact]
    public async Task Post_is_returned_as_written_with_its_author_and_no_likes_or_comments()
    {
        var ann = await App.RegisterAsync("Ann");

        var reply = await ann.Post(Posts, new { title = "b", content = "c\n\td", username = "aNN" });

        var post = reply.ShouldBe(200);
        Assert.Matches("^[0-9a-f]{32}$", (string)post["_id"]!);
        Assert.Equal("b", (string)post["title"]!);
        Assert.Equal("c\n\td", (string)post["content"]!);
        Assert.Equal("Ann", (string)post["username"]!);
        Assert.Equal("Ann", (string)post["nickname"]!);
        Assert.True(post.AsObject().ContainsKey("profilePic"));
        Assert.Null(post["profilePic"]);
        Assert.Equal(0, (int)post["likes"]!);
        Assert.Equal(0, (int)post["comments"]!);
        Assert.Equal("2024-11-22T14:51:31.000Z", (string)post["createdAt"]!);
        Assert.Equal("2024-11-22T14:51:31.000Z", (string)post["updatedAt"]!);
        Assert.Equal(0, (int)post["__v"]!);
        Assert.NotNull(reply.ETag);
        Assert.Equal(reply.Text, (await Anonymous.Get($"{Posts}/{post["_id"]}")).Text);
        Assert.Equal(reply.ETag, (await Anonymous.Get($"{Posts}/{post["_id"]}/")).ETag);
    }

    [Theory]
    [InlineData("<script>alert('&')</script>")]
    [InlineData("跑步 🏃🏽‍♀️ \"quoted\" \\ back")]
    [InlineData("  kept blanks  ")]
    [InlineData("two\nlines")]
    public async Task Text_is_kept_as_sent(string text)
    {
        var ann = await App.RegisterAsync("ann");

        var id = (string)(await ann.Post(Posts, new { title = text, content = text })).ShouldBe(200)["_id"]!;

        var post = await App.ReadPostAsync(id);
        Assert.Equal(text, (string)post["title"]!);
        Assert.Equal(text, (string)post["content"]!);
    }

    [Fact]
    public async Task Text_outside_the_limits_is_refused_field_by_field()
    {
        var ann = await App.RegisterAsync("ann");

        foreach (var title in new[] { null, "", " \t\n", "a\u0000b", "a\rb", "a\u001bb", "a\u0085b", new string('a', 101) })
            (await ann.Post(Posts, new { title, content = "c" })).ShouldFail(400, "title");
        foreach (var content in new[] { null, "", "   ", "a\u0007", "\u200b\n\u3164", "a\u202eb", "\u2067a" })
            (await ann.Post(Posts, new { title = "t", content })).ShouldFail(400, "content");
        (await ann.Post(Posts, new { title = "t", content = new string('a', 10_001) })).ShouldFail(400, "content");
        (await ann.Post(Posts, """{"title": 5, "content": "c"}""")).ShouldFail(400, "title");
        var both = (await ann.Post(Posts, new { })).ShouldFail(400, "title");
        Assert.NotNull(both["errors"]!["content"]);

        // A character is a character, however many bytes or surrogates it takes.
        var (longestTitle, longestContent) = (string.Concat(Enumerable.Repeat("🏃", 100)), new string('跑', 10_000));
        (await ann.Post(Posts, new { title = longestTitle, content = longestContent })).ShouldBe(200);
    }

    [Theory]
    [InlineData("one\r\ntwo\r\n", "one\ntwo\n")]
    [InlineData("👩‍👧‍👦", "👩‍👧‍👦")]
    [InlineData("می‌خواهم", "می‌خواهم")]
    public async Task Lines_end_with_a_line_feed_and_what_joins_emoji_stays(string sent, string stored)
    {
        var ann = await App.RegisterAsync("ann");
        var post = (await ann.Post(Posts, new { title = "t", content = sent })).ShouldBe(200);
        var changed = (await ann.Put($"{Posts}/{post["_id"]}", new { title = sent })).ShouldBe(200);
        var comment = (await ann.Post($"{Posts}/{post["_id"]}/comments", new { content = sent })).ShouldBe(200);

        Assert.Equal(stored, (string)post["content"]!);
        Assert.Equal(stored, (string)changed["title"]!);
        Assert.Equal(stored, (string)comment["content"]!);
    }

    [Fact]
    public async Task Post_is_written_with_a_token_and_for_oneself_alone()
    {
        var ann = await App.RegisterAsync("ann");
        await App.RegisterAsync("bob");

        var refused = (await Anonymous.Post(Posts, new { title = "t", content = "c" })).ShouldHave(401);
        Assert.Equal("Bearer", refused.Headers["WWW-Authenticate"]);
        (await ann.Post(Posts, new { title = "t", content = "c", username = "bob" })).ShouldFail(403);
        Assert.Empty((await Anonymous.Get(Posts)).ShouldBe(200).AsArray());
    }

    [Fact]
    public async Task Post_is_changed_by_its_author_alone_and_only_in_what_is_given()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var id = await ann.WritePostAsync();
        await bob.LikePostAsync(id);
        App.Clock.Advance(TimeSpan.FromSeconds(1));

        (await bob.Put($"{Posts}/{id}", new { title = "mine" })).ShouldFail(403);
        (await ann.Put($"{Posts}/{id}", new { title = "" })).ShouldFail(400, "title");
        var changed = (await ann.Put($"{Posts}/{id}", new { title = "New", username = "ann" })).ShouldBe(200);

        Assert.Equal("New", (string)changed["title"]!);
        Assert.Equal("Ten kilometres along the river.", (string)changed["content"]!);
        Assert.Equal("2024-11-22T14:51:32.000Z", (string)changed["updatedAt"]!);
        Assert.Equal(1, (int)changed["__v"]!);
        Assert.Equal(1, (int)changed["likes"]!);
        Assert.Equal(changed.ToJsonString(), (await App.ReadPostAsync(id)).ToJsonString());
        // Nothing to change changes nothing.
        Assert.Equal(changed.ToJsonString(), (await ann.Put($"{Posts}/{id}", new { })).ShouldBe(200).ToJsonString());
    }

    [Fact]
    public async Task Post_is_changed_and_deleted_only_in_the_version_that_the_writer_read()
    {
        var ann = await App.RegisterAsync("ann");
        var id = await ann.WritePostAsync();
        var first = (await ann.Get($"{Posts}/{id}")).ETag!;

        var second = (await ann.Put($"{Posts}/{id}", new { title = "2" }, ("If-Match", first))).ShouldHave(200).ETag!;
        (await ann.Put($"{Posts}/{id}", new { title = "3" }, ("If-Match", first))).ShouldFail(412);
        (await ann.Put($"{Posts}/{id}", new { title = "3" }, ("If-Match", "\"other\""))).ShouldFail(412);
        (await ann.Put($"{Posts}/{id}", new { title = "3" }, ("If-Match", $"{first}, {second}"))).ShouldBe(200);
        (await ann.Put($"{Posts}/{id}", new { title = "4" }, ("If-Match", "*"))).ShouldBe(200);

        (await ann.Delete($"{Posts}/{id}", null, ("If-Match", second))).ShouldFail(412);
        var last = (await ann.Get($"{Posts}/{id}")).ETag!;
        (await ann.Get($"{Posts}/{id}", ("If-None-Match", last))).ShouldHave(304);
        (await ann.Delete($"{Posts}/{id}", null, ("If-Match", last))).ShouldBe(200);
        (await ann.Delete($"{Posts}/{id}", null, ("If-Match", last))).ShouldFail(404);
    }

    [Fact]
    public async Task Post_is_deleted_by_its_author_moderators_and_administrators_alone()
    {
        await using var app = await TestApp.StartAsync(settings: [("Auth:Admins", "root"), ("Auth:Moderators", "mod")]);
        var (ann, bob, root) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"), await app.RegisterAsync("root"));
        var (one, two) = (await ann.WritePostAsync(), await ann.WritePostAsync());
        var three = await ann.WritePostAsync();
        await bob.LikePostAsync(one);
        await bob.LikeCommentAsync(await bob.WriteCommentAsync(one));

        (await bob.Delete($"{Posts}/{one}")).ShouldFail(403);
        (await app.Anonymous.Delete($"{Posts}/{one}")).ShouldFail(401);
        var deleted = (await ann.Delete($"{Posts}/{one}")).ShouldBe(200);
        (await root.Delete($"{Posts}/{two}")).ShouldBe(200);
        (await (await app.RegisterAsync("mod")).Delete($"{Posts}/{three}")).ShouldBe(200);

        Assert.Equal(one, (string)deleted["_id"]!);
        Assert.Equal(1, (int)deleted["likes"]!);
        Assert.Equal(1, (int)deleted["comments"]!);
        Assert.Empty(await app.StoredAsync());
    }

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("nothing")]
    [InlineData("posts")]
    [InlineData("%2F")]
    [InlineData("0000000000000000000000000000000A")]
    public async Task Post_that_does_not_exist_is_not_found(string id)
    {
        var ann = await App.RegisterAsync("ann");

        (await Anonymous.Get($"{Posts}/{id}")).ShouldFail(404);
        (await ann.Put($"{Posts}/{id}", new { title = "t" })).ShouldFail(404);
        (await ann.Delete($"{Posts}/{id}")).ShouldFail(404);
        (await Anonymous.Get($"{Posts}/{id}/comments")).ShouldFail(404);
        (await ann.Post($"{Posts}/{id}/comments", new { content = "c" })).ShouldFail(404);
        foreach (var verb in new[] { "likePost", "unlikePost", "ifLikedPost", "likeComment", "unlikeComment" })
            (await ann.Post($"{Posts}/{id}/{verb}")).ShouldFail(404);
        (await ann.Delete($"/api/users/share/comments/{id}")).ShouldFail(404);
    }

    [Fact]
    public async Task Posts_of_a_user_are_theirs_alone()
    {
        var (ann, bob) = (await App.RegisterAsync("Ann"), await App.RegisterAsync("bob"));
        var first = await ann.WritePostAsync();
        await bob.WritePostAsync();
        var second = await ann.WritePostAsync();

        var posts = (await Anonymous.Get("/api/users/share/aNN/posts")).ShouldBe(200).AsArray();

        Assert.Equal([second, first], posts.Select(post => (string)post!["_id"]!));
        (await Anonymous.Get("/api/users/share/nobody/posts")).ShouldFail(404);
    }
}
