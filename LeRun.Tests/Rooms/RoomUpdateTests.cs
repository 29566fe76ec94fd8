using LeRun.Tests.Support;

namespace LeRun.Tests.Rooms;

public class RoomUpdateTests
{
    [Fact]
    public async Task A_host_changes_the_room_field_by_field()
    {
        await using var app = await TestApp.StartAsync();
        var ann = await app.RegisterAsync("ann");
        var runID = await ann.OpenAsync(new { name = "old", targetMeters = 100 });
        app.Clock.Advance(TimeSpan.FromSeconds(1));

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
    public async Task A_member_changes_nothing_but_their_own_run_data()
    {
        await using var app = await TestApp.StartAsync();
        var (ann, bob, eve) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"), await app.RegisterAsync("eve"));
        var runID = await ann.OpenAsync(null, bob);

        var refused = (await bob.UpdateAsync(new { runID, name = "mine", status = "running", runData = Phones.Run(5, 5) })).ShouldFail(403);
        Assert.Contains("name, status", (string)refused["message"]!, StringComparison.Ordinal);
        (await bob.Get("/api/users/run/data/bob")).ShouldFail(404);

        var room = (await bob.UpdateAsync(new { runID, runData = Phones.Run(10, 5) })).ShouldBe(200);
        Assert.Equal(10, (double)room.MemberOf("bob")["runData"]!["meters"]!);
        Assert.Equal(10, (double)(await bob.Get("/api/users/run/data/bob")).ShouldBe(200)["runData"]!["meters"]!);

        (await eve.UpdateAsync(new { runID, runData = Phones.Run(1, 1) })).ShouldFail(403);
        (await eve.UpdateAsync(new { runID, name = "hers" })).ShouldFail(403);
        (await eve.Get("/api/users/run/data/eve")).ShouldFail(404);
        (await bob.UpdateAsync(new { runID, runData = new { meters = -1 } })).ShouldFail(400, "runData.meters");
        (await bob.UpdateAsync(new { runID = 100_000, runData = Phones.Run(1, 1) })).ShouldFail(404);
    }

    [Fact]
    public async Task A_run_goes_on_and_never_back()
    {
        await using var app = await TestApp.StartAsync();
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
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
        await using var app = await TestApp.StartAsync();
        var users = await app.RegisterManyAsync("user", 3);
        var runID = await users[0].OpenAsync(null, users[1], users[2]);

        (await users[0].UpdateAsync(new { runID, capacity = 2 })).ShouldFail(409);

        Assert.Equal(3, (int)(await users[0].UpdateAsync(new { runID, capacity = 3 })).ShouldBe(200)["capacity"]!);
    }

    [Fact]
    public async Task If_match_asks_for_the_rooms_version_whatever_its_members_upload()
    {
        await using var app = await TestApp.StartAsync();
        var ann = await app.RegisterAsync("ann");
        var runID = await ann.OpenAsync();
        var seen = await ann.SeeAsync(runID);
        await ann.UploadAsync(Phones.Run(10, 5));

        (await ann.Post("/api/runRoom/update", new { runID, name = "one" }, ("If-Match", seen.ETag!))).ShouldBe(200);
        (await ann.Post("/api/runRoom/update", new { runID, name = "two" }, ("If-Match", seen.ETag!))).ShouldFail(412);
        (await ann.Post("/api/runRoom/leave", new { runID }, ("If-Match", seen.ETag!))).ShouldFail(412);
        (await ann.Delete("/api/runRoom/delete", new { runID }, ("If-Match", "\"x\""))).ShouldFail(412);

        Assert.Equal("one", (string)(await ann.SeeAsync(runID)).ShouldBe(200)["name"]!);
    }
}
