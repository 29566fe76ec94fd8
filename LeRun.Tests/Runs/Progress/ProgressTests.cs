using System.Text.Json.Nodes;
using LeRun.Tests.Support;

namespace LeRun.Tests.Runs.Progress;

/// <summary>Personal bests and statistics, over the API.</summary>
public class ProgressTests : ApiTests
{
    private const string Post = "/api/users/run/record";
    private const string Records = "/api/users/run/records/shikai";
    private const string Bests = "/api/users/run/bests/shikai";
    private const string Stats = "/api/users/run/stats/shikai";
    private const string Summary = "/api/users/run/summary/shikai";

    [Fact]
    public async Task Faster_run_tells_which_bests_it_beats_and_the_three_fastest_are_kept()
    {
        var user = await App.RegisterAsync("shikai");
        var seconds = new[] { 400, 300, 500, 350 };
        var beaten = new List<string>();
        for (var day = 0; day < seconds.Length; day++)
        {
            var run = EvenRun.Data(1000, seconds[day], $"2024-11-{10 + day}T02:00:00Z");
            var record = (await user.Post(Post, new { runRecord = run })).ShouldBe(200);
            beaten.Add(string.Join(' ', record["bestOf"]!.AsArray().Select(
                best => $"{best!["meters"]}<{Math.Round((double)best["previous"]!, 2)}")));
        }

        var bests = (await user.Get(Bests)).ShouldBe(200);

        Assert.Equal(["", "400<160 800<320 1000<400", "", ""], beaten);
        Assert.Equal([400, 800, 1000], bests["efforts"]!.AsArray().Select(best => (int)best!["meters"]!));
        Assert.Equal([300, 350, 400], bests["efforts"]![2]!["best"]!.AsArray().Select(best => (int)best!["seconds"]!));
        Assert.Equal("2024-11-11", (string?)bests["efforts"]![2]!["best"]![0]!["localDate"]);
        Assert.Equal(1000, (int)bests["longest"]!["meters"]!);
        Assert.Equal(500, (int)bests["longestTime"]!["seconds"]!);
        // Sunday the 10th is of the week before.
        Assert.Equal("2024-W46", (string?)bests["bestWeek"]!["period"]);
        Assert.Equal(3000, (int)bests["bestWeek"]!["meters"]!);
    }

    [Fact]
    public async Task Deleted_best_gives_way_to_the_next_one()
    {
        var user = await App.RegisterAsync("shikai");
        var ids = new List<string?>();
        foreach (var seconds in new[] { 300, 310, 320, 330 })
        {
            var record = EvenRun.Data(1000, seconds, $"2024-11-10T0{(seconds - 300) / 10}:00:00Z");
            ids.Add((string?)(await user.Post(Post, new { runRecord = record })).ShouldBe(200)["_id"]);
        }

        (await user.Delete($"{Records}/{ids[0]}")).ShouldBe(200);
        var after = (await user.Get(Bests)).ShouldBe(200);
        var requests = await App.CosmosRequestsAsync(() => user.Get(Bests));

        Assert.Equal([310, 320, 330], after["efforts"]![2]!["best"]!.AsArray().Select(best => (int)best!["seconds"]!));
        Assert.Single(requests);
    }

    [Fact]
    public async Task Repeated_run_counts_once()
    {
        var user = await App.RegisterAsync("shikai");
        var run = new { runRecord = EvenRun.Data(1000, 300, "2024-11-22T02:00:00Z") };

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => user.Post(Post, run)));

        Assert.Single(replies.Select(reply => reply.ShouldBe(200).ToJsonString()).Distinct());
        Assert.Equal(1, (int)(await user.Get(Summary)).ShouldBe(200)["total"]!["runs"]!);
    }

    [Fact]
    public async Task Statistics_go_by_day_week_month_and_year_and_have_the_empty_ones_too()
    {
        var user = await App.RegisterAsync("shikai");
        (string, int)[] runs = [("2024-11-18", 1000), ("2024-11-20", 2000), ("2024-10-31", 3000), ("2023-11-22", 4000)];
        foreach (var (start, meters) in runs)
            (await user.Post(Post, new { runRecord = Run.Data(meters, 600, $"{start}T02:00:00Z") })).ShouldBe(200);

        var days = (await user.Get($"{Stats}?by=day&from=2024-11-17&to=2024-11-20")).ShouldBe(200).AsArray();
        var weeks = (await user.Get($"{Stats}?by=week&from=2024-10-28&to=2024-11-24")).ShouldBe(200).AsArray();
        var months = (await user.Get(Stats)).ShouldBe(200).AsArray();
        var years = (await user.Get($"{Stats}?by=year&from=2022-01-01")).ShouldBe(200).AsArray();

        Assert.Equal([2000, 0, 1000, 0], days.Select(day => (int)day!["meters"]!));
        Assert.Equal(["2024-W47", "2024-W46", "2024-W45", "2024-W44"], weeks.Select(week => (string?)week!["period"]));
        Assert.Equal([3000, 0, 0, 3000], weeks.Select(week => (int)week!["meters"]!));
        Assert.Equal(12, months.Count);
        Assert.Equal(["2024-11", "2024-10"], months.Take(2).Select(month => (string?)month!["period"]));
        Assert.Equal([6000, 4000, 0], years.Select(year => (int)year!["meters"]!));
        Assert.Equal(400, (int)months[0]!["pace"]!);
        Assert.Equal(2000, (int)months[0]!["longest"]!);
        Assert.Equal(2, (int)months[0]!["runs"]!);
    }

    [Theory]
    [InlineData("by=hour", "by")]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2024-02-30", "to")]
    [InlineData("to=0001-01-01", "to")]
    [InlineData("from=2024-11-23&to=2024-11-22", "from")]
    [InlineData("by=day&from=2023-10-01&to=2024-11-22", "from")]
    public async Task Bad_period_is_a_400(string query, string field)
    {
        var user = await App.RegisterAsync("shikai");

        (await user.Get($"{Stats}?{query}")).ShouldFail(400, field);
    }

    [Fact]
    public async Task Four_hundred_days_may_be_asked_for()
    {
        var user = await App.RegisterAsync("shikai");

        Assert.Equal(400, (await user.Get($"{Stats}?by=day&from=2023-10-20&to=2024-11-22")).ShouldBe(200).AsArray().Count);
    }

    [Fact]
    public async Task Summary_has_totals_streaks_and_the_goal()
    {
        var user = await App.RegisterAsync("shikai");
        foreach (var day in new[] { "2024-11-21", "2024-11-20", "2024-11-19", "2024-11-14", "2024-11-05", "2024-01-02" })
            (await user.Post(Post, new { runRecord = Run.Data(1000, 300, $"{day}T02:00:00Z") })).ShouldBe(200);
        (await user.Put("/api/users/me/settings", new { goal = new { by = "week", runs = 4 } })).ShouldBe(200);

        var summary = (await user.Get(Summary)).ShouldBe(200);

        Assert.Equal(6, (int)summary["total"]!["runs"]!);
        Assert.Equal([3, 5, 6], new[] { "thisWeek", "thisMonth", "thisYear" }.Select(period => (int)summary[period]!["runs"]!));
        // Today is the 22nd, and not over yet.
        Assert.Equal("""{"days":3,"weeks":3,"longestDays":3,"longestWeeks":3}""", summary["streak"]!.ToJsonString());
        Assert.Equal("""{"by":"week","runs":4,"done":3}""", summary["goal"]!.ToJsonString());
    }

    [Theory]
    [InlineData("timeZone", "\"Mars/Olympus\"")]
    [InlineData("units", "\"furlongs\"")]
    [InlineData("weekStart", "\"wednesday\"")]
    [InlineData("goal.by", """{"by":"decade","runs":1}""")]
    [InlineData("goal.meters", """{"by":"week"}""")]
    [InlineData("goal.meters", """{"by":"week","runs":1,"meters":1000}""")]
    public async Task Bad_setting_is_a_400(string field, string value)
    {
        var user = await App.RegisterAsync("shikai");
        var body = new JsonObject { [field.Split('.')[0]] = JsonNode.Parse(value) };

        (await user.Put("/api/users/me/settings", body)).ShouldFail(400, field);

        var settings = (await user.Get("/api/users/me/settings")).ShouldBe(200);
        Assert.Equal("""{"timeZone":null,"units":"metric","weekStart":"monday","goal":null}""", settings.ToJsonString());
    }

    [Fact]
    public async Task Progress_is_for_the_runner_alone()
    {
        var user = await App.RegisterAsync("shikai");
        var stranger = await App.RegisterAsync("liyang");
        var record = (await user.Post(Post, new { runRecord = Run.Data() })).ShouldBe(200);

        foreach (var path in new[] { Bests, Stats, Summary })
        {
            (await stranger.Get(path)).ShouldFail(403);
            (await Anonymous.Get(path)).ShouldFail(401);
        }

        (await stranger.Put($"{Records}/{record["_id"]}", new { name = "mine" })).ShouldFail(403);
    }

    [Fact]
    public async Task What_is_said_of_a_record_can_be_changed()
    {
        var user = await App.RegisterAsync("shikai");
        var record = await user.Post(Post, new { runRecord = Run.Data().With("name", "Run") });
        var path = $"{Records}/{record.ShouldBe(200)["_id"]}";

        var changed = await user.Put(
            path, new { note = "Windy.\nCold.", kind = "treadmill", visibility = "public" }, ("If-Match", record.ETag!));
        (await user.Put(path, new { name = "x" }, ("If-Match", record.ETag!))).ShouldFail(412);
        var cleared = (await user.Put(path, new { name = "", note = " " })).ShouldBe(200);

        Assert.Equal("Run", (string?)changed.ShouldBe(200)["name"]);
        Assert.Equal("Windy.\nCold.", (string?)changed.Json["note"]);
        Assert.Equal("treadmill public 1", $"{changed.Json["kind"]} {changed.Json["visibility"]} {changed.Json["__v"]}");
        Assert.Null(cleared["name"]);
        Assert.Null(cleared["note"]);
        Assert.Equal(2, (int)cleared["__v"]!);
        Assert.Equal(cleared.ToJsonString(), (await user.Get(path)).ShouldBe(200).ToJsonString());
        (await user.Put(path, new { kind = "swim" })).ShouldFail(400, "kind");
        (await user.Put(path, new { note = new string('x', 501) })).ShouldFail(400, "note");
        (await user.Put($"{Records}/live", new { name = "x" })).ShouldFail(404);
        (await user.Put($"{Records}/{new string('0', 32)}", new { name = "x" })).ShouldFail(404);
    }
}
