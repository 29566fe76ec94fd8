using LeRun.Tests.Support;

namespace LeRun.Tests.Rooms;

/// <summary>Cosmos requests a route, however many members a room has.</summary>
public class RoomCostTests
{
    [Fact]
    public async Task Each_route_keeps_its_request_budget()
    {
        await using var app = await TestApp.StartAsync();
        var users = await app.RegisterManyAsync("user", 12);
        var (host, member, other, stranger) = (users[0], users[1], users[10], users[11]);
        foreach (var user in users[..^1])
            await user.UploadAsync(RoomDriver.Run(1, 1));
        var runID = 0;

        Assert.Equal(2, await CostOf(async () => runID = await host.OpenAsync(new { password = 159, capacity = 20 })));
        foreach (var user in users[1..10])
            (await user.JoinAsync(runID, 159)).ShouldBe(200);
        Assert.Equal(2, await CostOf(() => other.JoinAsync(runID, 159)));
        Assert.Equal(3, await CostOf(() => other.JoinAsync(runID)));
        Assert.Equal(3, await CostOf(() => stranger.JoinAsync(runID)));
        Assert.Equal(4, await CostOf(() => stranger.JoinAsync(runID, 1)));
        Assert.Equal(4, await CostOf(() => stranger.JoinAsync(runID, 2)));
        Assert.Equal(2, await CostOf(() => member.SeeAsync(runID)));
        Assert.Equal(1, await CostOf(() => stranger.SeeAsync(runID)));
        Assert.Equal(1, await CostOf(() => stranger.Get("/api/runRoom/all")));
        Assert.Equal(1, await CostOf(() => stranger.Get("/api/runRoom/mine")));
        var start = new { runID, name = "x", capacity = 11, targetMeters = 5, status = "running" };
        Assert.Equal(1, await CostOf(() => host.UpdateAsync(start)));
        Assert.Equal(2, await CostOf(() => member.UpdateAsync(new { runID, runData = RoomDriver.Run(10, 5) })));
        Assert.Equal(2, await CostOf(() => host.UpdateAsync(new { runID, name = "y", runData = RoomDriver.Run(10, 5) })));
        Assert.Equal(2, await CostOf(() => member.UpdateAsync(new { runID, name = "z" })));
        Assert.Equal(2, await CostOf(() => host.UpdateAsync(new { runID, status = "waiting" })));
        Assert.Equal(3, await CostOf(() => host.UpdateAsync(new { runID, status = "running" })));
        Assert.Equal(2, await CostOf(() => host.Get("/api/users/run/data/user1")));
        Assert.Equal(1, await CostOf(() => host.Get("/api/users/run/data/user0")));
        Assert.Equal(2, await CostOf(() => other.LeaveAsync(runID)));
        Assert.Equal(2, await CostOf(() => host.LeaveAsync(runID)));
        Assert.Equal(3, await CostOf(() => member.UpdateAsync(new { runID, status = "finished" })));
        Assert.Equal(1, await CostOf(() => member.Get($"/api/runRoom/{runID}/result")));
        Assert.Equal(2, await CostOf(() => member.Delete("/api/runRoom/delete", new { runID })));

        var alone = await host.OpenAsync();
        Assert.Equal(2, await CostOf(() => host.LeaveAsync(alone)));

        async Task<int> CostOf(Func<Task> action) => (await app.CosmosRequestsAsync(action)).Count;
    }
}
