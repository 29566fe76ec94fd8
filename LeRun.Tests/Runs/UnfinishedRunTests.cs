using System.Text.Json.Nodes;
using LeRun.Tests.Forum;
using LeRun.Tests.Support;

namespace LeRun.Tests.Runs;

/// <summary>Runs that nobody finishes, and clocks that are wrong: no run is lost.</summary>
public class UnfinishedRunTests : ApiTests
{
    private const string Records = "/api/users/run/records/shikai";
    private const string Finish = "/api/users/run/record";
    private const string Later = "2024-11-22T14:30:00Z";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Next_run_makes_a_record_of_an_unfinished_one(bool byAppend)
    {
        var user = await App.RegisterAsync("shikai");
        var first = new Phone(user);
        for (var at = 0; at < 500; at += 50)
            await first.AppendAsync(at, at + 50, seconds: at + 50);

        var second = new Phone(user, start: Later);
        (byAppend ? await second.AppendAsync(0, 2, seconds: 2) : await second.PutAsync(2, seconds: 2)).ShouldBe(200);

        var record = Assert.Single((await user.Get($"{Records}?include=markers")).ShouldBe(200).AsArray())!;
        Assert.Equal("server", (string?)record["endedBy"]);
        Assert.Equal("live", (string?)record["source"]);
        Assert.Equal(500, (int)record["seconds"]!);
        Assert.True(JsonNode.DeepEquals(Phone.Markers(0, 500), record["markers"]));
        await second.ShouldHoldAsync(2);
        Assert.Equal(["bests", "chunk", "guard", "live", "month", "record"], await TypesAsync());
    }

    [Theory]
    [InlineData(99, 60)]
    [InlineData(100, 59)]
    public async Task Run_that_nobody_would_miss_makes_no_record(double meters, double seconds)
    {
        var user = await App.RegisterAsync("shikai");
        (await user.Put("/api/users/run/data", new { runData = Run.Data(meters, seconds) })).ShouldBe(200);

        (await new Phone(user, start: Later).AppendAsync(0, 2, seconds: 2)).ShouldBe(200);

        Assert.Empty((await user.Get(Records)).ShouldBe(200).AsArray());
    }

    [Fact]
    public async Task Finished_run_makes_no_second_record_also_when_its_record_was_uploaded_or_deleted()
    {
        var user = await App.RegisterAsync("shikai");
        string[] starts = ["2024-11-22T10:00:00Z", "2024-11-22T11:00:00Z", "2024-11-22T12:00:00Z", "2024-11-22T13:00:00Z"];
        await new Phone(user, start: starts[0]).AppendAsync(0, 100, seconds: 100);
        (await user.Post(Finish, "{}")).ShouldBe(200);
        await new Phone(user, start: starts[1]).PutAsync(100, seconds: 100);
        (await user.Post(Finish, new { runRecord = Run.Data(300, 100, starts[1]) })).ShouldBe(200);
        await new Phone(user, start: starts[2]).AppendAsync(0, 100, seconds: 100);
        var uploaded = (await user.Post(Finish, new { runRecord = Run.Data(300, 100, starts[2]) })).ShouldBe(200);
        (await user.Delete($"{Records}/{uploaded["_id"]}")).ShouldBe(200);

        await new Phone(user, start: starts[3]).AppendAsync(0, 1, seconds: 1);

        var records = (await user.Get(Records)).ShouldBe(200).AsArray();
        Assert.Equal(
            ["2024-11-22T11:00:00.000Z", "2024-11-22T10:00:00.000Z"], records.Select(record => (string?)record!["start"]));
        Assert.All(records, record => Assert.Equal("runner", (string?)record!["endedBy"]));
    }

    [Fact]
    public async Task Runners_own_upload_takes_the_place_of_a_record_that_the_server_made()
    {
        var user = await App.RegisterAsync("shikai");
        await new Phone(user).AppendAsync(0, 100, seconds: 100);
        await new Phone(user, start: Later).AppendAsync(0, 1, seconds: 1);
        var made = Assert.Single((await user.Get(Records)).ShouldBe(200).AsArray())!;

        var whole = (await user.Post(Finish, new { runRecord = Run.Data(900, 300).With("name", "Long run") })).ShouldBe(200);
        var again = (await user.Post(Finish, new { runRecord = Run.Data(1200, 400) })).ShouldBe(200);

        Assert.Equal((string?)made["_id"], (string?)whole["_id"]);
        Assert.Equal("runner", (string?)whole["endedBy"]);
        Assert.Equal(900, (int)whole["meters"]!);
        Assert.Equal(1, (int)whole["__v"]!);
        Assert.Equal(whole.ToJsonString(), again.ToJsonString());
        Assert.Single((await user.Get(Records)).ShouldBe(200).AsArray());
    }

    [Fact]
    public async Task Run_goes_on_that_was_taken_for_ended_and_loses_nothing()
    {
        var user = await App.RegisterAsync("shikai");
        var (phone, watch) = (new Phone(user), new Phone(user, start: Later));
        await phone.AppendAsync(0, 300, seconds: 300);
        await watch.AppendAsync(0, 80, seconds: 80);
        App.Clock.Advance(TimeSpan.FromMinutes(2));

        // The phone has forgotten what it was told is held.
        Assert.Equal(310, phone.NextOf(await phone.AppendAsync(300, 310, seconds: 310)));

        await phone.ShouldHoldAsync(310);
        var record = (await user.Post(Finish, "{}")).ShouldBe(200);
        Assert.Equal(310, (int)record["seconds"]!);
        Assert.Equal("runner", (string?)record["endedBy"]);
        Assert.True(JsonNode.DeepEquals(Phone.Markers(0, 310), record["markers"]));
        var records = (await user.Get(Records)).ShouldBe(200).AsArray();
        Assert.Equal([80, 310], records.Select(each => (int)each!["seconds"]!));
    }

    [Fact]
    public async Task Start_of_a_wrong_clock_is_filed_under_the_servers_and_still_tells_the_run()
    {
        var user = await App.RegisterAsync("shikai");
        const string Wrong = "2033-01-01T00:00:00Z";
        var phone = new Phone(user, start: Wrong);

        var first = (await phone.AppendAsync(0, 10, seconds: 100)).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromSeconds(5));
        var second = (await phone.AppendAsync(10, 20, seconds: 105)).ShouldBe(200);
        var third = (await phone.PutAsync(30, seconds: 106)).ShouldBe(200);

        Assert.Equal("2024-11-22T14:49:51.000Z", (string?)first["start"]);
        Assert.Equal("2024-11-22T14:49:51.000Z", (string?)second["start"]);
        Assert.Equal(20, (int)second["next"]!);
        Assert.Equal("2024-11-22T14:49:51.000Z", (string?)third["runData"]!["start"]);
        await phone.ShouldHoldAsync(30);
        var record = (await user.Post(Finish, "{}")).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromHours(1));
        var again = (await user.Post(Finish, new { runRecord = Run.Data(318, 106, Wrong) })).ShouldBe(200);
        Assert.Equal(record.ToJsonString(), again.ToJsonString());
    }

    [Fact]
    public async Task Finished_run_of_a_wrong_clock_is_stored_once()
    {
        var user = await App.RegisterAsync("shikai");

        var first = (await user.Post(Finish, new { runRecord = Run.Data(start: "2033-01-01T00:00:00Z") })).ShouldBe(200);
        App.Clock.Advance(TimeSpan.FromHours(1));
        var again = (await user.Post(Finish, new { runRecord = Run.Data(start: "2033-01-01T00:00:00Z") })).ShouldBe(200);

        Assert.Equal("2024-11-22T14:26:31.000Z", (string?)first["start"]);
        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        (await user.Delete($"{Records}/{first["_id"]}")).ShouldBe(200);
        Assert.Equal(["bests", "month"], await TypesAsync());
    }

    [Fact]
    public async Task Track_that_grows_too_long_is_thinned_in_its_older_half_and_never_refused()
    {
        var user = await App.RegisterAsync("shikai");
        var phone = new Phone(user);
        // The body of 2 MiB has room for more markers than are kept, if they are short.
        var short60 = string.Join(',', Enumerable.Repeat("""{"latitude":1,"longitude":2}""", 60_000));
        var data = phone.Body(0, 0, seconds: 60_000).With("markers", "@").ToJsonString();
        var body = $$"""{"runData":{{data.Replace("\"@\"", $"[{short60}]", StringComparison.Ordinal)}}}""";
        (await user.Put("/api/users/run/data", body, ("Prefer", "return=minimal"))).ShouldBe(200);
        Assert.Null((await user.Get("/api/users/run/data/shikai?markers=none")).ShouldBe(200)["runData"]!["thinned"]);

        Assert.Equal(60_005, phone.NextOf(await phone.AppendAsync(60_000, 60_005, seconds: 60_005)));

        var live = (await user.Get("/api/users/run/data/shikai?markers=none")).ShouldBe(200)["runData"]!;
        Assert.True((bool)live["thinned"]!);
        Assert.Equal(45_005, (int)live["markerCount"]!);
        var tail = (await user.Get("/api/users/run/data/shikai?since=60000")).ShouldBe(200)["runData"]!;
        Assert.True(JsonNode.DeepEquals(Phone.Markers(60_000, 60_005), tail["markers"]));
        var record = (await user.Post(Finish, "{}")).ShouldBe(200);
        Assert.Equal(45_005, record["markers"]!.AsArray().Count);
        Assert.True((bool)record["thinned"]!);
    }

    private async Task<string[]> TypesAsync() =>
        [.. (await App.StoredAsync("runs")).Select(item => (string)item["type"]!).Distinct().Order(StringComparer.Ordinal)];
}
