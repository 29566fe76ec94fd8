using System.Text.Json.Nodes;
using LeRun.LocalHost.Cosmos;
using LeRun.Rooms;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Rooms;

/// <summary>What tests do in rooms.</summary>
internal static class RoomDriver
{
    public static async Task<TestUser[]> RegisterManyAsync(this TestApp app, string prefix, int count)
    {
        var users = new TestUser[count];
        for (var i = 0; i < count; i++)
            users[i] = await app.RegisterAsync($"{prefix}{i}");
        return users;
    }

    /// <summary>Opens a room and returns its runID.</summary>
    public static async Task<int> OpenAsync(this TestUser host, object? body = null) =>
        (int)(await host.Post("/api/runRoom/create", body ?? new { })).ShouldBe(200)["runID"]!;

    /// <summary>Opens a room that the others join.</summary>
    public static async Task<int> OpenAsync(this TestUser host, object? body, params TestUser[] others)
    {
        var runID = await host.OpenAsync(body);
        foreach (var other in others)
            (await other.JoinAsync(runID)).ShouldBe(200);
        return runID;
    }

    public static Task<Reply> JoinAsync(this TestUser user, int runID, object? password = null) =>
        user.Post("/api/runRoom/join", new { runID, password });

    public static Task<Reply> LeaveAsync(this TestUser user, int runID) =>
        user.Post("/api/runRoom/leave", new { runID, username = user.Username, password = 159 });

    public static Task<Reply> SeeAsync(this TestUser user, int runID, params (string, string)[] headers) =>
        user.Get($"/api/runRoom/{runID}", headers);

    public static Task<Reply> UpdateAsync(this TestUser user, object body) => user.Post("/api/runRoom/update", body);

    public static async Task SetStatusAsync(this TestUser host, int runID, string status) =>
        (await host.UpdateAsync(new { runID, status })).ShouldBe(200);

    public static async Task UploadAsync(this TestUser user, object runData) =>
        (await user.Put("/api/users/run/data", new { username = user.Username, runData })).ShouldBe(200);

    public static object Run(
        double meters, double seconds, string start = "2024-11-22T14:00:00.000Z", double latitude = 31.2) => new
    {
        meters,
        seconds,
        latitude,
        longitude = 121.4,
        running = true,
        markers = new[] { new { latitude, longitude = 121.4, id = 1 } },
        start,
    };

    /// <summary>The usernames of a room's members in the order of the answer.</summary>
    public static string[] Names(this JsonNode room) =>
        [.. room["members"]!.AsArray().Select(member => (string)member!["username"]!)];

    public static JsonNode MemberOf(this JsonNode room, string username) =>
        room["members"]!.AsArray().Single(member => (string)member!["username"]! == username)!;

    /// <summary>The stored room, after a check of what is true of every room.</summary>
    public static async Task<RunRoom?> StoredAsync(this TestApp app, int runID)
    {
        var room = await app.Services.GetRequiredService<RoomStore>().FindRoomAsync(RunRoom.IdOf(runID)!, default);
        if (room is not null)
        {
            Assert.InRange(room.Members.Count, 1, room.Capacity);
            Assert.Equal(room.Members.Select(member => member.AccountId), room.MemberIds);
            Assert.Equal(room.MemberIds.Count, room.MemberIds.Distinct().Count());
            Assert.Equal(room.Members[0].Username, room.HostUsername);
        }

        return room;
    }

    /// <summary>Lets every request to Cosmos wait for a few random turns of other work.</summary>
    public static void Shuffle(this TestApp app, int seed)
    {
        var random = new Random(seed);
        app.Cosmos.Inject = _ => CosmosFault.Delay(async () =>
        {
            int turns;
            lock (random)
                turns = random.Next(12);
            for (var turn = 0; turn < turns; turn++)
                await Task.Yield();
        });
    }
}
