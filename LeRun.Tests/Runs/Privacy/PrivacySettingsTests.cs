using System.Text.Json.Nodes;
using LeRun.Runs.Privacy;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static LeRun.Tests.Runs.Privacy.Route;

namespace LeRun.Tests.Runs.Privacy;

/// <summary>The privacy settings, and when they hold.</summary>
public class PrivacySettingsTests : ApiTests
{
    [Fact]
    public async Task Privacy_has_defaults_and_what_is_left_out_stays()
    {
        var user = await App.RegisterAsync("shikai");
        var defaults = new JsonObject
        {
            ["defaultVisibility"] = "private",
            ["trimMeters"] = 200,
            ["showMap"] = true,
            ["showStartTime"] = true,
            ["zones"] = new JsonArray(),
            ["hideInRooms"] = false,
        };
        Assert.True(JsonNode.DeepEquals(defaults, (await user.Get(Settings)).ShouldBe(200)));
        var zone = new { name = "home", latitude = 31.2, longitude = 121.4, radius = 500 };

        (await user.SetPrivacyAsync(new { trimMeters = 1600, zones = new[] { zone }, hideInRooms = true })).ShouldBe(200);
        var set = (await user.SetPrivacyAsync(new { showMap = false })).ShouldBe(200);

        Assert.Equal(set.ToJsonString(), (await user.Get(Settings)).ShouldBe(200).ToJsonString());
        Assert.Equal(1600, (double)set["trimMeters"]!);
        Assert.False((bool)set["showMap"]!);
        Assert.Equal("home", (string?)Assert.Single(set["zones"]!.AsArray())!["name"]);
        Assert.Empty((await user.SetPrivacyAsync(new { zones = Array.Empty<object>() })).ShouldBe(200)["zones"]!.AsArray());
        (await Anonymous.Get(Settings)).ShouldFail(401);
    }

    [Theory]
    [InlineData("""{"trimMeters":1601}""", "trimMeters")]
    [InlineData("""{"trimMeters":-1}""", "trimMeters")]
    [InlineData("""{"defaultVisibility":"link"}""", "defaultVisibility")]
    [InlineData("""{"zones":[{"latitude":91,"longitude":0,"radius":100}]}""", "zones[0].latitude")]
    [InlineData("""{"zones":[{"latitude":9,"longitude":0,"radius":99}]}""", "zones[0].radius")]
    [InlineData("""{"zones":[{"latitude":9,"longitude":0,"radius":2001}]}""", "zones[0].radius")]
    [InlineData("""{"zones":[{"latitude":9,"radius":200}]}""", "zones[0].longitude")]
    public async Task Bad_field_is_a_400_that_names_it(string body, string field)
    {
        var user = await App.RegisterAsync("shikai");

        (await user.SetPrivacyAsync(body)).ShouldFail(400, field);
    }

    [Fact]
    public async Task Eleventh_zone_is_refused()
    {
        var user = await App.RegisterAsync("shikai");
        var zones = Enumerable.Repeat(new { latitude = 1, longitude = 2, radius = 100 }, 11).ToArray();

        (await user.SetPrivacyAsync(new { zones })).ShouldFail(400, "zones");
        (await user.SetPrivacyAsync(new { zones = zones[1..] })).ShouldBe(200);
    }

    [Fact]
    public async Task Change_holds_for_history_at_once_here_and_within_a_minute_elsewhere()
    {
        await using var another = await App.StartAnotherInstanceAsync();
        var (user, other) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        var own = await user.PublishAsync(Run(Straight(Home, 1, 4_000)));
        Assert.NotEmpty(await SeenAsync(App));
        Assert.NotEmpty(await SeenAsync(another));

        (await user.SetPrivacyAsync(new { showMap = false })).ShouldBe(200);

        Assert.Empty(await SeenAsync(App));
        App.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(await SeenAsync(another));

        async Task<JsonArray> SeenAsync(TestApp app) =>
            (await app.As(other).Get(PathOf(user, own))).ShouldBe(200)["markers"]!.AsArray();
    }

    [Fact]
    public void Read_that_began_before_a_change_or_lags_behind_it_does_not_undo_it()
    {
        var (cache, now) = (App.Services.GetRequiredService<PrivacyCache>(), App.Clock.GetUtcNow());
        var before = RunnerPrivacy.None("a") with { Version = 1 };

        cache.Remember(before with { Version = 2, ShowMap = false }, now);
        var read = cache.Remember(before, now);

        Assert.False(read.ShowMap);
        App.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Null(cache.Recall("a"));
        Assert.False(cache.Remember(before, App.Clock.GetUtcNow()).ShowMap);
        Assert.False(cache.Recall("a")!.ShowMap);
    }

    [Fact]
    public async Task Two_changes_at_once_both_hold()
    {
        var user = await App.RegisterAsync("shikai");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async i => (await user.SetPrivacyAsync(
            i % 2 == 0 ? new JsonObject { ["showMap"] = false } : new JsonObject { ["hideInRooms"] = true })).ShouldBe(200)));

        var set = (await user.Get(Settings)).ShouldBe(200);
        Assert.False((bool)set["showMap"]!);
        Assert.True((bool)set["hideInRooms"]!);
    }

    [Fact]
    public async Task Fellows_see_meters_but_no_position_in_a_hidden_zone()
    {
        var (user, fellow) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        var runID = await fellow.OpenAsync(null, user);
        var zone = new { latitude = Home.Latitude, longitude = Home.Longitude, radius = 300 };
        (await user.SetPrivacyAsync(new { zones = new[] { zone }, hideInRooms = true })).ShouldBe(200);
        await UploadAsync(100);

        var (own, room, data) = await SeenAsync();
        Assert.Equal(11, own["markers"]!.AsArray().Count);
        Assert.NotNull(own["latitude"]);
        foreach (var seen in new[] { room, data })
        {
            Assert.Null(seen["latitude"]);
            Assert.Null(seen["longitude"]);
            Assert.Empty(seen["markers"]!.AsArray());
            Assert.Equal(100, (double)seen["meters"]!, 1.0);
        }

        await UploadAsync(2_000);
        (own, room, data) = await SeenAsync();
        foreach (var seen in new[] { room, data })
        {
            Assert.NotNull(seen["latitude"]);
            Assert.Equal(own.Points()[^1], seen.Points()[^1]);
            Assert.InRange(seen.Points()[0].DistanceTo(Home), 300, 511);
        }

        (await user.SetPrivacyAsync(new { hideInRooms = false })).ShouldBe(200);
        Assert.Equal(201, (await SeenAsync()).Room["markers"]!.AsArray().Count);

        async Task UploadAsync(double meters)
        {
            var run = Run(Straight(Home, 1, meters));
            var last = run["markers"]!.AsArray()[^1]!;
            await user.UploadAsync(run.With("latitude", (double)last["latitude"]!).With("longitude", (double)last["longitude"]!));
        }

        async Task<(JsonNode Own, JsonNode Room, JsonNode Data)> SeenAsync() => (
            (await user.Get("/api/users/run/data/shikai")).ShouldBe(200)["runData"]!,
            (await fellow.SeeAsync(runID)).ShouldBe(200).MemberOf("shikai")["runData"]!,
            (await fellow.Get("/api/users/run/data/shikai")).ShouldBe(200)["runData"]!);
    }
}
