using System.Text.Json.Nodes;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;

namespace LeRun.Tests.Runs;

/// <summary>Storing finished runs.</summary>
public class RecordTests : ApiTests
{
    private const string Post = "/api/users/run/record";
    private const string List = "/api/users/run/records/shikai";

    [Fact]
    public async Task Record_is_returned_in_its_documented_shape_and_read_back()
    {
        var user = await App.RegisterAsync("Shikai");
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
            ["endedBy"] = "runner",
            ["source"] = "upload",
            ["localDate"] = "2024-11-22",
            ["movingSeconds"] = 1500,
            ["note"] = null,
            ["kind"] = "run",
            ["visibility"] = "private",
            ["bestOf"] = new JsonArray(),
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
        var user = await App.RegisterAsync("shikai");
        var run = Run.Data(meters: 0.5);
        foreach (var field in new[] { "latitude", "longitude", "markers", "running" })
            run.Remove(field);

        var record = (await user.Post(Post, new { runData = run })).ShouldBe(200);

        Assert.Equal("2024-11-22T14:25:00.000Z", (string?)record["end"]);
        Assert.Null(record["pace"]);
        Assert.Null(record["name"]);
        Assert.Empty(record["markers"]!.AsArray());
    }

    [Fact]
    public async Task Empty_body_finishes_the_live_run()
    {
        var user = await App.RegisterAsync("shikai");
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
    public async Task Second_upload_of_a_start_returns_the_first_record_unchanged()
    {
        var user = await App.RegisterAsync("shikai");
        var first = (await user.Post(Post, new { runRecord = Run.Data() })).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromHours(1));

        var sameStart = Run.Data(meters: 1, start: "2024-11-22T22:00:00+08:00");
        var second = (await user.Post(Post, new { runRecord = sameStart })).ShouldBe(200);

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Single((await user.Get(List)).ShouldBe(200).AsArray());
    }

    [Fact]
    public async Task Second_upload_of_an_idempotency_key_returns_the_first_record_unchanged()
    {
        var user = await App.RegisterAsync("shikai");
        var other = await App.RegisterAsync("liyang");
        var first = (await user.Post(Post, new { runRecord = Run.Data() }, ("Idempotency-Key", "k1"))).ShouldBe(200);

        var (at13, at12) = (Run.Data(start: "2024-11-22T13:00:00Z"), Run.Data(start: "2024-11-22T12:00:00Z"));
        var second = (await user.Post(Post, new { runRecord = at13 }, ("Idempotency-Key", "k1"))).ShouldBe(200);
        var others = (await other.Post(Post, new { runRecord = Run.Data() }, ("Idempotency-Key", "k1"))).ShouldBe(200);

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.NotEqual((string?)first["_id"], (string?)others["_id"]);
        (await user.Post(Post, new { runRecord = at12 }, ("Idempotency-Key", "k2"))).ShouldBe(200);
        var badKey = await user.Post(Post, new { runRecord = Run.Data() }, ("Idempotency-Key", "bad key"));
        badKey.ShouldFail(400, "Idempotency-Key");
        Assert.Equal(2, (await user.Get(List)).ShouldBe(200).AsArray().Count);
    }

    [Fact]
    public async Task Retries_at_once_make_one_record()
    {
        var user = await App.RegisterAsync("shikai");

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => user.Post(Post, new { runRecord = Run.Data() })));

        Assert.Single(replies.Select(reply => (string)reply.ShouldBe(200)["_id"]!).Distinct());
        Assert.Single((await user.Get(List)).ShouldBe(200).AsArray());
    }

    [Fact]
    public async Task Record_whose_response_was_lost_is_the_one_that_a_retry_returns()
    {
        var user = await App.RegisterAsync("shikai");
        App.Cosmos.Inject = request => request.Operation == CosmosOperation.Batch ? CosmosFault.DropAfterCommit : null;
        await user.Post(Post, new { runRecord = Run.Data() });
        App.Cosmos.Inject = null;

        var retried = (await user.Post(Post, new { runRecord = Run.Data() })).ShouldBe(200);

        var records = (await user.Get(List)).ShouldBe(200).AsArray();
        Assert.Equal((string?)retried["_id"], (string?)Assert.Single(records)!["_id"]);
    }

    [Theory]
    [InlineData("end", "2024-11-22T13:59:59Z")]
    [InlineData("name", "a\u0000b")]
    public async Task Bad_field_is_a_400_that_names_it_and_stores_nothing(string field, string value)
    {
        var user = await App.RegisterAsync("shikai");

        (await user.Post(Post, new { runRecord = Run.Data().With(field, value) })).ShouldFail(400, $"runRecord.{field}");
        (await user.Post(Post, new { runData = Run.Data().With(field, value) })).ShouldFail(400, $"runData.{field}");

        Assert.Empty((await user.Get(List)).ShouldBe(200).AsArray());
    }

    [Theory]
    [InlineData("meters")]
    [InlineData("seconds")]
    public async Task Run_of_absurd_length_is_refused(string field)
    {
        var user = await App.RegisterAsync("shikai");

        (await user.Post(Post, new { runRecord = Run.Data().With(field, 1e7) })).ShouldBe(200);
        (await user.Post(Post, new { runRecord = Run.Data().With(field, 1e7 + 1) })).ShouldFail(400, $"runRecord.{field}");
    }
}
