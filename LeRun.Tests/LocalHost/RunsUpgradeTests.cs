using System.Text.Json.Nodes;
using LeRun.LocalHost;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Support;

namespace LeRun.Tests.LocalHost;

/// <summary>Runs of a data folder from before they were kept by account.</summary>
public class RunsUpgradeTests
{
    private const string Data = "/api/users/run/data";
    private const string Records = "/api/users/run/records/olduser";

    [Fact]
    public async Task Old_record_and_live_run_are_read_back_as_they_were()
    {
        using var folder = await OldDataFolder.MakeAsync();
        await using var app = await folder.StartAsync();

        await CheckAsync(app);
    }

    [Fact]
    public async Task Old_runs_are_there_after_further_starts()
    {
        using var folder = await OldDataFolder.MakeAsync();
        for (var start = 0; start < 3; start++)
        {
            await using var app = await folder.StartAsync();
            await CheckAsync(app);
        }

        Assert.False(File.Exists(folder.FileOf("runs-by-username.json")));
        Assert.False(File.Exists(folder.FileOf("runs-by-username.log")));
    }

    [Fact]
    public async Task Old_record_is_the_one_that_a_second_upload_of_the_run_returns()
    {
        using var folder = await OldDataFolder.MakeAsync();
        await using var app = await folder.StartAsync();
        var user = await app.LoginAsync("olduser");

        var byStart = await user.Post("/api/users/run/record", new { runRecord = Run.Data(start: "2026-11-20T10:00:00Z") });
        var byKey = await user.Post(
            "/api/users/run/record", new { runRecord = Run.Data(start: "2026-11-21T10:00:00Z") }, ("Idempotency-Key", "once"));

        Assert.Equal((string?)OldDataFolder.Record["_id"], (string?)byStart.ShouldBe(200)["_id"]);
        Assert.Equal((string?)OldDataFolder.Record["_id"], (string?)byKey.ShouldBe(200)["_id"]);
    }

    [Fact]
    public async Task Appends_go_on_from_an_old_live_run()
    {
        using var folder = await OldDataFolder.MakeAsync();
        await using var app = await folder.StartAsync();
        var user = await app.LoginAsync("olduser");
        var more = Run.Data(markers: 5)["markers"]!.AsArray();

        foreach (var (from, sent) in new[] { (12, 3), (15, 2) })
        {
            var append = Run.Data(600 + from, 200 + from, (string)OldDataFolder.Live["runData"]!["start"]!)
                .With("markers", new JsonArray([.. more.Skip(from - 12).Take(sent).Select(marker => marker!.DeepClone())]))
                .With("from", from);
            Assert.Equal(from + sent, (int)(await user.Post($"{Data}/append", append)).ShouldBe(200)["next"]!);
        }

        await CheckTrackAsync(user, more);
    }

    [Fact]
    public async Task Whole_uploads_go_on_from_an_old_live_run()
    {
        using var folder = await OldDataFolder.MakeAsync();
        await using var app = await folder.StartAsync();
        var user = await app.LoginAsync("olduser");
        var more = Run.Data(markers: 5)["markers"]!.AsArray();

        foreach (var sent in new[] { 3, 5 })
        {
            var runData = Run.Data(600 + sent, 200 + sent, (string)OldDataFolder.Live["runData"]!["start"]!)
                .With("markers", WithOldMarkers(more.Take(sent)));
            (await user.Put(Data, new { runData })).ShouldBe(200);
        }

        await CheckTrackAsync(user, more);
    }

    [Fact]
    public async Task Old_live_run_stays_for_its_runner_as_long_as_a_new_one()
    {
        using var folder = await OldDataFolder.MakeAsync();
        await using (var app = await folder.StartAsync(TimeSpan.FromDays(6)))
        {
            var user = await app.LoginAsync("olduser");
            Assert.True((bool?)(await user.Get($"{Data}/olduser")).ShouldBe(200)["unfinished"]);
            app.Clock.Advance(TimeSpan.FromDays(1));
            (await user.Get($"{Data}/olduser")).ShouldHave(404);
        }

        using var older = await OldDataFolder.MakeAsync();
        await using var later = await older.StartAsync(TimeSpan.FromDays(8));
        (await (await later.LoginAsync("olduser")).Get($"{Data}/olduser")).ShouldHave(404);
        Assert.Single((await (await later.LoginAsync("olduser")).Get(Records)).ShouldBe(200).AsArray());
    }

    [Fact]
    public async Task Start_says_in_one_line_what_was_brought_over_and_leaves_out_runs_of_deleted_accounts()
    {
        using var folder = await OldDataFolder.MakeAsync(new JsonObject
        {
            ["id"] = "live",
            ["type"] = "live",
            ["username"] = "gone",
        });
        await using (var app = LocalApp.Create(OptionsFor(folder)))
        {
            await app.StartAsync();
            Assert.Equal(
                "Runs are kept by account now: 7 items brought over, 1 left out that had expired or whose account is deleted.",
                app.Upgraded);
        }

        await using var again = LocalApp.Create(OptionsFor(folder));
        await again.StartAsync();
        Assert.Null(again.Upgraded);
    }

    [Theory]
    [MemberData(nameof(PowerCut.Ways), MemberType = typeof(PowerCut))]
    public async Task Upgrade_that_is_killed_at_a_write_is_completed_by_the_next_start(string way)
    {
        for (var (write, happened) = (1, true); happened; write++)
        {
            using var folder = await OldDataFolder.MakeAsync();
            await using (var killed = LocalApp.Create(OptionsFor(folder)))
            {
                var cut = new PowerCut(killed.Storage.Cosmos, write, way);
                await cut.DuringAsync(async () => await Xunit.Record.ExceptionAsync(() => killed.StartAsync()));
                happened = cut.Happened;
            }

            await using var app = await folder.StartAsync();
            await CheckAsync(app);
            Assert.True(happened || write == 8, $"There were {write - 1} writes.");
        }
    }

    [Fact]
    public async Task Upgrade_that_is_killed_between_two_files_is_completed_by_the_next_start()
    {
        // The old definition is copied, the log gets its new name, the old definition goes.
        using var folder = await OldDataFolder.MakeAsync();
        var definition = (await File.ReadAllTextAsync(folder.FileOf("runs.json")))
            .Replace("\"runs\"", "\"runs-by-username\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.FileOf("runs-by-username.json"), definition);
        File.Move(folder.FileOf("runs.log"), folder.FileOf("runs-by-username.log"));
        await using (var app = await folder.StartAsync())
            await CheckAsync(app);

        // At the end the old log goes, and then its definition.
        await File.WriteAllTextAsync(folder.FileOf("runs-by-username.json"), definition);
        await using (var app = await folder.StartAsync())
            await CheckAsync(app);
        Assert.False(File.Exists(folder.FileOf("runs-by-username.json")));
    }

    [Fact]
    public async Task Old_folder_that_another_process_uses_is_left_alone()
    {
        using var folder = await OldDataFolder.MakeAsync();
        var inUse = Path.Combine(folder.Path, "cosmos", "LOCK");
        await using (File.Open(inUse, FileMode.Open, FileAccess.Read, FileShare.None))
            Assert.Throws<DataFolderInUseException>(() => LocalApp.Create(OptionsFor(folder)));

        Assert.True(File.Exists(folder.FileOf("runs.log")));
        Assert.False(File.Exists(folder.FileOf("runs-by-username.json")));
    }

    private static LocalAppOptions OptionsFor(OldDataFolder folder) => new()
    {
        DataFolder = folder.Path,
        Clock = new TestClock { Now = OldDataFolder.WrittenAt },
        Configure = functions => functions.FollowSchedules = false,
    };

    private static async Task CheckAsync(TestApp app)
    {
        var user = await app.LoginAsync("olduser");
        AssertShows(OldDataFolder.Record, (await user.Get($"{Records}/{OldDataFolder.Record["_id"]}")).ShouldBe(200));
        var live = (await user.Get($"{Data}/olduser")).ShouldBe(200);
        AssertShows(OldDataFolder.Live, live);
        AssertShows(OldDataFolder.Live["runData"]!.AsObject(), live["runData"]!);
        Assert.Single((await user.Get(Records)).ShouldBe(200).AsArray());

        var other = await app.LoginAsync("跑者");
        Assert.Single((await other.Get("/api/users/run/records/跑者")).ShouldBe(200).AsArray());
        Assert.False((bool?)(await other.Get($"{Data}/跑者")).ShouldBe(200)["runData"]!["running"]);
    }

    // What was shown once is shown still; fields may have been added.
    private static void AssertShows(JsonObject before, JsonNode now)
    {
        foreach (var (name, value) in before.Where(field => field.Key != "runData"))
            Assert.True(JsonNode.DeepEquals(value, now[name]), $"{name} is {now[name]?.ToJsonString()}");
    }

    private static JsonArray WithOldMarkers(IEnumerable<JsonNode?> more) =>
        new([.. OldDataFolder.Live["runData"]!["markers"]!.AsArray().Concat(more).Select(marker => marker!.DeepClone())]);

    private static async Task CheckTrackAsync(TestUser user, JsonArray more)
    {
        var expected = WithOldMarkers(more).ToJsonString();
        Assert.Equal(
            expected, (await user.Get($"{Data}/olduser")).ShouldBe(200)["runData"]!["markers"]!.ToJsonString());
        Assert.Equal(
            expected, (await user.Post("/api/users/run/record", new { })).ShouldBe(200)["markers"]!.ToJsonString());
    }
}
