using LeRun.LocalHost.Cosmos;
using LeRun.Rooms;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace LeRun.Tests.Rooms;

public class RoomExpiryTests : ApiTests
{
    private const string Timer = "ExpireRunRooms";

    [Fact]
    public async Task Expiry_removes_exactly_the_rooms_without_activity_for_half_an_hour()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var quiet = await ann.OpenAsync();
        var uploaded = await bob.OpenAsync();
        var (joined, left, updated) = (await ann.OpenAsync(), await ann.OpenAsync(null, bob), await ann.OpenAsync());
        App.Clock.Advance(TimeSpan.FromMinutes(29));
        (await bob.JoinAsync(joined)).ShouldBe(200);
        (await bob.LeaveAsync(left)).ShouldBe(200);
        (await ann.UpdateAsync(new { runID = updated, name = "x" })).ShouldBe(200);
        await bob.UploadAsync(RoomDriver.Run(10, 5));

        await App.FireAsync(Timer);
        (await ann.SeeAsync(quiet)).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        await App.FireAsync(Timer);

        (await ann.SeeAsync(quiet)).ShouldFail(404);
        foreach (var runID in new[] { uploaded, joined, left, updated })
            (await ann.SeeAsync(runID)).ShouldBe(200);
    }

    [Fact]
    public async Task Idle_time_is_a_setting()
    {
        await using var app = await TestApp.StartAsync(settings: ("Rooms:IdleMinutes", "2"));
        var ann = await app.RegisterAsync("ann");
        var runID = await ann.OpenAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(2));

        await app.FireAsync(Timer);

        (await ann.SeeAsync(runID)).ShouldFail(404);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("721")]
    public async Task Idle_time_out_of_range_stops_the_start(string minutes)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => TestApp.StartAsync(settings: ("Rooms:IdleMinutes", minutes)));

        Assert.Contains("Rooms__IdleMinutes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_run_keeps_its_room_for_days_and_is_read_once_in_half_an_hour()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        var runID = await ann.OpenAsync(null, bob);
        var requests = 0;
        for (var minutes = 10; minutes <= 26 * 60; minutes += 10)
        {
            App.Clock.Advance(TimeSpan.FromMinutes(10));
            await bob.UploadAsync(RoomDriver.Run(minutes * 100, minutes * 60));
            requests += (await App.CosmosRequestsAsync(() => App.FireAsync(Timer))).Count;
        }

        Assert.Equal(2, (int)(await ann.SeeAsync(runID)).ShouldBe(200)["memberCount"]!);
        var ticks = 26 * 60 / 10;
        Assert.InRange(requests, ticks, ticks + (2 * ((ticks / 3) + 1)));
    }

    [Fact]
    public async Task Expiry_costs_two_requests_a_room_and_the_next_tick_finds_none()
    {
        var users = await App.RegisterManyAsync("user", 3);
        for (var i = 0; i < 4; i++)
            await users[0].OpenAsync(null, users[1..]);
        var ended = await users[0].OpenAsync(null, users[1..]);
        await users[0].SetStatusAsync(ended, "running");
        await users[1].UploadAsync(RoomDriver.Run(10, 5));
        App.Clock.Advance(TimeSpan.FromMinutes(30));

        var first = await App.CosmosRequestsAsync(() => App.FireAsync(Timer));
        var second = await App.CosmosRequestsAsync(() => App.FireAsync(Timer));

        Assert.Equal(1 + (5 * 2), first.Count);
        Assert.Single(second);
        var result = (await users[2].Get($"/api/runRoom/{ended}/result")).ShouldBe(200);
        Assert.Equal("user1", (string)result["ranking"]![0]!["username"]!);
    }

    [Fact]
    public async Task Failure_of_one_room_does_not_stop_the_rest_and_is_tried_again()
    {
        var logs = new FakeLogger<RoomExpiry>();
        await using var app = await TestApp.StartAsync(configure: services => services.AddSingleton<ILogger<RoomExpiry>>(logs));
        var ann = await app.RegisterAsync("ann");
        var rooms = new[] { await ann.OpenAsync(), await ann.OpenAsync(), await ann.OpenAsync() };
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        app.Cosmos.Inject = request => request.Operation == CosmosOperation.Delete && request.ItemId == $"{rooms[1]}"
            ? new CosmosFault.Refuse(400, null)
            : null;

        await app.FireAsync(Timer);

        (await ann.SeeAsync(rooms[0])).ShouldFail(404);
        (await ann.SeeAsync(rooms[1])).ShouldBe(200);
        (await ann.SeeAsync(rooms[2])).ShouldFail(404);
        const string Expected = "Quiet rooms: 2 removed, 0 in use, 0 changed meanwhile, 1 failed";
        Assert.Contains(
            logs.Collector.GetSnapshot(),
            log => log.Level == LogLevel.Information && log.Message.StartsWith(Expected, StringComparison.Ordinal));
        app.Cosmos.Inject = null;
        await app.FireAsync(Timer);
        (await ann.SeeAsync(rooms[1])).ShouldFail(404);
    }

    [Fact]
    public async Task Expiry_goes_on_until_no_room_is_quiet_and_passes_over_one_that_fails()
    {
        var ann = await App.RegisterAsync("ann");
        var stuck = await ann.OpenAsync();
        for (var i = 0; i < 410; i++)
            await ann.OpenAsync();
        App.Clock.Advance(TimeSpan.FromMinutes(31));
        App.Cosmos.Inject = request => request.Operation == CosmosOperation.Delete && request.ItemId == $"{stuck}"
            ? new CosmosFault.Refuse(400, null)
            : null;

        var requests = await App.CosmosRequestsAsync(() => App.FireAsync(Timer));

        Assert.Single((await ann.Get("/api/runRoom/all")).ShouldBe(200).AsArray());
        Assert.Equal(3 + (411 * 2), requests.Count);
    }

    [Fact]
    public async Task Expiry_stops_when_its_time_is_up_and_the_next_tick_goes_on()
    {
        var ann = await App.RegisterAsync("ann");
        for (var i = 0; i < 10; i++)
            await ann.OpenAsync();
        App.Clock.Advance(TimeSpan.FromMinutes(31));
        App.Cosmos.Inject = request =>
        {
            if (request is { Container: "rooms", Operation: CosmosOperation.Delete })
                App.Clock.Advance(TimeSpan.FromMinutes(1));
            return null;
        };

        await App.FireAsync(Timer);
        Assert.Equal(6, (await ann.Get("/api/runRoom/all")).ShouldBe(200).AsArray().Count);
        App.Cosmos.Inject = null;
        await App.FireAsync(Timer);
        Assert.Empty((await ann.Get("/api/runRoom/all")).ShouldBe(200).AsArray());
    }

    [Fact]
    public async Task Room_that_expiry_never_gets_to_is_gone_after_a_day()
    {
        var ann = await App.RegisterAsync("ann");
        var runID = await ann.OpenAsync();

        App.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));

        (await ann.SeeAsync(runID)).ShouldFail(404);
    }
}
