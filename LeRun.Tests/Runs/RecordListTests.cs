using System.Text.Json.Nodes;
using LeRun.Tests.Support;

namespace LeRun.Tests.Runs;

/// <summary>Listing, reading and deleting records.</summary>
public class RecordListTests : ApiTests
{
    private const string Post = "/api/users/run/record";
    private const string List = "/api/users/run/records/shikai";

    [Fact]
    public async Task Lists_come_newest_start_first_without_markers_unless_asked()
    {
        var user = await App.RegisterAsync("shikai");
        foreach (var hour in new[] { 11, 13, 10, 12 })
        {
            var run = Run.Data(start: $"2024-11-22T{hour}:00:00Z", markers: hour);
            (await user.Post(Post, new { runRecord = run })).ShouldBe(200);
        }

        var plain = (await user.Get(List)).ShouldBe(200).AsArray();
        var full = (await user.Get($"{List}?include=markers")).ShouldBe(200).AsArray();

        Assert.Equal([13, 12, 11, 10], plain.Select(record => (int)record!["markerCount"]!));
        Assert.All(plain, record => Assert.False(record!.AsObject().ContainsKey("markers")));
        Assert.Equal([13, 12, 11, 10], full.Select(record => record!["markers"]!.AsArray().Count));
    }

    [Fact]
    public async Task Paging_misses_none_and_repeats_none_while_runs_are_added()
    {
        var user = await App.RegisterAsync("shikai");
        for (var minute = 10; minute < 35; minute++)
            (await user.Post(Post, new { runRecord = Run.Data(start: $"2024-11-22T10:{minute}:00Z") })).ShouldBe(200);

        var starts = new List<string>();
        for (var path = $"{List}?limit=10&include=markers"; path is not null;)
        {
            var page = await user.Get(path);
            starts.AddRange(page.ShouldBe(200).AsArray().Select(record => (string)record!["start"]!));
            Assert.All(page.Json.AsArray(), record => Assert.NotNull(record!["markers"]));
            path = page.Next;
            (await user.Post(Post, new { runRecord = Run.Data(start: $"2024-11-22T11:{starts.Count}:00Z") })).ShouldBe(200);
        }

        Assert.Equal(Enumerable.Range(10, 25).Reverse().Select(minute => $"2024-11-22T10:{minute}:00.000Z"), starts);
    }

    [Fact]
    public async Task Page_of_large_records_is_cut_by_size_and_goes_on()
    {
        var user = await App.RegisterAsync("shikai");
        for (var hour = 10; hour < 14; hour++)
            (await user.Post(Post, new { runRecord = Noise(hour) })).ShouldBe(200);

        var count = 0;
        for (var path = $"{List}?include=markers"; path is not null;)
        {
            var page = await user.Get(path);
            count += page.ShouldBe(200).AsArray().Count;
            path = page.Next;
        }

        Assert.Equal(4, count);

        // Coordinates that do not compress.
        static JsonObject Noise(int hour)
        {
            var random = new Random(hour);
            var data = Run.Data(start: $"2024-11-22T{hour}:00:00Z");
            data["markers"] = new JsonArray([.. Enumerable.Range(0, 20_000).Select(JsonNode (_) => new JsonObject
            {
                ["latitude"] = random.NextDouble() * 90, ["longitude"] = random.NextDouble() * 180,
            })]);
            return data;
        }
    }

    [Fact]
    public async Task Deleted_record_is_returned_and_gone_and_may_be_uploaded_again()
    {
        var user = await App.RegisterAsync("shikai");
        var record = (await user.Post(Post, new { runRecord = Run.Data() }, ("Idempotency-Key", "k"))).ShouldBe(200);
        var path = $"{List}/{record["_id"]}";

        (await user.Delete(path, null, ("If-Match", "\"other\""))).ShouldFail(412);
        Assert.Equal(record.ToJsonString(), (await user.Delete(path)).ShouldBe(200).ToJsonString());

        (await user.Delete(path)).ShouldFail(404);
        (await user.Get(path)).ShouldFail(404);
        Assert.Empty((await user.Get(List)).ShouldBe(200).AsArray());
        var again = (await user.Post(Post, new { runRecord = Run.Data() }, ("Idempotency-Key", "k"))).ShouldBe(200);
        Assert.NotEqual((string?)record["_id"], (string?)again["_id"]);
    }

    [Fact]
    public async Task Delete_succeeds_once_however_many_delete_a_record_at_once()
    {
        var user = await App.RegisterAsync("shikai");
        var path = $"{List}/{(await user.Post(Post, new { runRecord = Run.Data() })).ShouldBe(200)["_id"]}";

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => user.Delete(path)));

        Assert.Single(replies, reply => reply.Status == 200);
        Assert.Equal(7, replies.Count(reply => reply.Status == 404));
    }

    [Fact]
    public async Task Records_of_others_are_not_seen_stored_or_deleted()
    {
        var user = await App.RegisterAsync("shikai");
        var stranger = await App.RegisterAsync("liyang");
        var id = (string)(await user.Post(Post, new { runRecord = Run.Data() })).ShouldBe(200)["_id"]!;

        Assert.Empty((await stranger.Get(List)).ShouldBe(200).AsArray());
        (await stranger.Get($"{List}/{id}")).ShouldFail(404);
        (await stranger.Delete($"{List}/{id}")).ShouldFail(403);
        (await stranger.Post(Post, new { username = "shikai", runRecord = Run.Data() })).ShouldFail(403);
        (await stranger.Get($"/api/users/run/records/liyang/{id}")).ShouldFail(404);
        (await Anonymous.Get(List)).ShouldFail(401);
        (await user.Get($"{List}/{id}")).ShouldBe(200);
    }

    [Theory]
    [InlineData("live")]
    [InlineData("start-1732284000000")]
    [InlineData("x")]
    [InlineData("a%2Fb")]
    [InlineData("01A20649326170000000000000000000")]
    public async Task Id_of_another_item_of_the_runner_is_a_404(string id)
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Put("/api/users/run/data", new { runData = Run.Data() })).ShouldBe(200);
        (await user.Post(Post, "{}")).ShouldBe(200);

        (await user.Get($"{List}/{id}")).ShouldFail(404);
        (await user.Delete($"{List}/{id}")).ShouldFail(404);
    }
}
