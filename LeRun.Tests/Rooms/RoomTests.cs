using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;

namespace LeRun.Tests.Rooms;

public class RoomTests : ApiTests
{
    [Theory]
    [InlineData("\u200b")]
    [InlineData("a\u202eb")]
    [InlineData("a\u2028b")]
    public async Task Name_of_a_room_can_be_seen_and_reads_as_it_is_written(string name)
    {
        var ann = await App.RegisterAsync("ann");

        (await ann.Post("/api/runRoom/create", new { name })).ShouldFail(400, "name");
    }

    [Fact]
    public async Task New_room_has_its_creator_as_host_and_first_member()
    {
        var ann = await App.RegisterAsync("Ann");

        var body = new { name = " Morning ", password = 159, capacity = 3, targetMeters = 5000 };
        var room = (await ann.Post("/api/runRoom/create", body)).ShouldBe(200);

        Assert.InRange((int)room["runID"]!, 100_000, 999_999);
        Assert.Equal("Morning", (string)room["name"]!);
        Assert.Equal("Ann", (string)room["username"]!);
        Assert.Equal("waiting", (string)room["status"]!);
        Assert.True((bool)room["hasPassword"]!);
        Assert.Null(room["password"]);
        Assert.Equal(3, (int)room["capacity"]!);
        Assert.Equal(5000, (double)room["targetMeters"]!);
        Assert.Equal(["Ann"], room.Names());
        Assert.Equal("2024-11-22T14:51:31.000Z", (string)room["createdAt"]!);
        Assert.Equal(0, (int)room["__v"]!);
    }

    [Fact]
    public async Task New_room_needs_nothing_but_a_host()
    {
        var ann = await App.RegisterAsync("ann");

        var room = (await ann.Post("/api/runRoom/create")).ShouldBe(200);

        Assert.Equal("ann", (string)room["name"]!);
        Assert.Equal(10, (int)room["capacity"]!);
        Assert.Null(room["targetMeters"]);
        Assert.False((bool)room["hasPassword"]!);
    }

    [Theory]
    [InlineData("""{"capacity":1}""", "capacity")]
    [InlineData("""{"capacity":51}""", "capacity")]
    [InlineData("""{"capacity":2.5}""", "capacity")]
    [InlineData("""{"password":"12a"}""", "password")]
    [InlineData("""{"password":-1}""", "password")]
    [InlineData("""{"password":1.5}""", "password")]
    [InlineData("""{"password":{}}""", "password")]
    [InlineData("""{"password":1234567890123}""", "password")]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":"a\u0007b"}""", "name")]
    [InlineData("""{"targetMeters":-1}""", "targetMeters")]
    [InlineData("""{"targetMeters":1e300}""", "targetMeters")]
    [InlineData("""{"status":"running"}""", "status")]
    public async Task Room_that_breaks_a_rule_is_not_opened(string body, string field)
    {
        var ann = await App.RegisterAsync("ann");

        (await ann.Post("/api/runRoom/create", body)).ShouldFail(400, field);

        Assert.Empty((await ann.Get("/api/runRoom/all")).ShouldBe(200).AsArray());
    }

    [Fact]
    public async Task Run_ID_that_is_taken_is_not_given_again()
    {
        var ann = await App.RegisterAsync("ann");
        var refusals = 3;
        App.Cosmos.Inject = request => request is { Operation: CosmosOperation.Create, Container: "rooms" } && refusals-- > 0
            ? new CosmosFault.Refuse(409, null)
            : null;

        await ann.OpenAsync();

        Assert.Equal(-1, refusals);
    }

    [Fact]
    public async Task Joining_again_changes_nothing()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var runID = await ann.OpenAsync(new { password = "159" });
        var joined = (await bob.JoinAsync(runID, 159)).ShouldBe(200);

        var again = (await bob.JoinAsync(runID)).ShouldBe(200);

        Assert.Equal(["ann", "bob"], again.Names());
        Assert.Equal((int)joined["__v"]!, (int)again["__v"]!);
    }

    [Fact]
    public async Task Run_ID_and_password_may_be_texts()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var runID = await ann.OpenAsync(new { password = 159 });

        var room = (await bob.Post("/api/runRoom/join", $$"""{"runID":"{{runID}}","password":"159"}""")).ShouldBe(200);

        Assert.Equal(runID, (int)room["runID"]!);
        (await bob.Post("/api/runRoom/leave", $$"""{"runID":"{{runID}}","username":"BOB","password":"x"}""")).ShouldBe(200);
    }

    [Fact]
    public async Task Full_room_takes_nobody_until_someone_leaves()
    {
        var users = await App.RegisterManyAsync("user", 3);
        var runID = await users[0].OpenAsync(new { capacity = 2 }, users[1]);

        (await users[2].JoinAsync(runID)).ShouldFail(409);
        (await users[1].LeaveAsync(runID)).ShouldBe(200);

        Assert.Equal(["user0", "user2"], (await users[2].JoinAsync(runID)).ShouldBe(200).Names());
    }

    [Fact]
    public async Task Host_who_leaves_is_followed_by_the_earliest_member_and_the_last_one_out_deletes_the_room()
    {
        var users = await App.RegisterManyAsync("user", 3);
        var runID = await users[0].OpenAsync(null, users[1], users[2]);

        var left = (await users[0].LeaveAsync(runID)).ShouldBe(200);
        Assert.Equal("user1", (string)left["username"]!);
        Assert.Equal(2, (int)left["memberCount"]!);
        (await users[0].LeaveAsync(runID)).ShouldFail(403);
        (await users[1].LeaveAsync(runID)).ShouldBe(200);
        Assert.Equal(0, (int)(await users[2].LeaveAsync(runID)).ShouldBe(200)["memberCount"]!);

        (await users[2].SeeAsync(runID)).ShouldFail(404);
        (await users[2].LeaveAsync(runID)).ShouldFail(404);
    }

    [Fact]
    public async Task Room_is_deleted_by_its_host_or_an_administrator_only()
    {
        await using var app = await TestApp.StartAsync(settings: ("Auth:Admins", "root"));
        var (ann, bob, root) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"), await app.RegisterAsync("root"));
        var first = await ann.OpenAsync(null, bob);
        var second = await ann.OpenAsync();

        (await bob.Delete("/api/runRoom/delete", new { runID = first })).ShouldFail(403);
        Assert.Equal(first, (int)(await ann.Delete("/api/runRoom/delete", new { runID = first })).ShouldBe(200)["runID"]!);
        (await root.Delete("/api/runRoom/delete", new { runID = second })).ShouldBe(200);

        (await ann.Delete("/api/runRoom/delete", new { runID = first })).ShouldFail(404);
        (await ann.SeeAsync(second)).ShouldFail(404);
    }

    [Fact]
    public async Task Open_rooms_are_listed_newest_first_page_by_page_without_members()
    {
        var ann = await App.RegisterAsync("ann");
        await ann.UploadAsync(RoomDriver.Run(100, 60));
        var opened = new List<int>();
        for (var i = 0; i < 5; i++)
            opened.Insert(0, await ann.OpenAsync(new { password = i == 0 ? "7" : null }));
        await ann.SetStatusAsync(opened[2], "finished");
        opened.RemoveAt(2);

        var first = await ann.Get("/api/runRoom/all?limit=3");
        var second = await ann.Get(first.Next!);

        var rooms = first.ShouldBe(200).AsArray().Concat(second.ShouldBe(200).AsArray()).ToList();
        Assert.Equal(opened, rooms.Select(room => (int)room!["runID"]!));
        Assert.Null(second.Next);
        Assert.DoesNotContain("latitude", first.Text, StringComparison.Ordinal);
        Assert.All(rooms, room => Assert.Equal(1, (int)room!["memberCount"]!));
        Assert.Equal([false, false, false, true], rooms.Select(room => (bool)room!["hasPassword"]!));
        (await ann.Get("/api/runRoom/all?cursor=nonsense")).ShouldFail(400, "cursor");
    }

    [Fact]
    public async Task Rooms_need_a_token_and_bodies_name_their_caller()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var runID = await ann.OpenAsync(null, bob);

        (await Anonymous.Get($"/api/runRoom/{runID}")).ShouldFail(401);
        (await Anonymous.Get("/api/runRoom/all")).ShouldFail(401);
        (await Anonymous.Post("/api/runRoom/create")).ShouldFail(401);
        (await bob.Post("/api/runRoom/leave", new { runID, username = "ann" })).ShouldFail(403);
        (await bob.Post("/api/runRoom/join", new { password = 1 })).ShouldFail(400, "runID");
        (await bob.JoinAsync(99_999)).ShouldFail(404);
        (await bob.SeeAsync(int.MaxValue)).ShouldFail(404);
        Assert.Equal(404, (await bob.Get("/api/runRoom/abc")).Status);
    }

    [Fact]
    public async Task Deleted_account_leaves_its_rooms_and_results()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var shared = await ann.OpenAsync(null, bob);
        await ann.OpenAsync();
        var finished = await bob.OpenAsync(null, ann);
        await bob.SetStatusAsync(finished, "running");
        await ann.UploadAsync(RoomDriver.Run(100, 60));
        await bob.UploadAsync(RoomDriver.Run(90, 60));
        await bob.SetStatusAsync(finished, "finished");

        var account = new { username = "ann", password = TestApp.Password };
        var deleted = (await Anonymous.Delete("/api/users/delete", account)).ShouldBe(200);

        Assert.Equal(3, (int)deleted["removed"]!["rooms"]!);
        Assert.Equal("bob", (string)(await bob.SeeAsync(shared)).ShouldBe(200)["username"]!);
        var result = await bob.Get($"/api/runRoom/{finished}/result");
        Assert.Equal("bob", (string)Assert.Single(result.ShouldBe(200)["ranking"]!.AsArray())!["username"]!);
        Assert.Equal(shared, (int)Assert.Single((await bob.Get("/api/runRoom/all")).ShouldBe(200).AsArray())!["runID"]!);
    }
}
