using LeRun.Tests.Forum;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;
using static LeRun.Tests.Forum.ForumDriver;

namespace LeRun.Tests.Safety;

/// <summary>Who blocks whom, and what of the other's neither sees then.</summary>
public class BlockTests : ApiTests
{
    [Fact]
    public async Task Block_is_set_listed_and_ended_and_repeats_change_nothing()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("Bob"));
        await App.RegisterAsync("eve");

        foreach (var spelling in new[] { "bob", "BOB", "eve" })
            Assert.True((bool)(await ann.BlockAsync(spelling))["blocked"]!);
        var listed = (await ann.Get("/api/users/me/blocks?limit=1")).ShouldHave(200);
        var rest = (await ann.Get(listed.Next!)).ShouldHave(200);

        Assert.Equal("eve", (string)listed.Json[0]!["username"]!);
        Assert.Equal("Bob", (string)Assert.Single(rest.Json.AsArray())!["username"]!);
        Assert.Null(rest.Next);
        Assert.Empty((await bob.Get("/api/users/me/blocks")).ShouldBe(200).AsArray());
        for (var times = 0; times < 2; times++)
            Assert.False((bool)(await ann.Delete("/api/users/me/blocks/bob")).ShouldBe(200)["blocked"]!);
        Assert.Single((await ann.Get("/api/users/me/blocks")).ShouldBe(200).AsArray());
        (await ann.Put("/api/users/me/blocks/ann")).ShouldFail(400, "username");
        (await ann.Put("/api/users/me/blocks/nobody")).ShouldFail(404);
        (await Anonymous.Put("/api/users/me/blocks/bob")).ShouldFail(401);
        (await ann.Get("/api/users/me/blocks?cursor=x")).ShouldFail(400, "cursor");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Neither_finds_what_the_other_shows_whoever_blocks(bool readerBlocks)
    {
        var (ann, bob, eve) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"), await App.RegisterAsync("eve"));
        var post = await ann.WritePostAsync("by ann");
        var other = await eve.WritePostAsync("by eve");
        var comment = await ann.WriteCommentAsync(other, "by ann");
        await eve.WriteCommentAsync(other, "by eve");
        var room = await ann.OpenAsync();
        (await bob.Get($"{Posts}/{post}")).ShouldBe(200);

        await (readerBlocks ? bob.BlockAsync("ann") : ann.BlockAsync("bob"));

        foreach (var (method, path, expected) in Reads(post, other, comment, room))
        {
            var body = method == "POST" ? new { content = "c", runID = room } : null;
            var reply = await bob.Send(new HttpMethod(method), path, body);
            Assert.True(reply.Status == expected, $"{method} {path}: {reply.Status}");
            if (expected == 200)
                Assert.DoesNotContain("\"ann\"", reply.Text, StringComparison.Ordinal);
        }

        // Others see everything, and each sees their own.
        Assert.Equal(2, (await eve.Get(Posts)).ShouldBe(200).AsArray().Count);
        Assert.Equal(2, (await Anonymous.Get(Posts)).ShouldBe(200).AsArray().Count);
        (await ann.Get($"{Posts}/{post}")).ShouldBe(200);
        Assert.Equal(2, (await ann.Get($"{Posts}/{other}/comments/")).ShouldBe(200).AsArray().Count);
        (await ann.Get("/api/users/bob")).ShouldFail(404);
        await (readerBlocks ? bob : ann).Delete($"/api/users/me/blocks/{(readerBlocks ? "ann" : "bob")}");
        (await bob.Get($"{Posts}/{post}")).ShouldBe(200);
    }

    private static (string Method, string Path, int Expected)[] Reads(string post, string other, string comment, int room) =>
    [
        ("GET", Posts, 200), ("GET", "/api/users", 200), ("GET", $"{Posts}/{other}/comments/", 200),
        ("GET", "/api/runRoom/all", 200),
        ("GET", $"{Posts}/{post}", 404), ("GET", $"{Posts}/{post}/comments/", 404), ("GET", "/api/users/share/ann/posts", 404),
        ("GET", "/api/users/ann", 404), ("GET", "/api/users/profilepic/ann", 404), ("GET", $"/api/runRoom/{room}", 404),
        ("POST", $"{Posts}/{post}/comments", 404), ("POST", $"{Posts}/{post}/likePost", 404),
        ("POST", $"{Posts}/{post}/unlikePost", 404), ("POST", $"{Posts}/{post}/ifLikedPost", 404),
        ("POST", $"{Posts}/{comment}/likeComment", 404), ("POST", $"{Posts}/{comment}/unlikeComment", 404),
        ("POST", "/api/runRoom/join", 404),
    ];

    [Fact]
    public async Task Fellows_in_a_room_see_each_others_name_and_rank_but_no_position()
    {
        var (ann, bob, eve) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"), await App.RegisterAsync("eve"));
        var room = await eve.OpenAsync(null, ann, bob);
        foreach (var runner in new[] { ann, bob, eve })
            await runner.UploadAsync(RoomDriver.Run(100, 30));
        await eve.SetStatusAsync(room, "running");
        await ann.BlockAsync("bob");

        foreach (var (reader, other) in new[] { (ann, "bob"), (bob, "ann") })
        {
            var seen = (await reader.SeeAsync(room)).ShouldBe(200);
            Assert.Equal(["eve", "ann", "bob"], seen.Names());
            Assert.Null(seen.MemberOf(other)["runData"]);
            Assert.NotNull(seen.MemberOf("eve")["runData"]);
            Assert.NotNull(seen.MemberOf(reader.Username)["runData"]);
            (await reader.Get($"/api/users/run/data/{other}")).ShouldFail(403);
            var runData = RoomDriver.Run(110, 33);
            var news = (await reader.Put($"/api/users/run/data?room={room}", new { runData })).ShouldBe(200)["room"]!;
            Assert.Null(news.MemberOf(other)["runData"]);
            Assert.NotNull(news.MemberOf("eve")["runData"]);
        }

        foreach (var runner in new[] { ann, bob, eve })
            await runner.UploadAsync(RoomDriver.Run(200, 60));
        await eve.SetStatusAsync(room, "finished");
        var result = (await ann.Get($"/api/runRoom/{room}/result")).ShouldBe(200);
        Assert.Contains("bob", result["ranking"]!.AsArray().Select(runner => (string)runner!["username"]!));
    }

    [Fact]
    public async Task Pages_are_whole_and_cursors_right_when_most_is_blocked()
    {
        var users = await App.RegisterManyAsync("user", 4);
        List<string> seen = [];
        for (var number = 0; number < 60; number++)
        {
            var id = await users[number % 15 == 0 ? 1 : 2 + (number % 2)].WritePostAsync();
            if (number % 15 == 0)
                seen.Insert(0, id);
        }

        await users[0].BlockAsync("user2");
        await users[3].BlockAsync("user0");

        var first = (await users[0].Get($"{Posts}?limit=3")).ShouldHave(200);
        var requests = await App.CosmosRequestsAsync(async () => (await users[0].Get($"{Posts}?limit=3")).ShouldHave(200));
        var second = (await users[0].Get(first.Next!)).ShouldHave(200);

        Assert.Equal(seen[..3], first.Json.AsArray().Select(post => (string)post!["_id"]!));
        Assert.Equal(seen[3..], second.Json.AsArray().Select(post => (string)post!["_id"]!));
        Assert.Null(second.Next);
        Assert.Equal(2, requests.Count);
    }

    [Fact]
    public async Task Block_holds_on_every_instance_within_a_minute()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var post = await ann.WritePostAsync();
        await using var second = await App.StartAnotherInstanceAsync();
        App.Cosmos.CatchUp();
        (await second.As(bob).Get($"{Posts}/{post}")).ShouldBe(200);

        await ann.BlockAsync("bob");
        App.Clock.Advance(TimeSpan.FromSeconds(60));

        (await second.As(bob).Get($"{Posts}/{post}")).ShouldFail(404);
    }

    [Fact]
    public async Task Account_blocks_at_most_a_thousand_and_none_is_lost_when_many_are_set_at_once()
    {
        var ann = await App.RegisterAsync("ann");
        var users = await App.RegisterManyAsync("user", 12);
        await Task.WhenAll(users.Select(user => ann.BlockAsync(user.Username)));
        Assert.Equal(12, (await ann.Get("/api/users/me/blocks")).ShouldBe(200).AsArray().Count);

        var list = (await App.StoredAsync("social")).Single();
        var blocked = list["blocked"]!.AsArray();
        for (var number = 0; number < 988; number++)
            blocked.Add($"{number:x32}");
        await App.ReplaceAsync("social", ann.Id, list);
        await App.RegisterAsync("late");

        Assert.Equal("tooManyBlocks", (string)(await ann.Put("/api/users/me/blocks/late")).ShouldFail(409)["code"]!);
    }

    [Fact]
    public async Task Blocks_go_with_the_account_on_both_sides()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        await ann.BlockAsync("bob");
        await bob.BlockAsync("ann");

        (await Anonymous.Delete("/api/users/delete", new { username = "ann", password = TestApp.Password })).ShouldBe(200);
        await App.CleanUpAsync();

        var left = Assert.Single(await App.StoredAsync("social"));
        Assert.Equal(bob.Id, (string)left["userId"]!);
        Assert.Empty(left["blocked"]!.AsArray());
        Assert.Empty(left["blocks"]!.AsArray());
    }
}
