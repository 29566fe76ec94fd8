using System.Text.Json.Nodes;
using LeRun.Tests.Support;

namespace LeRun.Tests.Runs;

public class LiveRunTests : ApiTests
{
    private const string Path = "/api/users/run/data";

    [Fact]
    public async Task Upload_is_returned_and_read_back_as_it_was_sent()
    {
        var user = await App.RegisterAsync("Shikai");

        var put = await user.Put(Path, new { username = "shikai", runData = Run.Data() });
        var get = await user.Get($"{Path}/SHIKAI");

        Assert.Equal("Shikai", (string?)put.ShouldBe(200)["username"]);
        Assert.Equal("2024-11-22T14:51:31.000Z", (string?)put.Json["updatedAt"]);
        var expected = Run.Data().With("start", "2024-11-22T14:00:00.000Z");
        Assert.True(JsonNode.DeepEquals(expected, put.Json["runData"]), put.Text);
        Assert.Equal(put.Json.ToJsonString(), get.ShouldBe(200).ToJsonString());
        Assert.Equal(put.ETag, get.ETag);
        Assert.Equal(304, (await user.Get($"{Path}/shikai", ("If-None-Match", get.ETag!))).Status);
    }

    [Fact]
    public async Task Later_upload_replaces_the_one_before()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Put(Path, new { runData = Run.Data(100, 30) })).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromSeconds(5));
        (await user.Put(Path, new { runData = Run.Data(120, 35, markers: 5) })).ShouldBe(200);

        var live = (await user.Get($"{Path}/shikai")).ShouldBe(200);

        Assert.Equal(120, (int)live["runData"]!["meters"]!);
        Assert.Equal(5, live["runData"]!["markers"]!.AsArray().Count);
        Assert.Equal("2024-11-22T14:51:36.000Z", (string?)live["updatedAt"]);
    }

    [Fact]
    public async Task Overtaken_upload_does_not_move_the_runner_backwards()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Put(Path, new { runData = Run.Data(100, 30) })).ShouldBe(200);
        (await user.Put(Path, new { runData = Run.Data(120, 35) })).ShouldBe(200);

        var late = (await user.Put(Path, new { runData = Run.Data(110, 32) })).ShouldBe(200);
        var otherRun = (await user.Put(Path, new { runData = Run.Data(1, 1, "2024-11-22T13:00:00Z") })).ShouldBe(200);

        Assert.Equal(120, (int)late["runData"]!["meters"]!);
        Assert.Equal(1, (int)otherRun["runData"]!["meters"]!);
    }

    [Fact]
    public async Task Live_run_is_not_seen_or_changed_by_others()
    {
        var user = await App.RegisterAsync("shikai");
        var stranger = await App.RegisterAsync("liyang");
        (await user.Put(Path, new { runData = Run.Data() })).ShouldBe(200);

        (await stranger.Get($"{Path}/shikai")).ShouldFail(403);
        (await stranger.Put(Path, new { username = "shikai", runData = Run.Data() })).ShouldFail(403);
        (await Anonymous.Get($"{Path}/shikai")).ShouldFail(401);
        (await Anonymous.Put(Path, new { username = "shikai", runData = Run.Data() })).ShouldFail(401);
    }

    [Fact]
    public async Task Live_run_is_kept_for_7_days_after_the_last_upload()
    {
        await using var app = await TestApp.StartAsync(settings: [("Auth:TokenLifetime", "30.00:00:00")]);
        var user = await app.RegisterAsync("shikai");
        (await user.Get($"{Path}/shikai")).ShouldFail(404);
        (await user.Put(Path, new { runData = Run.Data(100, 30) })).ShouldBe(200);
        app.Clock.Advance(TimeSpan.FromHours(23));
        (await user.Put(Path, new { runData = Run.Data(120, 35) })).ShouldBe(200);

        app.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Null((await user.Get($"{Path}/shikai")).ShouldBe(200)["unfinished"]);
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.True((bool)(await user.Get($"{Path}/shikai")).ShouldBe(200)["unfinished"]!);
        app.Clock.Advance(TimeSpan.FromDays(6) - TimeSpan.FromSeconds(1));
        (await user.Get($"{Path}/shikai")).ShouldBe(200);
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        (await user.Get($"{Path}/shikai")).ShouldFail(404);
        (await user.Put(Path, new { runData = Run.Data(1, 1) })).ShouldBe(200);
        (await user.Get($"{Path}/shikai")).ShouldBe(200);
    }

    [Theory]
    [InlineData("meters", "-1")]
    [InlineData("meters", "1e999")]
    [InlineData("meters", "\"5\"")]
    [InlineData("meters", null)]
    [InlineData("seconds", "-0.5")]
    [InlineData("seconds", null)]
    [InlineData("latitude", "90.1")]
    [InlineData("latitude", "-90.1")]
    [InlineData("latitude", null)]
    [InlineData("longitude", "180.5")]
    [InlineData("longitude", "true")]
    [InlineData("running", "\"yes\"")]
    [InlineData("start", "\"yesterday\"")]
    [InlineData("start", "1732287091")]
    [InlineData("start", null)]
    [InlineData("markers", "7")]
    [InlineData("markers[0].latitude", "91")]
    [InlineData("markers[0].longitude", null)]
    [InlineData("markers[0].id", "\"x\"")]
    [InlineData("markers[0].id", "1.5")]
    public async Task Bad_field_is_a_400_that_names_it_and_changes_nothing(string field, string? value)
    {
        var user = await App.RegisterAsync("shikai");
        var data = Run.Data();
        var (target, name) = field.StartsWith("markers[0].", StringComparison.Ordinal)
            ? (data["markers"]![0]!.AsObject(), field["markers[0].".Length..])
            : (data, field);
        target.Remove(name);
        var body = $$"""{"runData":{{data.ToJsonString()}}}""";
        if (value is not null)
        {
            target[name] = "@value";
            body = $$"""{"runData":{{data.ToJsonString()}}}""".Replace("\"@value\"", value, StringComparison.Ordinal);
        }

        (await user.Put(Path, body)).ShouldFail(400, $"runData.{field}");
        (await user.Get($"{Path}/shikai")).ShouldFail(404);
    }

    [Fact]
    public async Task Fields_that_are_wrong_are_all_named_at_once()
    {
        var user = await App.RegisterAsync("shikai");

        var problem = (await user.Put(Path, """{"runData":{"markers":[]}}""")).ShouldFail(400, "runData.meters");

        Assert.Equal(
            ["runData.meters", "runData.seconds", "runData.latitude", "runData.longitude", "runData.start"],
            problem["errors"]!.AsObject().Select(error => error.Key));
        (await user.Put(Path, "{}")).ShouldFail(400, "runData");
    }

    [Fact]
    public async Task Twenty_thousand_markers_are_stored_to_the_last_digit()
    {
        var user = await App.RegisterAsync("shikai");

        (await user.Put(Path, new { runData = Run.Data(markers: 20_000) })).ShouldBe(200);

        var markers = (await user.Get($"{Path}/shikai")).ShouldBe(200)["runData"]!["markers"];
        Assert.True(JsonNode.DeepEquals(Run.Data(markers: 20_000)["markers"], markers));
    }

    [Fact]
    public async Task Marker_ids_may_come_as_numbers_or_texts_and_are_returned_as_numbers()
    {
        var user = await App.RegisterAsync("shikai");
        var data = Run.Data();
        data["markers"]![0]!["id"] = "1733738400123";
        data["markers"]![1]!.AsObject().Remove("id");

        var stored = (await user.Put(Path, new { runData = data })).ShouldBe(200)["runData"]!["markers"]!;

        Assert.Equal(1733738400123, (long)stored[0]!["id"]!);
        Assert.Null(stored[1]!["id"]);
    }

    [Fact]
    public async Task Start_may_be_a_day_ahead_and_in_any_zone_that_it_names()
    {
        var user = await App.RegisterAsync("shikai");

        var zoned = (await user.Put(Path, new { runData = Run.Data(start: "2024-11-23T22:51:31+08:00") })).ShouldBe(200);
        (await user.Put(Path, new { runData = Run.Data(start: "2024-11-22T10:00:00") })).ShouldFail(400, "runData.start");

        Assert.Equal("2024-11-23T14:51:31.000Z", (string?)zoned["runData"]!["start"]);
    }

    [Fact]
    public async Task If_match_is_honoured()
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Put(Path, new { runData = Run.Data(100, 30) }, ("If-Match", "*"))).ShouldFail(412);
        var first = (await user.Put(Path, new { runData = Run.Data(100, 30) })).ShouldHave(200).ETag!;

        var second = (await user.Put(Path, new { runData = Run.Data(110, 31) }, ("If-Match", first))).ShouldHave(200).ETag!;
        (await user.Put(Path, new { runData = Run.Data(120, 32) }, ("If-Match", first))).ShouldFail(412);
        (await user.Put(Path, new { runData = Run.Data(130, 33) }, ("If-Match", $"{first}, {second}"))).ShouldBe(200);
        (await user.Put(Path, new { runData = Run.Data(140, 34) }, ("If-Match", "*"))).ShouldBe(200);

        Assert.Equal(140, (int)(await user.Get($"{Path}/shikai")).ShouldBe(200)["runData"]!["meters"]!);
    }

    [Fact]
    public async Task Uploads_at_once_leave_the_latest()
    {
        var user = await App.RegisterAsync("shikai");

        var replies = await Task.WhenAll(Enumerable.Range(1, 40).Select(i => user.Put(Path, new { runData = Run.Data(i, i) })));

        Assert.All(replies, reply => reply.ShouldHave(200));
        Assert.Equal(40, (int)(await user.Get($"{Path}/shikai")).ShouldBe(200)["runData"]!["seconds"]!);
    }
}
