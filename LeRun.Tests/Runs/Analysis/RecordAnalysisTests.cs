using System.Text.Json.Nodes;
using LeRun.Tests.Support;

namespace LeRun.Tests.Runs.Analysis;

/// <summary>The analysis of records, over the API.</summary>
public class RecordAnalysisTests : ApiTests
{
    private const string Records = "/api/users/run/records/shikai";

    [Fact]
    public async Task Record_of_a_live_run_is_analysed_by_its_uploads()
    {
        var user = await App.RegisterAsync("shikai");
        for (var seconds = 0; seconds <= 600; seconds += 5)
        {
            App.Clock.Advance(TimeSpan.FromSeconds(5));
            // Four metres a second for five minutes, two for the other five.
            var meters = seconds <= 300 ? seconds * 4 : 1200 + ((seconds - 300) * 2);
            (await user.Put("/api/users/run/data", new { runData = Run.Data(meters, seconds) })).ShouldBe(200);
        }

        var record = (await user.Post("/api/users/run/record", "{}")).ShouldBe(200);
        var analysis = (await user.Get($"{Records}/{record["_id"]}/analysis")).ShouldBe(200);

        Assert.Equal("live", (string?)analysis["source"]);
        Assert.Equal([250, 350], analysis["splits"]!.AsArray().Select(split => (double)split!["seconds"]!));
        Assert.Equal([1000, 800], analysis["splits"]!.AsArray().Select(split => (double)split!["meters"]!));
        Assert.Equal(250, (double)analysis["splits"]![0]!["pace"]!);
        Assert.Equal(100, (double)analysis["efforts"]![0]!["seconds"]!);
        Assert.Equal(1, (double)analysis["witnessed"]!);
        Assert.Equal(600, (double)analysis["movingSeconds"]!);
        Assert.InRange(analysis["curve"]!.AsArray().Count, 60, 500);
        var hundreds = (await user.Get($"{Records}/{record["_id"]}/analysis?split=100")).ShouldBe(200)["splits"]!.AsArray();
        Assert.Equal(18, hundreds.Count);
    }

    [Fact]
    public async Task Record_with_times_is_analysed_by_its_markers()
    {
        var user = await App.RegisterAsync("shikai");
        var run = Run.Data(1000, 300).With("markers", new JsonArray(
            Marker(0, 0), Marker(0.0045, 100), Marker(0.0090, 300)));

        var record = (await user.Post("/api/users/run/record", new { runRecord = run })).ShouldBe(200);
        var analysis = (await user.Get($"{Records}/{record["_id"]}/analysis?split=500")).ShouldBe(200);

        Assert.Equal("markers", (string?)analysis["source"]);
        Assert.Equal([100, 200], analysis["splits"]!.AsArray().Select(split => Math.Round((double)split!["seconds"]!)));

        static JsonNode Marker(double latitude, double at) =>
            new JsonObject { ["latitude"] = latitude, ["longitude"] = 0, ["at"] = at };
    }

    [Theory]
    [InlineData("99")]
    [InlineData("10001")]
    [InlineData("x")]
    [InlineData("NaN")]
    public async Task Bad_split_is_a_400(string split)
    {
        var user = await App.RegisterAsync("shikai");
        var record = (await user.Post("/api/users/run/record", new { runRecord = Run.Data() })).ShouldBe(200);

        (await user.Get($"{Records}/{record["_id"]}/analysis?split={split}")).ShouldFail(400, "split");
    }

    [Fact]
    public async Task Analysis_is_for_the_runner_and_of_records_that_there_are()
    {
        var user = await App.RegisterAsync("shikai");
        var stranger = await App.RegisterAsync("liyang");
        var record = (await user.Post("/api/users/run/record", new { runRecord = Run.Data() })).ShouldBe(200);

        (await stranger.Get($"{Records}/{record["_id"]}/analysis")).ShouldFail(404);
        (await Anonymous.Get($"{Records}/{record["_id"]}/analysis")).ShouldFail(401);
        (await user.Get($"{Records}/live/analysis")).ShouldFail(404);
    }
}
