using System.Text.Json.Nodes;
using LeRun.Tests.Support;
using static LeRun.Tests.Runs.Privacy.Route;

namespace LeRun.Tests.Runs.Privacy;

/// <summary>What others see of a finished run.</summary>
public class PublicRecordTests : ApiTests
{
    private const string Records = "/api/users/run/records/shikai";

    [Fact]
    public async Task Public_record_has_no_ends_and_its_middle_is_whole()
    {
        var (user, other) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        var own = await user.PublishAsync(Run(Straight(Home, 0.5, 5_000)));

        var seen = (await other.Get(PathOf(user, own))).ShouldBe(200);

        var (all, shown) = (own.Points(), seen.Points());
        var from = Array.IndexOf(all, shown[0]);
        Assert.Equal(all[from..(from + shown.Length)], shown);
        Assert.InRange(all[0].DistanceTo(shown[0]), 200, 411);
        Assert.InRange(all[^1].DistanceTo(shown[^1]), 200, 411);
        Assert.Equal(shown.Length, (int)seen["markerCount"]!);
        Assert.Equal(own["_id"]!.ToJsonString(), seen["_id"]!.ToJsonString());
        Assert.Equal((double)own["meters"]!, (double)seen["meters"]!);
        Assert.All(seen["markers"]!.AsArray(), marker =>
        {
            Assert.Null(marker!["id"]);
            Assert.Equal(["latitude", "longitude", "id", "altitude"], marker.AsObject().Select(field => field.Key));
        });
    }

    [Fact]
    public async Task Record_is_always_cut_alike_and_another_one_otherwise()
    {
        var (user, other) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        var ends = new HashSet<string>();
        for (var run = 0; run < 8; run++)
        {
            var own = await user.PublishAsync(Run(Straight(Home, 0.5, 3_000), $"2024-11-{run + 10}T06:00:00Z"));
            var first = (await other.Get(PathOf(user, own))).ShouldBe(200);
            App.Clock.Advance(TimeSpan.FromHours(1));
            await using var another = await App.StartAnotherInstanceAsync();
            var again = (await another.As(other).Get(PathOf(user, own))).ShouldBe(200);
            Assert.Equal(first.ToJsonString(), again.ToJsonString());
            ends.Add(first["markers"]![0]!.ToJsonString());
        }

        Assert.InRange(ends.Count, 4, 8);
    }

    [Fact]
    public async Task Others_see_public_records_alone_and_nobody_without_a_token_sees_any()
    {
        var (user, other) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        var hidden = (await user.Post(Post, new { runRecord = Run(Straight(Home, 1, 2_000)) })).ShouldBe(200);
        var shown = await user.PublishAsync(Run(Straight(Home, 1, 2_000), "2024-11-21T06:00:00Z"));

        Assert.Equal(2, (await user.Get(Records)).ShouldBe(200).AsArray().Count);
        var listed = Assert.Single((await other.Get(Records)).ShouldBe(200).AsArray())!;
        Assert.Equal((string?)shown["_id"], (string?)listed["_id"]);
        Assert.Null(listed["markers"]);
        Assert.Null(listed["markerCount"]);
        foreach (var path in new[] { PathOf(user, hidden), PathOf(user, hidden) + "/analysis" })
            (await other.Get(path)).ShouldFail(404);
        foreach (var path in new[] { Records, PathOf(user, shown), PathOf(user, shown) + "/analysis" })
            (await Anonymous.Get(path)).ShouldFail(401);
        (await other.Put(PathOf(user, shown), new { name = "mine" })).ShouldFail(403);
        (await other.Delete(PathOf(user, shown))).ShouldFail(403);
        (await other.Get("/api/users/run/records/nobody")).ShouldFail(404);
        (await user.Put(PathOf(user, shown), new { visibility = "private" })).ShouldBe(200);
        (await other.Get(PathOf(user, shown))).ShouldFail(404);
        Assert.Empty((await other.Get(Records)).ShouldBe(200).AsArray());
    }

    [Fact]
    public async Task Note_and_bests_are_for_the_runner_alone()
    {
        var (user, other) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        await user.PublishAsync(Run(Straight(Home, 1, 2_000), "2024-11-20T06:00:00Z"));
        var fast = Run(Straight(Home, 1, 2_000)).With("seconds", 300);
        foreach (var marker in fast["markers"]!.AsArray())
            marker!["at"] = (double)marker["at"]! * 0.4;
        var own = await user.PublishAsync(fast);
        own = (await user.Put(PathOf(user, own), new { note = "knee hurts", name = "Morning" })).ShouldBe(200);
        Assert.NotEmpty(own["bestOf"]!.AsArray());

        var seen = (await other.Get(PathOf(user, own))).ShouldBe(200);

        Assert.Null(seen["note"]);
        Assert.Empty(seen["bestOf"]!.AsArray());
        Assert.Equal("Morning", (string?)seen["name"]);
    }

    [Fact]
    public async Task Hidden_start_is_told_by_nothing()
    {
        var (user, other) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        (await user.SetPrivacyAsync(new { showStartTime = false })).ShouldBe(200);
        var records = new List<JsonNode>();
        for (var day = 10; day < 13; day++)
            records.Add(await user.PublishAsync(Run(Straight(Home, 1, 2_000), $"2024-11-{day}T06:17:23Z")));

        var page = await other.Get($"{Records}?limit=2&include=markers");
        var first = page.ShouldBe(200)[0]!;
        var id = (string)first["_id"]!;
        var single = await other.Get($"{Records}/{id}");
        var analysis = await other.Get($"{Records}/{id}/analysis");

        Assert.Equal(first.ToJsonString(), single.ShouldBe(200).ToJsonString());
        analysis.ShouldBe(200);
        foreach (var reply in new[] { page, single, analysis })
        {
            var told = $"{reply.Text} {reply.ETag} {reply.Headers.GetValueOrDefault("Link")}";
            Assert.DoesNotContain("06:17", told, StringComparison.Ordinal);
            Assert.All(records, record => Assert.DoesNotContain((string)record["_id"]!, told, StringComparison.Ordinal));
        }

        foreach (var field in new[] { "start", "end", "createdAt", "updatedAt" })
            Assert.Null(first[field]);
        Assert.Equal("2024-11-12", (string?)first["localDate"]);
        // The cursor is opaque: neither the time nor anything that follows from it can be read in it.
        var cursor = page.Next![(page.Next!.IndexOf("cursor=", StringComparison.Ordinal) + 7)..].Split('&')[0];
        var text = System.Text.Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(cursor));
        Assert.DoesNotContain("173", text, StringComparison.Ordinal);
        Assert.Single((await other.Get(page.Next!)).ShouldBe(200).AsArray());
        // Whoever was given the id may still use it; it is not given back.
        var asked = (await other.Get(PathOf(user, records[^1]))).ShouldBe(200);
        Assert.Equal(id, (string?)asked["_id"]);
        Assert.Equal("2024-11-12T06:17:23.000Z", (string?)(await user.Get(PathOf(user, records[^1]))).ShouldBe(200)["start"]);
        (await other.Get($"{Records}/AAAAAAAAAAAAAAAAAAAAAA")).ShouldFail(404);
        (await other.Get($"{Records}?cursor=AAAA")).ShouldFail(400, "cursor");
    }

    [Fact]
    public async Task Short_run_and_hidden_map_have_no_markers()
    {
        var (user, other) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        var shortRun = await user.PublishAsync(Run(Straight(Home, 1, 790)));
        var longRun = await user.PublishAsync(Run(Straight(Home, 1, 3_000), "2024-11-21T06:00:00Z"));

        Assert.Empty((await other.Get(PathOf(user, shortRun))).ShouldBe(200)["markers"]!.AsArray());
        Assert.NotEmpty((await other.Get(PathOf(user, longRun))).ShouldBe(200)["markers"]!.AsArray());
        (await user.SetPrivacyAsync(new { showMap = false })).ShouldBe(200);

        var hidden = (await other.Get(PathOf(user, longRun))).ShouldBe(200);
        Assert.Empty(hidden["markers"]!.AsArray());
        Assert.Equal(0, (int)hidden["markerCount"]!);
        Assert.Equal(301, (await user.Get(PathOf(user, longRun))).ShouldBe(200)["markers"]!.AsArray().Count);
    }

    [Fact]
    public async Task Analysis_for_others_begins_and_ends_with_what_they_see()
    {
        var (user, other) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        var run = Run(Straight(Home, 0.5, 5_000));
        // The first 200 m are walked with a pause, which is nobody's business.
        foreach (var marker in run["markers"]!.AsArray().Skip(10))
            marker!["at"] = (double)marker["at"]! + 100;
        var own = await user.PublishAsync(run.With("seconds", (double)run["seconds"]! + 100));
        var points = (await other.Get(PathOf(user, own))).ShouldBe(200).Points();
        var length = points.Zip(points.Skip(1)).Sum(pair => pair.First.DistanceTo(pair.Second));

        var analysis = (await other.Get(PathOf(user, own) + "/analysis?split=500")).ShouldBe(200);

        var curve = analysis["curve"]!.AsArray();
        Assert.Equal([0, 0], curve[0]!.AsArray().Select(value => (double)value!));
        Assert.Equal(length, (double)curve[^1]![1]!, 15.0);
        Assert.Equal(length / 3, (double)curve[^1]![0]!, 10.0);
        Assert.Empty(analysis["pauses"]!.AsArray());
        Assert.Equal(length, analysis["splits"]!.AsArray().Sum(split => (double)split!["meters"]!), 15.0);
        Assert.DoesNotContain(analysis["efforts"]!.AsArray(), effort => (double)effort!["meters"]! == 5_000);
        Assert.Single((await user.Get(PathOf(user, own) + "/analysis")).ShouldBe(200)["pauses"]!.AsArray());
        // A run that is too short for a map is an average.
        var brief = await user.PublishAsync(Run(Straight(Home, 1, 790), "2024-11-21T06:00:00Z"));
        var average = (await other.Get(PathOf(user, brief) + "/analysis")).ShouldBe(200);
        Assert.Equal("average", (string?)average["source"]);
    }

    [Fact]
    public async Task Default_visibility_is_that_of_new_runs()
    {
        var (user, other) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        (await user.Post(Post, new { runRecord = Run(Straight(Home, 1, 2_000)) })).ShouldBe(200);
        (await user.SetPrivacyAsync(new { defaultVisibility = "public" })).ShouldBe(200);
        var live = Run(Straight(Home, 1, 2_000), "2024-11-21T06:00:00Z").With("latitude", 31.2).With("longitude", 121.4);
        (await user.Put("/api/users/run/data", new { runData = live })).ShouldBe(200);
        (await user.Post(Post, "{}")).ShouldBe(200);
        (await user.Post(Post, new { runRecord = Run(Straight(Home, 1, 2_000), "2024-11-20T06:00:00Z") })).ShouldBe(200);

        Assert.Equal(2, (await other.Get(Records)).ShouldBe(200).AsArray().Count);
    }
}
