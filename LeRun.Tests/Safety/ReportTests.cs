using LeRun.Tests.Forum;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;
using LeRun.Tests.Users.Pictures;
using static LeRun.Tests.Forum.ForumDriver;

namespace LeRun.Tests.Safety;

/// <summary>Reports, and the cases that they open.</summary>
public class ReportTests : IAsyncLifetime
{
    private TestApp? _app;

    private TestApp App => _app!;

    public async Task InitializeAsync() => _app = await TestApp.StartAsync(
        settings: [("Auth:Moderators", "mod"), ("Auth:TokenLifetime", "60.00:00:00"), ("Limits:ReportsPerDay", "20")]);

    public async Task DisposeAsync() => await _app!.DisposeAsync();

    [Fact]
    public async Task Report_opens_a_case_with_what_was_seen_and_the_same_again_is_the_first()
    {
        var (ann, bob, mod) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"), await App.RegisterAsync("mod"));
        var post = await ann.WritePostAsync("Buy pills");

        var report = await bob.ReportAsync("post", post, "spam", "look");
        App.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(report.ToJsonString(), (await bob.ReportAsync("post", post, "abuse")).ToJsonString());
        await mod.ReportAsync("post", post, "spam");

        Assert.Equal("post", (string)report["kind"]!);
        Assert.Equal(post, (string)report["id"]!);
        Assert.Equal("2024-11-22T14:51:31.000Z", (string)report["createdAt"]!);
        var found = Assert.Single((await mod.CasesAsync()).AsArray())!;
        Assert.Equal((string)report["case"]!, (string)found["_id"]!);
        Assert.Equal("Buy pills", (string)found["snapshot"]!["title"]!);
        Assert.Equal(("ann", post), ((string)found["target"]!["username"]!, (string)found["target"]!["id"]!));
        Assert.Equal(2, (int)found["count"]!);
        Assert.Equal("""{"spam":2}""", found["reasons"]!.ToJsonString());
        Assert.Equal("2024-11-23T14:51:31.000Z", (string)found["dueAt"]!);
        Assert.Equal("open", (string)found["status"]!);
    }

    [Fact]
    public async Task Every_kind_can_be_reported_and_what_is_not_seen_is_not_found()
    {
        var (ann, bob, mod) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"), await App.RegisterAsync("mod"));
        var post = await ann.WritePostAsync();
        var room = await ann.OpenAsync(new { name = "Rude" });
        (await ann.Post("/api/users/update/profilepic", PictureBodies.Body("raw", SamplePictures.Png))).ShouldBe(200);
        var record = (string)(await ann.Post("/api/users/run/record", new { runRecord = Run.Data() })).ShouldBe(200)["_id"]!;
        foreach (var (kind, id) in new[]
        {
            ("record", record), ("picture", "bob"), ("post", "x"), ("user", "nobody"), ("room", "1"),
        })
            (await bob.Post("/api/reports", new { kind, id, reason = "other" })).ShouldFail(404);
        (await ann.Put($"/api/users/run/records/ann/{record}", new { visibility = "public", name = "Fast" })).ShouldBe(200);

        foreach (var (kind, id) in new[]
        {
            ("post", post), ("comment", await ann.WriteCommentAsync(post)), ("user", "ANN"), ("picture", ann.Id),
            ("room", $"{room}"), ("record", record),
        })
            await bob.ReportAsync(kind, id, "other");

        var cases = (await mod.CasesAsync()).AsArray();
        Assert.Equal(
            ["post", "comment", "user", "picture", "room", "record"], cases.Select(found => (string)found!["target"]!["kind"]!));
        Assert.Equal("Rude", (string)cases[4]!["snapshot"]!["name"]!);
        var picture = (string)cases[3]!["snapshot"]!["picture"]!;
        Assert.Contains("/api/users/profilepic/ann/image?v=", picture, StringComparison.Ordinal);
        Assert.Single((await mod.CasesAsync("?kind=room")).AsArray());
        var first = (await mod.Get("/api/reports?limit=4")).ShouldHave(200);
        Assert.Equal(2, (await mod.Get(first.Next!)).ShouldBe(200).AsArray().Count);
        (await mod.Get("/api/reports?kind=dog")).ShouldFail(400, "kind");
        (await mod.Get("/api/reports?status=shut")).ShouldFail(400, "status");
        (await bob.Post("/api/reports", new { kind = "post", id = post, reason = "boring" })).ShouldFail(400, "reason");
        foreach (var stranger in new[] { bob, ann })
            (await stranger.Get("/api/reports")).ShouldFail(403);
        (await App.Anonymous.Get("/api/reports")).ShouldFail(401);
    }

    [Fact]
    public async Task Three_reporters_hide_a_thing_by_themselves_if_their_accounts_are_older_than_a_day()
    {
        var ann = await App.RegisterAsync("ann");
        var old = await App.RegisterManyAsync("old", 3);
        App.Clock.Advance(TimeSpan.FromDays(1));
        var young = await App.RegisterManyAsync("young", 3);
        var post = await ann.WritePostAsync();
        foreach (var user in young.Concat(old[..2]))
            await user.ReportAsync("post", post, "abuse");
        (await young[0].Get($"{Posts}/{post}")).ShouldBe(200);

        await old[2].ReportAsync("post", post, "abuse");

        (await young[0].Get($"{Posts}/{post}")).ShouldFail(404);
        (await App.Anonymous.Get($"{Posts}/{post}")).ShouldFail(404);
        Assert.True((bool)(await ann.Get($"{Posts}/{post}")).ShouldBe(200)["hidden"]!);
        Assert.Empty((await young[0].Get(Posts)).ShouldBe(200).AsArray());
        Assert.Single((await ann.Get(Posts)).ShouldBe(200).AsArray());
        (await young[0].Post($"{Posts}/{post}/likePost")).ShouldFail(404);
        (await young[0].Post($"{Posts}/{post}/comments", new { content = "c" })).ShouldFail(404);
        (await ann.Put($"{Posts}/{post}", new { title = "Better" })).ShouldBe(200);
        (await young[0].Get($"{Posts}/{post}")).ShouldFail(404);
    }

    [Fact]
    public async Task Flood_of_reports_from_many_at_once_is_counted_exactly_and_one_account_sends_twenty_a_day()
    {
        var (ann, mod) = (await App.RegisterAsync("ann"), await App.RegisterAsync("mod"));
        var users = await App.RegisterManyAsync("user", 12);
        var post = await ann.WritePostAsync();
        await using var second = await App.StartAnotherInstanceAsync();
        App.Shuffle(seed: 7);

        await Task.WhenAll(users.Select((user, number) =>
            (number % 2 == 0 ? user : second.As(user)).ReportAsync("post", post, "spam")));
        App.Cosmos.Inject = null;

        Assert.Equal(12, (int)Assert.Single((await mod.CasesAsync()).AsArray())!["count"]!);
        var posts = await Task.WhenAll(Enumerable.Range(0, 21).Select(_ => ann.WritePostAsync()));
        for (var number = 0; number < 19; number++)
            await users[0].ReportAsync("post", posts[number], "spam");
        var late = await users[0].Post("/api/reports", new { kind = "post", id = posts[20], reason = "spam" });
        Assert.Equal("tooManyReports", (string)late.ShouldFail(429)["code"]!);
        await users[0].ReportAsync("post", post, "spam");
        App.Clock.Advance(TimeSpan.FromDays(1));
        await users[0].ReportAsync("post", posts[20], "spam");
    }

    [Fact]
    public async Task Reports_go_with_the_account_that_sent_them_and_decided_cases_with_the_one_they_are_about()
    {
        var (ann, bob, mod) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"), await App.RegisterAsync("mod"));
        var (one, two) = (await ann.WritePostAsync(), await ann.WritePostAsync());
        await bob.ReportAsync("post", one, "spam");
        await bob.ReportAsync("post", two, "illegal");
        await mod.ResolveAsync(await mod.CaseOfAsync(one), new { action = "hide" });

        foreach (var username in new[] { "bob", "ann" })
            (await App.Anonymous.Delete("/api/users/delete", new { username, password = TestApp.Password })).ShouldBe(200);
        await App.CleanUpAsync();

        var left = Assert.Single(await App.StoredAsync("moderation"));
        Assert.Equal("illegal", left["reasons"]!.AsObject().Single().Key);
        Assert.Equal("Morning run", (string)(await mod.CaseOfAsync(two))["snapshot"]!["title"]!);
        await mod.ResolveAsync(await mod.CaseOfAsync(two), new { action = "suspend" });
        Assert.Empty((await mod.CasesAsync()).AsArray());
    }
}
