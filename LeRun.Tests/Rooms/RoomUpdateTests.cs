using LeRun.Tests.Support;

namespace LeRun.Tests.Rooms;

public class RoomUpdateTests : ApiTests
{
    [Fact]
    public async Task Host_changes_the_room_field_by_field()
    {
        var ann = await App.RegisterAsync("ann");
        var runID = await ann.OpenAsync(new { name = "old", targetMeters = 100 });
        App.Clock.Advance(TimeSpan.FromSeconds(1));

        var named = (await ann.UpdateAsync(new { runID, name = "new" })).ShouldBe(200);
        Assert.Equal("new", (string)named["name"]!);
        Assert.Equal(100, (double)named["targetMeters"]!);
        Assert.Equal(1, (int)named["__v"]!);
        Assert.Equal("2024-11-22T14:51:32.000Z", (string)named["updatedAt"]!);

        var changed = (await ann.UpdateAsync(new { runID, capacity = 2, targetMeters = 0, status = "running" })).ShouldBe(200);
        Assert.Equal(2, (int)changed["capacity"]!);
        Assert.Null(changed["targetMeters"]);
        Assert.Equal("running", (string)changed["status"]!);
    }

    [Fact]
    public async Task Member_changes_only_their_own_run_data()
    {
        var (ann, bob, eve) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"), await App.RegisterAsync("eve"));
        var runID = await ann.OpenAsync(null, bob);

        var body = new { runID, name = "mine", status = "running", runData = RoomDriver.Run(5, 5) };
        var refused = (await bob.UpdateAsync(body)).ShouldFail(403);
        Assert.Contains("name, status", (string)refused["message"]!, StringComparison.Ordinal);
        (await bob.Get("/api/users/run/data/bob")).ShouldFail(404);

        var room = (await bob.UpdateAsync(new { runID, runData = RoomDriver.Run(10, 5) })).ShouldBe(200);
        Assert.Equal(10, (double)room.MemberOf("bob")["runData"]!["meters"]!);
        Assert.Equal(10, (double)(await bob.Get("/api/users/run/data/bob")).ShouldBe(200)["runData"]!["meters"]!);

        (await eve.UpdateAsync(new { runID, runData = RoomDriver.Run(1, 1) })).ShouldFail(403);
        (await eve.UpdateAsync(new { runID, name = "hers" })).ShouldFail(403);
        (await eve.Get("/api/users/run/data/eve")).ShouldFail(404);
        (await bob.UpdateAsync(new { runID, runData = new { meters = -1 } })).ShouldFail(400, "runData.meters");
        (await bob.UpdateAsync(new { runID = 100_000, runData = RoomDriver.Run(1, 1) })).ShouldFail(404);
    }

    [Fact]
    public async Task Status_goes_forward_only()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var runID = await ann.OpenAsync();

        (await ann.UpdateAsync(new { runID, status = "paused" })).ShouldFail(400, "status");
        await ann.SetStatusAsync(runID, "waiting");
        await ann.SetStatusAsync(runID, "running");
        await ann.SetStatusAsync(runID, "running");
        (await ann.UpdateAsync(new { runID, status = "waiting" })).ShouldFail(409);
        await ann.SetStatusAsync(runID, "finished");
        await ann.SetStatusAsync(runID, "finished");
        (await ann.UpdateAsync(new { runID, status = "running" })).ShouldFail(409);
        (await ann.UpdateAsync(new { runID, name = "late" })).ShouldFail(409);
        (await bob.JoinAsync(runID)).ShouldFail(409);
    }

    [Fact]
    public async Task Capacity_never_falls_below_the_members()
    {
        var users = await App.RegisterManyAsync("user", 3);
        var runID = await users[0].OpenAsync(null, users[1], users[2]);

        (await users[0].UpdateAsync(new { runID, capacity = 2 })).ShouldFail(409);

        Assert.Equal(3, (int)(await users[0].UpdateAsync(new { runID, capacity = 3 })).ShouldBe(200)["capacity"]!);
    }

    [Fact]
    public async Task Host_sets_every_field_and_finishes_at_once()
    {
        var ann = await App.RegisterAsync("ann");
        var runID = await ann.OpenAsync();
        await ann.SetStatusAsync(runID, "running");
        await ann.UploadAsync(RoomDriver.Run(1000, 300));

        var body = new { runID, name = "all", password = 7, capacity = 3, targetMeters = 500, status = "finished" };
        var room = (await ann.UpdateAsync(body)).ShouldBe(200);

        Assert.Equal("all", (string)room["name"]!);
        Assert.True((bool)room["hasPassword"]!);
        Assert.Equal(3, (int)room["capacity"]!);
        Assert.Equal("finished", (string)room["status"]!);
        var result = (await ann.Get($"/api/runRoom/{runID}/result")).ShouldBe(200);
        Assert.Equal(150, (double)result["ranking"]![0]!["targetSeconds"]!);
    }

    [Fact]
    public async Task If_Match_compares_the_rooms_own_version_whatever_its_members_upload()
    {
        var ann = await App.RegisterAsync("ann");
        var runID = await ann.OpenAsync();
        var seen = await ann.SeeAsync(runID);
        await ann.UploadAsync(RoomDriver.Run(10, 5));

        (await ann.Post("/api/runRoom/update", new { runID, name = "one" }, ("If-Match", seen.ETag!))).ShouldBe(200);
        (await ann.Post("/api/runRoom/update", new { runID, name = "two" }, ("If-Match", seen.ETag!))).ShouldFail(412);
        (await ann.Post("/api/runRoom/leave", new { runID }, ("If-Match", seen.ETag!))).ShouldFail(412);
        (await ann.Delete("/api/runRoom/delete", new { runID }, ("If-Match", "\"x\""))).ShouldFail(412);

        Assert.Equal("one", (string)(await ann.SeeAsync(runID)).ShouldBe(200)["name"]!);
    }
}
