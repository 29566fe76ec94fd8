using System.Text.Json.Nodes;
using LeRun.Tests.Support;

namespace LeRun.Tests.Runs;

/// <summary>Uploading what is new of a run.</summary>
public class AppendTests : ApiTests
{
    [Fact]
    public async Task Appends_and_whole_uploads_make_one_track()
    {
        var phone = new Phone(await App.RegisterAsync("Shikai"));

        var first = await phone.AppendAsync(0, 3, seconds: 3);
        var second = await phone.AppendAsync(3, 5, seconds: 5);
        await phone.PutAsync(9, seconds: 9);
        await phone.AppendAsync(9, 12, seconds: 12);

        Assert.Equal(
            """
            {"username":"Shikai","start":"2024-11-22T14:00:00.000Z","next":3,
            "updatedAt":"2024-11-22T14:51:31.000Z","serverTime":"2024-11-22T14:51:31.000Z"}
            """.Replace("\n", "", StringComparison.Ordinal),
            first.ShouldBe(200).ToJsonString());
        Assert.Equal(5, (int)second.ShouldBe(200)["next"]!);
        await phone.ShouldHoldAsync(12);
        Assert.Equal(12, (int)(await phone.ReadAsync())["seconds"]!);
    }

    [Fact]
    public async Task Repeated_late_and_overlapping_appends_change_nothing_that_is_held()
    {
        var phone = new Phone(await App.RegisterAsync("shikai"));
        await phone.AppendAsync(0, 4, seconds: 4);
        await phone.AppendAsync(4, 8, seconds: 8);

        Assert.Equal(8, phone.NextOf(await phone.AppendAsync(4, 8, seconds: 8)));
        Assert.Equal(8, phone.NextOf(await phone.AppendAsync(0, 4, seconds: 4)));
        Assert.Equal(10, phone.NextOf(await phone.AppendAsync(6, 10, seconds: 10)));
        Assert.Equal(12, phone.NextOf(await phone.AppendAsync(9, 12, seconds: 9)));

        await phone.ShouldHoldAsync(12);
        Assert.Equal(10, (int)(await phone.ReadAsync())["seconds"]!);
    }

    [Fact]
    public async Task Beyond_a_gap_position_and_totals_are_taken_and_next_says_where_to_resume()
    {
        var phone = new Phone(await App.RegisterAsync("shikai"));
        await phone.AppendAsync(0, 2, seconds: 2);

        Assert.Equal(2, phone.NextOf(await phone.AppendAsync(5, 7, seconds: 7)));
        Assert.Equal(7, (int)(await phone.ReadAsync())["seconds"]!);
        await phone.ShouldHoldAsync(2);

        Assert.Equal(7, phone.NextOf(await phone.AppendAsync(2, 7, seconds: 7)));
        await phone.ShouldHoldAsync(7);
    }

    [Fact]
    public async Task Run_that_begins_in_its_middle_asks_for_its_beginning()
    {
        var phone = new Phone(await App.RegisterAsync("shikai"));

        Assert.Equal(0, phone.NextOf(await phone.AppendAsync(5, 7, seconds: 7)));
        Assert.Equal(7, phone.NextOf(await phone.AppendAsync(0, 7, seconds: 7)));

        await phone.ShouldHoldAsync(7);
    }

    [Fact]
    public async Task Another_device_is_told_of_the_run_under_way_unless_it_takes_over()
    {
        var user = await App.RegisterAsync("shikai");
        var (watch, phone) = (new Phone(user, "watch"), new Phone(user, "phone", "2024-11-22T14:30:00Z"));
        await watch.AppendAsync(0, 2, seconds: 2);

        var refused = (await phone.AppendAsync(0, 1, seconds: 1)).ShouldFail(409);
        Assert.Equal("otherRun", (string?)refused["code"]);
        Assert.Equal(
            """{"start":"2024-11-22T14:00:00.000Z","updatedAt":"2024-11-22T14:51:31.000Z","device":"watch"}""",
            refused["current"]!.ToJsonString());
        (await phone.AppendAsync(0, 1, seconds: 1, takeover: true)).ShouldBe(200);
        (await watch.AppendAsync(2, 3, seconds: 3)).ShouldFail(409);

        App.Clock.Advance(TimeSpan.FromSeconds(61));
        (await watch.AppendAsync(0, 3, seconds: 3)).ShouldBe(200);
        await watch.ShouldHoldAsync(3);
    }

    [Fact]
    public async Task Device_that_sends_no_name_is_the_same_one_and_a_late_append_of_the_run_before_changes_nothing()
    {
        var user = await App.RegisterAsync("shikai");
        var (before, now) = (new Phone(user), new Phone(user, start: "2024-11-22T14:30:00Z"));
        await before.AppendAsync(0, 2, seconds: 2);
        (await now.AppendAsync(0, 1, seconds: 1)).ShouldBe(200);

        Assert.Equal("otherRun", (string?)(await before.AppendAsync(2, 4, seconds: 4)).ShouldFail(409)["code"]);

        await now.ShouldHoldAsync(1);
    }

    [Fact]
    public async Task Markers_are_read_from_a_place_on_or_not_at_all()
    {
        var phone = new Phone(await App.RegisterAsync("shikai"));
        for (var at = 0; at < 400; at += 20)
            await phone.AppendAsync(at, at + 20, seconds: at + 20);

        foreach (var since in new[] { 0, 7, 380, 399, 400, 500 })
        {
            var data = (await phone.User.Get($"/api/users/run/data/shikai?since={since}")).ShouldBe(200)["runData"]!;
            Assert.Equal(Math.Min(since, 400), (int)data["markersFrom"]!);
            Assert.True(JsonNode.DeepEquals(Phone.Markers(Math.Min(since, 400), 400), data["markers"]), $"{since}");
        }

        var bare = (await phone.User.Get("/api/users/run/data/shikai?markers=none")).ShouldBe(200)["runData"]!;
        Assert.Null(bare["markers"]);
        Assert.Equal(400, (int)bare["markerCount"]!);
        (await phone.User.Get("/api/users/run/data/shikai?markers=some")).ShouldFail(400, "markers");
        (await phone.User.Get("/api/users/run/data/shikai?since=-1")).ShouldFail(400, "since");
    }

    [Fact]
    public async Task Minimal_response_has_the_number_of_markers_in_their_place()
    {
        var user = await App.RegisterAsync("shikai");

        var reply = await user.Put(
            "/api/users/run/data", new { runData = Run.Data() }, ("Prefer", "respond-async, return=minimal"));

        Assert.Null(reply.ShouldBe(200)["runData"]!["markers"]);
        Assert.Equal(2, (int)reply.Json["runData"]!["markerCount"]!);
        Assert.Equal("return=minimal", reply.Headers["Preference-Applied"]);
    }

    [Theory]
    [InlineData("from", null)]
    [InlineData("from", "-1")]
    [InlineData("from", "1.5")]
    [InlineData("start", null)]
    [InlineData("meters", null)]
    [InlineData("latitude", "91")]
    [InlineData("device", "\"\"")]
    [InlineData("markers", "7")]
    public async Task Bad_field_is_a_400_that_names_it_and_changes_nothing(string field, string? value)
    {
        var user = await App.RegisterAsync("shikai");
        var body = new Phone(user).Body(0, 1, seconds: 1).With(field, value is null ? null : JsonNode.Parse(value));

        (await user.Post(Phone.Append, body)).ShouldFail(400, field);

        (await user.Get("/api/users/run/data/shikai")).ShouldFail(404);
    }

    [Fact]
    public async Task Request_takes_a_thousand_markers()
    {
        var phone = new Phone(await App.RegisterAsync("shikai"));

        (await phone.AppendAsync(0, 1001, seconds: 1)).ShouldFail(400, "markers");
        Assert.Equal(1000, phone.NextOf(await phone.AppendAsync(0, 1000, seconds: 1)));

        await phone.ShouldHoldAsync(1000);
    }

    [Fact]
    public async Task Live_run_is_not_appended_to_by_others_and_may_be_dropped_by_its_runner()
    {
        var phone = new Phone(await App.RegisterAsync("shikai"));
        var stranger = await App.RegisterAsync("liyang");
        (await phone.User.Delete("/api/users/run/data")).ShouldFail(404);
        for (var at = 0; at < 400; at += 100)
            await phone.AppendAsync(at, at + 100, seconds: at + 100);

        (await stranger.Post(Phone.Append, phone.Body(0, 1, seconds: 1).With("username", "shikai"))).ShouldFail(403);
        (await Anonymous.Post(Phone.Append, phone.Body(0, 1, seconds: 1))).ShouldFail(401);
        var dropped = (await phone.User.Delete("/api/users/run/data")).ShouldBe(200);

        Assert.Equal(400, (int)dropped["runData"]!["markerCount"]!);
        (await phone.User.Get("/api/users/run/data/shikai")).ShouldFail(404);
        await phone.AppendAsync(0, 2, seconds: 2);
        await phone.ShouldHoldAsync(2);
    }
}
