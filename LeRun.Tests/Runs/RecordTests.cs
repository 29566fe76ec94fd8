using System.Text.Json.Nodes;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;

namespace LeRun.Tests.Runs;

public class RecordTests
{
    private const string Post = "/api/users/run/record";
    private const string List = "/api/users/run/records/shikai";

    [Fact]
    public async Task A_record_is_answered_in_its_documented_shape_and_read_back()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("Shikai");
        var run = Run.Data().With("end", "2024-11-22T14:30:00Z").With("name", "Morning run");

        var record = (await user.Post(Post, new { username = "shikai", runRecord = run })).ShouldBe(200);

        var expected = new JsonObject
        {
            ["_id"] = (string?)record["_id"],
            ["username"] = "Shikai",
            ["name"] = "Morning run",
            ["meters"] = 5000,
            ["seconds"] = 1500,
            ["pace"] = 300,
            ["start"] = "2024-11-22T14:00:00.000Z",
            ["end"] = "2024-11-22T14:30:00.000Z",
            ["markers"] = run["markers"]!.DeepClone(),
            ["markerCount"] = 2,
            ["createdAt"] = "2024-11-22T14:51:31.000Z",
            ["updatedAt"] = "2024-11-22T14:51:31.000Z",
            ["__v"] = 0,
        };
        Assert.True(JsonNode.DeepEquals(expected, record), record.ToJsonString());
        var read = await user.Get($"{List}/{record["_id"]}");
        Assert.True(JsonNode.DeepEquals(expected, read.ShouldBe(200)), read.Text);
        Assert.Equal(304, (await user.Get($"{List}/{record["_id"]}", ("If-None-Match", read.ETag!))).Status);
    }

    [Fact]
    public async Task Run_data_is_another_name_for_the_record_and_the_end_follows_from_the_seconds()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        var run = Run.Data(meters: 0.5).With("latitude", null).With("longitude", null).With("markers", null).With("running", null);

        var record = (await user.Post(Post, new { runData = run })).ShouldBe(200);

        Assert.Equal("2024-11-22T14:25:00.000Z", (string?)record["end"]);
        Assert.Null(record["pace"]);
        Assert.Null(record["name"]);
        Assert.Empty(record["markers"]!.AsArray());
    }

    [Fact]
    public async Task An_empty_body_finishes_the_current_run()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        (await user.Post(Post, "{}")).ShouldFail(409);
        (await user.Put("/api/users/run/data", new { runData = Run.Data() })).ShouldBe(200);

        var record = (await user.Post(Post, "{}")).ShouldBe(200);
        var again = (await user.Post(Post)).ShouldBe(200);

        Assert.Equal(5000, (int)record["meters"]!);
        Assert.Equal(2, record["markers"]!.AsArray().Count);
        Assert.Equal(record.ToJsonString(), again.ToJsonString());
        Assert.False((bool)(await user.Get("/api/users/run/data/shikai")).ShouldBe(200)["runData"]!["running"]!);
        Assert.Single((await user.Get(List)).ShouldBe(200).AsArray());
    }

    [Fact]
    public async Task A_second_upload_of_a_start_answers_the_first_record_unchanged()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        var first = (await user.Post(Post, new { runRecord = Run.Data() })).ShouldBe(200);
        app.Clock.Advance(TimeSpan.FromHours(1));

        var second = (await user.Post(Post, new { runRecord = Run.Data(meters: 1, start: "2024-11-22T22:00:00+08:00") })).ShouldBe(200);

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Single((await user.Get(List)).ShouldBe(200).AsArray());
    }

    [Fact]
    public async Task A_second_upload_of_an_idempotency_key_answers_the_first_record_unchanged()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        var other = await app.RegisterAsync("liyang");
        var first = (await user.Post(Post, new { runRecord = Run.Data() }, ("Idempotency-Key", "k1"))).ShouldBe(200);

        var second = (await user.Post(Post, new { runRecord = Run.Data(start: "2024-11-22T13:00:00Z") }, ("Idempotency-Key", "k1"))).ShouldBe(200);
        var others = (await other.Post(Post, new { runRecord = Run.Data() }, ("Idempotency-Key", "k1"))).ShouldBe(200);

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.NotEqual((string?)first["_id"], (string?)others["_id"]);
        (await user.Post(Post, new { runRecord = Run.Data(start: "2024-11-22T12:00:00Z") }, ("Idempotency-Key", "k2"))).ShouldBe(200);
        (await user.Post(Post, new { runRecord = Run.Data() }, ("Idempotency-Key", "bad key"))).ShouldFail(400, "Idempotency-Key");
        Assert.Equal(2, (await user.Get(List)).ShouldBe(200).AsArray().Count);
    }

    [Fact]
    public async Task Retries_at_once_make_one_record()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => user.Post(Post, new { runRecord = Run.Data() })));

        Assert.Single(replies.Select(reply => (string)reply.ShouldBe(200)["_id"]!).Distinct());
        Assert.Single((await user.Get(List)).ShouldBe(200).AsArray());
    }

    [Fact]
    public async Task A_record_whose_answer_was_lost_is_the_one_a_retry_answers()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        app.Cosmos.Inject = request => request.Operation == CosmosOperation.Batch ? CosmosFault.DropAfterCommit : null;
        await user.Post(Post, new { runRecord = Run.Data() });
        app.Cosmos.Inject = null;

        var retried = (await user.Post(Post, new { runRecord = Run.Data() })).ShouldBe(200);

        var records = (await user.Get(List)).ShouldBe(200).AsArray();
        Assert.Equal((string?)retried["_id"], (string?)Assert.Single(records)!["_id"]);
    }

    [Fact]
    public async Task Lists_come_newest_start_first_without_markers_unless_asked()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        foreach (var hour in new[] { 11, 13, 10, 12 })
            (await user.Post(Post, new { runRecord = Run.Data(start: $"2024-11-22T{hour}:00:00Z", markers: hour) })).ShouldBe(200);

        var plain = (await user.Get(List)).ShouldBe(200).AsArray();
        var full = (await user.Get($"{List}?include=markers")).ShouldBe(200).AsArray();

        Assert.Equal([13, 12, 11, 10], plain.Select(record => (int)record!["markerCount"]!));
        Assert.All(plain, record => Assert.False(record!.AsObject().ContainsKey("markers")));
        Assert.Equal([13, 12, 11, 10], full.Select(record => record!["markers"]!.AsArray().Count));
    }

    [Fact]
    public async Task Paging_misses_none_and_repeats_none_while_runs_are_added()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
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
    public async Task A_page_of_large_records_is_cut_by_size_and_goes_on()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
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
    public async Task A_deleted_record_is_answered_and_gone_and_may_be_uploaded_again()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
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
    public async Task Of_two_deleting_a_record_at_once_one_succeeds()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        var path = $"{List}/{(await user.Post(Post, new { runRecord = Run.Data() })).ShouldBe(200)["_id"]}";

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => user.Delete(path)));

        Assert.Single(replies, reply => reply.Status == 200);
        Assert.Equal(7, replies.Count(reply => reply.Status == 404));
    }

    [Fact]
    public async Task Nobody_else_sees_stores_or_deletes_them()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        var stranger = await app.RegisterAsync("liyang");
        var id = (string)(await user.Post(Post, new { runRecord = Run.Data() })).ShouldBe(200)["_id"]!;

        (await stranger.Get(List)).ShouldFail(403);
        (await stranger.Get($"{List}/{id}")).ShouldFail(403);
        (await stranger.Delete($"{List}/{id}")).ShouldFail(403);
        (await stranger.Post(Post, new { username = "shikai", runRecord = Run.Data() })).ShouldFail(403);
        (await stranger.Get($"/api/users/run/records/liyang/{id}")).ShouldFail(404);
        (await app.Anonymous.Get(List)).ShouldFail(401);
        (await user.Get($"{List}/{id}")).ShouldBe(200);
    }

    [Theory]
    [InlineData("live")]
    [InlineData("start-1732284000000")]
    [InlineData("x")]
    [InlineData("a%2Fb")]
    [InlineData("01A20649326170000000000000000000")]
    public async Task What_is_no_record_is_a_404(string id)
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");
        (await user.Put("/api/users/run/data", new { runData = Run.Data() })).ShouldBe(200);
        (await user.Post(Post, "{}")).ShouldBe(200);

        (await user.Get($"{List}/{id}")).ShouldFail(404);
        (await user.Delete($"{List}/{id}")).ShouldFail(404);
    }

    [Theory]
    [InlineData("end", "2024-11-22T13:59:59Z")]
    [InlineData("name", "a\u0000b")]
    [InlineData("start", "2024-11-24T14:51:31Z")]
    public async Task A_bad_field_is_a_400_that_names_it_and_stores_nothing(string field, string value)
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");

        (await user.Post(Post, new { runRecord = Run.Data().With(field, value) })).ShouldFail(400, $"runRecord.{field}");
        (await user.Post(Post, new { runData = Run.Data().With(field, value) })).ShouldFail(400, $"runData.{field}");

        Assert.Empty((await user.Get(List)).ShouldBe(200).AsArray());
    }

    [Theory]
    [InlineData("meters")]
    [InlineData("seconds")]
    public async Task A_run_of_absurd_length_is_refused(string field)
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.RegisterAsync("shikai");

        (await user.Post(Post, new { runRecord = Run.Data().With(field, 1e7) })).ShouldBe(200);
        (await user.Post(Post, new { runRecord = Run.Data().With(field, 1e7 + 1) })).ShouldFail(400, $"runRecord.{field}");
    }
}
