using LeRun.Tests.Support;

namespace LeRun.Tests.Forum;

public class AuthorTests : ApiTests
{
    private const string Posts = ForumDriver.Posts;

    [Fact]
    public async Task Author_shows_as_they_are_now()
    {
        var ann = await App.RegisterAsync("Ann");
        var id = await ann.WritePostAsync();
        var before = (await Anonymous.Get($"{Posts}/{id}")).ETag!;

        (await ann.Put("/api/users/update/nickname", new { nickname = "Swift" })).ShouldBe(200);

        var now = (await Anonymous.Get($"{Posts}/{id}", ("If-None-Match", before))).ShouldBe(200);
        Assert.Equal("Swift", (string)now["nickname"]!);
        Assert.Equal("Ann", (string)now["username"]!);
        foreach (var list in new[] { Posts, "/api/users/share/ann/posts" })
            Assert.Equal("Swift", (string)(await Anonymous.Get(list)).ShouldBe(200)[0]!["nickname"]!);
    }

    [Fact]
    public async Task Nickname_changed_on_another_instance_shows_in_lists_at_once_and_on_a_post_within_five_seconds()
    {
        await using var two = await App.StartAnotherInstanceAsync();
        var ann = await App.RegisterAsync("ann");
        var id = await ann.WritePostAsync();
        App.Cosmos.CatchUp();
        await two.ReadPostAsync(id);

        (await ann.Put("/api/users/update/nickname", new { nickname = "Swift" })).ShouldBe(200);

        App.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("Swift", (string)(await two.ReadPostAsync(id))["nickname"]!);
        (await ann.Put("/api/users/update/nickname", new { nickname = "Swifter" })).ShouldBe(200);
        // At once means: no cache is asked. A replica's lag is not ours to shorten.
        App.Cosmos.CatchUp();
        Assert.Equal("Swifter", (string)(await App.ReadPostAsync(id))["nickname"]!);
        Assert.Equal("Swifter", (string)(await two.Anonymous.Get(Posts)).ShouldBe(200)[0]!["nickname"]!);
        Assert.Equal("Swifter", (string)(await two.ReadPostAsync(id))["nickname"]!);
    }
}
