using System.Text.Json.Nodes;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Runs;
using LeRun.Tests.Support;

namespace LeRun.Tests.Rooms;

/// <summary>One request a tick: uploads that carry what is new in a room.</summary>
public class RoomTickTests : ApiTests
{
    [Fact]
    public async Task Upload_carries_what_others_in_the_room_did_since()
    {
        var (mine, fellow, runID) = await OpenAsync();
        await fellow.AppendAsync(0, 10, seconds: 10);

        var first = (await TickAsync(mine, 0, 5, runID, since: null))["room"]!;
        var quiet = await TickAsync(mine, 5, 6, runID, (string)first["cursor"]!);
        await fellow.AppendAsync(10, 12, seconds: 12);
        var moved = (await TickAsync(mine, 6, 7, runID, (string)first["cursor"]!))["room"]!;
        var put = (await mine.User.Put(
            $"/api/users/run/data?room={runID}&since={moved["cursor"]}", new { runData = mine.Body(0, 8, 8) })).ShouldBe(200);

        Assert.Equal(["shikai", "liyang"], Usernames(first));
        Assert.True(JsonNode.DeepEquals(Phone.Markers(0, 10), first["members"]![1]!["runData"]!["markers"]));
        Assert.True(quiet.AsObject().ContainsKey("room"));
        Assert.Null(quiet["room"]);
        Assert.Equal(["liyang"], Usernames(moved));
        var data = moved["members"]![0]!["runData"]!;
        Assert.True(JsonNode.DeepEquals(Phone.Markers(10, 12), data["markers"]));
        Assert.Equal(10, (int)data["markersFrom"]!);
        Assert.Equal("2024-11-22T14:51:31.000Z", (string?)moved["serverTime"]);
        Assert.InRange((int)moved["nextPollSeconds"]!, 2, 15);
        Assert.True(put.AsObject().ContainsKey("room"));
        Assert.Null(put["room"]);
    }

    [Fact]
    public async Task Upload_of_others_than_members_is_stored_without_a_room()
    {
        var (_, _, runID) = await OpenAsync();
        var stranger = new Phone(await App.RegisterAsync("wangwei"));

        foreach (var (room, next) in new[] { ($"{runID}", 1), ("100000", 2), ("x", 3) })
        {
            var reply = await TickAsync(stranger, next - 1, next, room, since: null);
            Assert.False(reply.AsObject().ContainsKey("room"));
            Assert.Equal(next, (int)reply["next"]!);
        }

        await stranger.ShouldHoldAsync(3);
    }

    [Fact]
    public async Task Bad_cursor_is_a_400_and_stores_nothing()
    {
        var (mine, _, runID) = await OpenAsync();

        (await mine.User.Post($"{Phone.Append}?room={runID}&since=!", mine.Body(0, 1, 1))).ShouldFail(400, "since");

        (await mine.User.Get("/api/users/run/data/shikai")).ShouldFail(404);
    }

    [Fact]
    public async Task Upload_counts_though_its_room_cannot_be_read()
    {
        var (mine, _, runID) = await OpenAsync();
        App.Cosmos.Inject = request => request.Container == "rooms" ? CosmosFault.Unreachable : null;

        await mine.User.Post($"{Phone.Append}?room={runID}", mine.Body(0, 1, 1));
        App.Cosmos.Inject = null;

        await mine.ShouldHoldAsync(1);
    }

    [Fact]
    public async Task Poll_has_new_markers_only_and_none_where_none_are_asked_for()
    {
        var (mine, fellow, runID) = await OpenAsync();
        for (var at = 0; at < 400; at += 20)
            await fellow.AppendAsync(at, at + 20, seconds: at + 20);
        var all = (await mine.User.Get($"/api/runRoom/{runID}")).ShouldBe(200);
        var none = (await mine.User.Get($"/api/runRoom/{runID}?markers=none")).ShouldBe(200);
        for (var at = 400; at < 800; at += 20)
            await fellow.AppendAsync(at, at + 20, seconds: at + 20);

        var fresh = (await mine.User.Get($"/api/runRoom/{runID}?markers=new&since={none["cursor"]}")).ShouldBe(200);

        Assert.True(JsonNode.DeepEquals(Phone.Markers(0, 400), all["members"]![1]!["runData"]!["markers"]));
        Assert.Null(none["members"]![1]!["runData"]!["markers"]);
        Assert.Equal(400, (int)none["members"]![1]!["runData"]!["markerCount"]!);
        Assert.Equal(["liyang"], Usernames(fresh));
        Assert.True(JsonNode.DeepEquals(Phone.Markers(400, 800), fresh["members"]![0]!["runData"]!["markers"]));
        (await mine.User.Get($"/api/runRoom/{runID}?markers=some")).ShouldFail(400, "markers");
    }

    [Fact]
    public async Task Heads_are_kept_for_as_long_as_the_setting_says()
    {
        await using var app = await TestApp.StartAsync(settings: ("Rooms:KeepHeadsSeconds", "2"));
        var (mine, fellow, runID) = await OpenAsync(app);
        await fellow.AppendAsync(0, 1, seconds: 1);

        // The first request of a user reads their blocks.
        (await mine.User.Get("/api/users/liyang")).ShouldBe(200);
        Task PollAsync() => mine.User.Get($"/api/runRoom/{runID}?markers=none");
        var first = await app.CosmosRequestsAsync(PollAsync);
        var second = await app.CosmosRequestsAsync(PollAsync);
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        var later = await app.CosmosRequestsAsync(PollAsync);

        Assert.Equal([2, 1, 2], [first.Count, second.Count, later.Count]);
    }

    private Task<(Phone Mine, Phone Fellow, int RunID)> OpenAsync() => OpenAsync(App);

    private static async Task<(Phone Mine, Phone Fellow, int RunID)> OpenAsync(TestApp app)
    {
        var (host, fellow) = (await app.RegisterAsync("shikai"), await app.RegisterAsync("liyang"));
        var runID = (int)(await host.Post("/api/runRoom/create", new { })).ShouldBe(200)["runID"]!;
        (await fellow.Post("/api/runRoom/join", new { runID })).ShouldBe(200);
        return (new Phone(host), new Phone(fellow), runID);
    }

    private static Task<JsonNode> TickAsync(Phone phone, int from, int to, int runID, string? since) =>
        TickAsync(phone, from, to, $"{runID}", since);

    private static async Task<JsonNode> TickAsync(Phone phone, int from, int to, string runID, string? since) =>
        (await phone.User.Post(
            $"{Phone.Append}?room={runID}{(since is null ? "" : $"&since={since}")}", phone.Body(from, to, to))).ShouldBe(200);

    private static IEnumerable<string?> Usernames(JsonNode room) =>
        room["members"]!.AsArray().Select(member => (string?)member!["username"]);
}
