using System.Text.Json.Nodes;
using LeRun.Tests.Support;

namespace LeRun.Tests.Rooms;

public class RoomResultTests : ApiTests
{
    [Fact]
    public async Task Longest_distance_wins_without_a_target()
    {
        var users = await App.RegisterManyAsync("user", 4);
        var runID = await users[0].OpenAsync(null, users[1..]);
        await users[0].SetStatusAsync(runID, "running");
        await users[0].UploadAsync(RoomDriver.Run(900, 300));
        await users[1].UploadAsync(RoomDriver.Run(1000, 310));
        await users[2].UploadAsync(RoomDriver.Run(900, 290));
        (await users[0].Get($"/api/runRoom/{runID}/result")).ShouldFail(404);
        (await (await App.RegisterAsync("eve")).Get($"/api/runRoom/{runID}/result")).ShouldFail(404);

        await users[0].SetStatusAsync(runID, "finished");

        var reply = await users[3].Get($"/api/runRoom/{runID}/result");
        var ranking = reply.ShouldBe(200)["ranking"]!.AsArray();
        Assert.Equal(["user1", "user2", "user0", "user3"], ranking.Select(runner => (string)runner!["username"]!));
        Assert.Equal([1, 2, 3, null], ranking.Select(runner => (int?)runner!["rank"]));
        Assert.Equal([0, 100, 100, null], ranking.Select(runner => (double?)runner!["gapMeters"]));
        Assert.Equal([true, true, true, false], ranking.Select(runner => (bool)runner!["finished"]!));
        Assert.DoesNotContain("latitude", reply.Text, StringComparison.Ordinal);
        Assert.Equal(304, (await users[3].Get($"/api/runRoom/{runID}/result", ("If-None-Match", reply.ETag!))).Status);
    }

    [Fact]
    public async Task Time_over_the_target_wins_and_runners_short_of_it_did_not_finish()
    {
        var users = await App.RegisterManyAsync("user", 3);
        var runID = await users[0].OpenAsync(new { targetMeters = 1000 }, users[1..]);
        await users[0].SetStatusAsync(runID, "running");
        await users[0].UploadAsync(RoomDriver.Run(2000, 600));
        await users[1].UploadAsync(RoomDriver.Run(1000, 280));
        await users[2].UploadAsync(RoomDriver.Run(999, 100));

        await users[0].SetStatusAsync(runID, "finished");

        var ranking = (await users[0].Get($"/api/runRoom/{runID}/result")).ShouldBe(200)["ranking"]!.AsArray();
        Assert.Equal(["user1", "user0", "user2"], ranking.Select(runner => (string)runner!["username"]!));
        Assert.Equal([280, 300, null], ranking.Select(runner => (double?)runner!["targetSeconds"]));
        Assert.Equal([0, 20, null], ranking.Select(runner => (double?)runner!["gapSeconds"]));
        Assert.Equal([null, null, 1], ranking.Select(runner => (double?)runner!["gapMeters"]));
        Assert.Equal([true, true, false], ranking.Select(runner => (bool)runner!["finished"]!));
    }

    [Fact]
    public async Task Result_does_not_change_with_later_uploads()
    {
        var ann = await App.RegisterAsync("ann");
        var runID = await ann.OpenAsync();
        await ann.SetStatusAsync(runID, "running");
        await ann.UploadAsync(RoomDriver.Run(100, 60));
        await ann.SetStatusAsync(runID, "finished");

        await ann.UploadAsync(RoomDriver.Run(5000, 1500));

        Assert.Equal(100, (double)(await OnlyRankedRunnerAsync(ann, runID))["meters"]!);
    }

    [Fact]
    public async Task Uploads_from_before_the_run_do_not_count()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        await ann.UploadAsync(RoomDriver.Run(5000, 1500));
        var runID = await ann.OpenAsync(null, bob);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await ann.SetStatusAsync(runID, "running");
        await bob.UploadAsync(RoomDriver.Run(10, 5));

        await ann.SetStatusAsync(runID, "finished");

        var ranking = (await ann.Get($"/api/runRoom/{runID}/result")).ShouldBe(200)["ranking"]!.AsArray();
        Assert.Equal([1, null], ranking.Select(runner => (int?)runner!["rank"]));
        Assert.Equal("bob", (string)ranking[0]!["username"]!);
    }

    [Fact]
    public async Task Former_members_are_in_the_result_with_what_they_ran_until_they_left()
    {
        var users = await App.RegisterManyAsync("user", 3);
        var runID = await users[0].OpenAsync(null, users[1..]);
        await users[0].SetStatusAsync(runID, "running");
        await users[1].UploadAsync(RoomDriver.Run(500, 200));
        await users[2].UploadAsync(RoomDriver.Run(900, 200));
        (await users[1].LeaveAsync(runID)).ShouldBe(200);
        (await users[2].LeaveAsync(runID)).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await users[2].UploadAsync(RoomDriver.Run(5000, 1500));

        (await users[0].LeaveAsync(runID)).ShouldBe(200);

        (await users[0].SeeAsync(runID)).ShouldFail(404);
        var ranking = (await users[1].Get($"/api/runRoom/{runID}/result")).ShouldBe(200)["ranking"]!.AsArray();
        Assert.Equal("user1", (string)ranking[0]!["username"]!);
        Assert.Equal(500, (double)ranking[0]!["meters"]!);
        Assert.Equal([1, null, null], ranking.Select(runner => (int?)runner!["rank"]));
    }

    [Fact]
    public async Task Result_outlives_its_room_by_thirty_days_and_keeps_its_run_ID()
    {
        await using var app = await TestApp.StartAsync(settings: ("Auth:TokenLifetime", "60.00:00:00"));
        var (ann, eve) = (await app.RegisterAsync("ann"), await app.RegisterAsync("eve"));
        var runID = await ann.OpenAsync();
        await ann.SetStatusAsync(runID, "running");
        await ann.UploadAsync(RoomDriver.Run(100, 60));

        (await ann.Delete("/api/runRoom/delete", new { runID })).ShouldBe(200);

        (await ann.SeeAsync(runID)).ShouldFail(404);
        (await eve.JoinAsync(runID)).ShouldFail(404);
        (await ann.UpdateAsync(new { runID, runData = RoomDriver.Run(200, 120) })).ShouldFail(404);
        Assert.Empty((await ann.Get("/api/runRoom/all")).ShouldBe(200).AsArray());
        Assert.Equal(
            (string)(await eve.Get("/api/runRoom/100000/result")).ShouldFail(404)["message"]!,
            (string)(await eve.Get($"/api/runRoom/{runID}/result")).ShouldFail(404)["message"]!);
        app.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        Assert.Equal(100, (double)(await OnlyRankedRunnerAsync(ann, runID))["meters"]!);
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        (await ann.Get($"/api/runRoom/{runID}/result")).ShouldFail(404);
    }

    [Fact]
    public async Task Room_in_which_nobody_ran_leaves_no_result()
    {
        var ann = await App.RegisterAsync("ann");
        var (waiting, running) = (await ann.OpenAsync(), await ann.OpenAsync());
        await ann.SetStatusAsync(running, "running");

        (await ann.LeaveAsync(waiting)).ShouldBe(200);
        (await ann.LeaveAsync(running)).ShouldBe(200);

        (await ann.Get($"/api/runRoom/{waiting}/result")).ShouldFail(404);
        (await ann.Get($"/api/runRoom/{running}/result")).ShouldFail(404);
    }

    private static async Task<JsonNode> OnlyRankedRunnerAsync(TestUser user, int runID) =>
        Assert.Single((await user.Get($"/api/runRoom/{runID}/result")).ShouldBe(200)["ranking"]!.AsArray())!;
}
