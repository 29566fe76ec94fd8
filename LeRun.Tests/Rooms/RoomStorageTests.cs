using System.Text;
using LeRun.Rooms;
using LeRun.Tests.Support;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Rooms;

/// <summary>Rooms that are stored already stay readable: the stored names do not follow those in the code.</summary>
public class RoomStorageTests : ApiTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(150)]
    public async Task Who_shares_an_open_room_costs_the_same_however_many_rooms_the_caller_is_in(int rooms)
    {
        var (ann, bob, eve) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"), await App.RegisterAsync("eve"));
        await bob.UploadAsync(RoomDriver.Run(10, 5));
        for (var i = 0; i < rooms; i++)
            await ann.OpenAsync();
        await bob.OpenAsync(null, eve);

        var (charges, statuses) = (new List<double>(), new List<int>());
        foreach (var user in new[] { ann, eve })
        {
            var requests = await App.CosmosRequestsAsync(
                async () => statuses.Add((await user.Get("/api/users/run/data/bob")).Status));
            charges.Add(Assert.Single(requests, request => request.Container == "rooms").Charge);
        }

        Assert.Equal([403, 200], statuses);
        Assert.All(charges, charge => Assert.InRange(charge, 2.82, 2.9));
    }

    [Fact]
    public async Task Room_stored_by_the_first_release_is_read_and_changed()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var until = App.Clock.Now.AddMinutes(1).ToUnixTimeMilliseconds();
        var room = $$"""
            {
              "id": "159159", "type": "room", "uid": "0193abd8f0a07000a1b2c3d4e5f60718", "name": "Morning 5k",
              "status": "running", "capacity": 10, "targetMeters": 100, "passwordHash": "", "version": 3, "ttl": 86400,
              "members": [{
                "key": "ann", "uid": "{{ann.Id}}", "username": "ann", "nickname": "ann", "joinedAt": "2024-11-22T14:00:00.000Z"
              }],
              "memberKeys": ["{{ann.Id}}"],
              "departed": [{
                "member": {
                  "key": "bob", "uid": "{{bob.Id}}", "username": "bob", "nickname": "bob", "joinedAt": "2024-11-22T14:00:00.000Z"
                },
                "leftAt": "2024-11-22T14:30:00.000Z"
              }],
              "wrong": { "{{bob.Id}}": { "count": 5, "until": {{until}} } },
              "activeAt": "2024-11-22T14:30:00.000Z", "startedAt": "2024-11-22T14:10:00.000Z",
              "createdAt": "2024-11-22T14:00:00.000Z", "updatedAt": "2024-11-22T14:30:00.000Z"
            }
            """;
        var container = App.Services.GetRequiredService<Database>().GetContainer(RoomStore.ContainerName);
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(room));
        using var created = await container.CreateItemStreamAsync(body, new PartitionKey("159159"));
        created.EnsureSuccessStatusCode();

        Assert.Equal("ann", (string)Assert.Single((await bob.Get("/api/runRoom/all")).ShouldBe(200).AsArray())!["username"]!);
        (await bob.JoinAsync(159159)).ShouldFail(429);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        (await bob.JoinAsync(159159)).ShouldBe(200);
        await bob.UploadAsync(RoomDriver.Run(200, 60));
        (await ann.LeaveAsync(159159)).ShouldBe(200);
        await bob.SetStatusAsync(159159, "finished");

        var result = (await ann.Get("/api/runRoom/159159/result")).ShouldBe(200);
        Assert.Equal("0193abd8f0a07000a1b2c3d4e5f60718", (string)result["_id"]!);
        Assert.Equal(["bob", "ann"], result["ranking"]!.AsArray().Select(runner => (string)runner!["username"]!));
    }
}
