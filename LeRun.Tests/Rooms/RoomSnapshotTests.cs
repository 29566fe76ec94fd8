using System.Text.Json.Nodes;
using LeRun.Tests.Forum;
using LeRun.Tests.Support;

namespace LeRun.Tests.Rooms;

public class RoomSnapshotTests : ApiTests
{
    [Fact]
    public async Task Members_see_the_latest_run_data_of_each_other_from_every_route()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var runID = await ann.OpenAsync(null, bob);

        await ann.UploadAsync(RoomDriver.Run(10, 5, latitude: 31.25));
        (await bob.UpdateAsync(new { runID, runData = RoomDriver.Run(20, 5) })).ShouldBe(200);
        await bob.UploadAsync(RoomDriver.Run(30, 10));

        var room = (await ann.SeeAsync(runID)).ShouldBe(200);
        Assert.Equal(31.25, (double)room.MemberOf("ann")["runData"]!["latitude"]!);
        Assert.Equal(30, (double)room.MemberOf("bob")["runData"]!["meters"]!);
        Assert.Single(room.MemberOf("bob")["runData"]!["markers"]!.AsArray());
        Assert.Equal("2024-11-22T14:51:31.000Z", (string)room.MemberOf("bob")["uploadedAt"]!);
        Assert.Equal(30, (double)(await ann.Get("/api/users/run/data/BOB")).ShouldBe(200)["runData"]!["meters"]!);
    }

    [Fact]
    public async Task Others_see_how_many_members_there_are_but_neither_who_nor_where()
    {
        await using var app = await TestApp.StartAsync(settings: ("Auth:Admins", "root"));
        var (ann, eve, root) = (await app.RegisterAsync("ann"), await app.RegisterAsync("eve"), await app.RegisterAsync("root"));
        var bob = await app.RegisterAsync("bob");
        var runID = await ann.OpenAsync(null, bob);
        await bob.UploadAsync(RoomDriver.Run(10, 5));

        foreach (var stranger in new[] { eve, root })
        {
            var seen = await stranger.SeeAsync(runID);
            Assert.Equal(2, (int)seen.ShouldBe(200)["memberCount"]!);
            Assert.Equal("ann", (string)seen.Json["username"]!);
            Assert.Empty(seen.Json["members"]!.AsArray());
            Assert.DoesNotContain("latitude", seen.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("bob", seen.Text, StringComparison.Ordinal);
            (await stranger.Get("/api/users/run/data/bob")).ShouldFail(403);
            (await stranger.Get($"/api/runRoom/{runID}/result")).ShouldFail(404);
        }
    }

    [Fact]
    public async Task Former_members_see_no_members_and_are_not_seen()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var runID = await ann.OpenAsync(null, bob);
        await ann.UploadAsync(RoomDriver.Run(10, 5));
        await bob.UploadAsync(RoomDriver.Run(10, 5));

        var left = await bob.LeaveAsync(runID);

        Assert.DoesNotContain("latitude", left.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("latitude", (await bob.SeeAsync(runID)).Text, StringComparison.Ordinal);
        (await bob.Get("/api/users/run/data/ann")).ShouldFail(403);
        (await ann.Get("/api/users/run/data/bob")).ShouldFail(403);
        Assert.Equal(["ann"], (await ann.SeeAsync(runID)).ShouldBe(200).Names());
    }

    [Fact]
    public async Task Account_with_the_name_of_a_deleted_member_is_not_a_member()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var runID = await ann.OpenAsync(null, bob);
        await ann.UploadAsync(RoomDriver.Run(10, 5));
        (await Anonymous.Delete("/api/users/delete", new { username = "bob", password = TestApp.Password })).ShouldBe(200);
        await App.CleanUpAsync();

        var newBob = await App.RegisterAsync("bob");

        Assert.Empty((await newBob.SeeAsync(runID)).ShouldBe(200)["members"]!.AsArray());
        (await newBob.Get("/api/users/run/data/ann")).ShouldFail(403);
        (await newBob.LeaveAsync(runID)).ShouldFail(403);
    }

    [Fact]
    public async Task Run_data_older_than_thirty_seconds_is_stale()
    {
        var ann = await App.RegisterAsync("ann");
        var runID = await ann.OpenAsync();
        Assert.False((bool)(await ann.SeeAsync(runID)).ShouldBe(200).MemberOf("ann")["stale"]!);
        await ann.UploadAsync(RoomDriver.Run(10, 5));

        App.Clock.Advance(TimeSpan.FromSeconds(30));
        var fresh = await ann.SeeAsync(runID);
        App.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var stale = await ann.SeeAsync(runID, ("If-None-Match", fresh.ETag!));

        Assert.False((bool)fresh.ShouldBe(200).MemberOf("ann")["stale"]!);
        Assert.True((bool)stale.ShouldBe(200).MemberOf("ann")["stale"]!);
        Assert.Equal(10, (double)stale.Json.MemberOf("ann")["runData"]!["meters"]!);
    }

    [Fact]
    public async Task Late_uploads_move_nobody_backwards()
    {
        var ann = await App.RegisterAsync("ann");
        var runID = await ann.OpenAsync();

        await ann.UploadAsync(RoomDriver.Run(100, 60));
        var room = (await ann.UpdateAsync(new { runID, runData = RoomDriver.Run(90, 55) })).ShouldBe(200);
        Assert.Equal(100, (double)room.MemberOf("ann")["runData"]!["meters"]!);
        Assert.Equal(100, (double)(await ann.SeeAsync(runID)).ShouldBe(200).MemberOf("ann")["runData"]!["meters"]!);

        await ann.UploadAsync(RoomDriver.Run(1, 1, start: "2024-11-22T14:51:00.000Z"));
        Assert.Equal(1, (double)(await ann.SeeAsync(runID)).ShouldBe(200).MemberOf("ann")["runData"]!["meters"]!);
    }

    [Fact]
    public async Task Polling_returns_304_while_nothing_moves()
    {
        var (ann, bob, eve) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"), await App.RegisterAsync("eve"));
        var runID = await ann.OpenAsync(null, bob);
        await bob.UploadAsync(RoomDriver.Run(10, 5));
        var (inside, outside) = (await ann.SeeAsync(runID), await eve.SeeAsync(runID));
        Assert.NotEqual(inside.ETag, outside.ETag);

        var unchanged = await ann.SeeAsync(runID, ("If-None-Match", inside.ETag!));
        Assert.Equal(304, unchanged.Status);
        Assert.Empty(unchanged.Bytes);

        await bob.UploadAsync(RoomDriver.Run(20, 10));
        (await ann.SeeAsync(runID, ("If-None-Match", inside.ETag!))).ShouldBe(200);
        Assert.Equal(304, (await eve.SeeAsync(runID, ("If-None-Match", outside.ETag!))).Status);

        (await ann.UpdateAsync(new { runID, name = "x" })).ShouldBe(200);
        (await eve.SeeAsync(runID, ("If-None-Match", outside.ETag!))).ShouldBe(200);
    }

    [Fact]
    public async Task Polling_with_a_cursor_returns_only_members_with_news()
    {
        var users = await App.RegisterManyAsync("user", 3);
        var runID = await users[0].OpenAsync(null, users[1], users[2]);
        foreach (var user in users)
            await user.UploadAsync(RoomDriver.Run(10, 5));
        var all = (await users[0].SeeAsync(runID)).ShouldBe(200);
        Assert.Null(all["partial"]);
        await users[1].UploadAsync(RoomDriver.Run(20, 10));

        var news = (await users[0].Get($"/api/runRoom/{runID}?since={all["cursor"]}")).ShouldBe(200);
        Assert.Equal(["user1"], news.Names());
        Assert.True((bool)news["partial"]!);
        Assert.Equal(3, (int)news["memberCount"]!);
        Assert.Empty((await users[0].Get($"/api/runRoom/{runID}?since={news["cursor"]}")).ShouldBe(200).Names());

        (await users[2].LeaveAsync(runID)).ShouldBe(200);
        var everyone = (await users[0].Get($"/api/runRoom/{runID}?since={news["cursor"]}")).ShouldBe(200);
        Assert.Equal(["user0", "user1"], everyone.Names());
        Assert.Null(everyone["partial"]);
    }

    [Fact]
    public async Task Polling_for_new_markers_does_not_repeat_who_the_members_are()
    {
        string[] told = ["nickname", "profilePic", "joinedAt"];
        var (ann, bob, eve) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"), await App.RegisterAsync("eve"));
        var runID = await ann.OpenAsync(null, bob);
        var first = (await ann.SeeAsync(runID)).ShouldBe(200);
        await bob.UploadAsync(RoomDriver.Run(10, 5));

        Assert.Empty(told.Except(Fields(first)));
        Assert.Empty(told.Except(Fields(await PollAsync(first, "all"))));
        var news = await PollAsync(first, "new");
        Assert.Empty(told.Intersect(Fields(news)));
        Assert.Equal(10, (double)news.MemberOf("bob")["runData"]!["meters"]!);

        (await eve.JoinAsync(runID)).ShouldBe(200);
        Assert.Empty(told.Except(Fields(await PollAsync(news, "new"))));

        async Task<JsonNode> PollAsync(JsonNode seen, string markers) =>
            (await ann.Get($"/api/runRoom/{runID}?since={seen["cursor"]}&markers={markers}")).ShouldBe(200);

        static IEnumerable<string> Fields(JsonNode room) => room.MemberOf("bob").AsObject().Select(field => field.Key);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("%F0%9F%8F%83")]
    public async Task Malformed_cursor_is_refused(string since)
    {
        var ann = await App.RegisterAsync("ann");
        var runID = await ann.OpenAsync();

        (await ann.Get($"/api/runRoom/{runID}?since={since}")).ShouldFail(400, "since");
        (await ann.Get($"/api/runRoom/{runID}?since=abcd")).ShouldBe(200);
    }

    [Fact]
    public async Task Uploads_after_the_run_are_not_shown()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var runID = await ann.OpenAsync(null, bob);
        await bob.UploadAsync(RoomDriver.Run(10, 5));
        await ann.SetStatusAsync(runID, "finished");
        Assert.Equal(10, (double)(await ann.SeeAsync(runID)).ShouldBe(200).MemberOf("bob")["runData"]!["meters"]!);

        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await bob.UploadAsync(RoomDriver.Run(500, 100));

        Assert.Null((await ann.SeeAsync(runID)).ShouldBe(200).MemberOf("bob")["runData"]);
        (await ann.Get("/api/users/run/data/bob")).ShouldFail(403);
    }
}
