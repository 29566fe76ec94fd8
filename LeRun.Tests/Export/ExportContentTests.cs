using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Forum;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;
using LeRun.Tests.Users.Pictures;

namespace LeRun.Tests.Export;

/// <summary>What is in an export.</summary>
public class ExportContentTests : ApiTests
{
    [Fact]
    public async Task Export_has_as_much_of_each_kind_as_deletion_erases()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        await FillAsync(ann, bob);

        var counts = (await App.ExportAsync(bob)).Manifest["counts"]!;

        var erased = (await Anonymous.Delete("/api/users/delete", new { username = "bob", password = TestApp.Password }))
            .ShouldBe(200)["removed"]!.AsObject();
        Assert.NotEmpty(erased);
        foreach (var (kind, count) in erased)
            Assert.True((int)count! == (int?)counts[kind], $"{kind}: {count} erased, {counts[kind]} exported.");
        Assert.Equal((1, 1, 1), ((int)counts["profile"]!, (int)counts["liveRun"]!, (int)counts["progress"]!));
    }

    [Fact]
    public async Task Manifest_has_the_hash_of_every_other_file()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        await FillAsync(ann, bob);

        var zip = await App.ExportAsync(bob);

        var files = zip.Manifest["files"]!.AsArray().ToDictionary(
            file => (string)file!["path"]!, file => (Hash: (string)file!["sha256"]!, Bytes: (int)file["bytes"]!));
        Assert.Equal(
            zip.Files.Keys.Except(["manifest.json", "README.txt"]).Order(StringComparer.Ordinal),
            files.Keys.Order(StringComparer.Ordinal));
        foreach (var (path, file) in files)
        {
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(zip.Files[path])), file.Hash);
            Assert.Equal(zip.Files[path].Length, file.Bytes);
        }

        Assert.True((bool)zip.Manifest["isLast"]!);
        Assert.Null((string?)zip.Manifest["next"]);
    }

    [Fact]
    public async Task Export_shows_what_its_user_stored()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        await FillAsync(ann, bob);

        var zip = await App.ExportAsync(bob);

        Assert.Equal(bob.Id, (string)zip["profile.json"]["_id"]!);
        Assert.Equal("Bobs Notizen", (string)zip["posts.json"][0]!["title"]!);
        Assert.Equal("Gut gelaufen!", (string)zip["comments.json"][0]!["content"]!);
        Assert.Equal(2, zip["likes.json"].AsArray().Count);
        Assert.Equal("Europe/Berlin", (string)zip["progress.json"]["timeZone"]!);
        var record = zip[Assert.Single(zip.Files.Keys, IsRecord)];
        Assert.Equal((5000, 2), ((double)record["meters"]!, record["markers"]!.AsArray().Count));
        Assert.Equal(37.77491, (double)record["markers"]![0]!["latitude"]!);
        var gpx = Encoding.UTF8.GetString(
            zip.Files[Assert.Single(zip.Files.Keys, path => path.StartsWith("gpx/", StringComparison.Ordinal))]);
        Assert.Equal(2, XDocument.Parse(gpx).Descendants().Count(element => element.Name.LocalName == "trkpt"));
        Assert.Equal(7, zip["liveRun.json"]["markers"]!.AsArray().Count);
        Assert.NotEmpty(zip.Files["pictures/profile.webp"]);
        Assert.Equal(
            [(false, null), (true, "Bobs Zimmer")],
            zip["rooms.json"].AsArray().Select(room => ((bool)room!["host"]!, (string?)room["name"])).Order());
    }

    [Fact]
    public async Task Export_has_nothing_by_others_and_no_hash_of_a_password()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        await FillAsync(ann, bob);

        var text = string.Concat((await App.ExportAsync(bob)).Files.Values.Select(Encoding.UTF8.GetString));

        foreach (var others in new[] { "Morning run", "Well run!", "\"ann\"", ann.Id, "Anns Zimmer" })
            Assert.DoesNotContain(others, text, StringComparison.Ordinal);
        foreach (var account in await App.StoredAsync("users"))
            Assert.DoesNotContain((string)account["passwordHash"]!, text, StringComparison.Ordinal);
        Assert.DoesNotContain("passwordHash", text, StringComparison.Ordinal);
        Assert.DoesNotContain("etag", text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("en", "the data of bob", "This is the whole export.")]
    [InlineData("zh-CN", "bob 的数据", "这是全部内容。")]
    public async Task Readme_is_in_the_readers_language(string language, string title, string end)
    {
        var readme = (await App.ExportAsync(await App.RegisterAsync("bob"), language)).Readme;

        Assert.Contains(title, readme, StringComparison.Ordinal);
        Assert.Contains(end, readme, StringComparison.Ordinal);
        Assert.DoesNotContain("{", readme, StringComparison.Ordinal);
        Assert.DoesNotContain("\n?", readme, StringComparison.Ordinal);
        Assert.DoesNotContain("\n!", readme, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_of_an_account_that_holds_nothing_has_its_profile()
    {
        var zip = await App.ExportAsync(await App.RegisterAsync("bob"));

        Assert.Equal(
            ["README.txt", "manifest.json", "privacy.json", "profile.json", "progress.json"],
            zip.Files.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Export_that_takes_long_goes_on_behind_the_link_in_the_archive()
    {
        var (ann, bob) = (await App.RegisterAsync("ann"), await App.RegisterAsync("bob"));
        await FillAsync(ann, bob);
        for (var hour = 0; hour < 44; hour++)
        {
            var start = App.Clock.Now.AddDays(-2).AddHours(-hour).ToString("O", CultureInfo.InvariantCulture);
            (await bob.Post("/api/users/run/record", new { runRecord = Run.Data(start: start) })).ShouldBe(200);
        }

        // Three queries take longer than a part may.
        App.Cosmos.Served += request =>
        {
            if (request is { Container: "runs", Operation: CosmosOperation.Query })
                App.Clock.Advance(TimeSpan.FromSeconds(60));
        };
        var (parts, path) = (new List<ExportedZip>(), (string?)await bob.ExportLinkAsync());
        while (path is not null)
        {
            parts.Add(await App.DownloadAsync(path));
            (await Anonymous.Get(path)).ShouldFail(404);
            path = parts[^1].Next;
        }

        Assert.InRange(parts.Count, 3, 10);
        Assert.All(parts[..^1], part => Assert.Contains("/api/export/", part.Readme, StringComparison.Ordinal));
        var records = parts.SelectMany(part => part.Files.Keys)
            .Where(IsRecord).ToList();
        Assert.Equal((45, 45), (records.Count, records.Distinct(StringComparer.Ordinal).Count()));
        Assert.Equal(45, parts.Sum(part => (int?)part.Manifest["counts"]!["records"] ?? 0));
        Assert.Equal(Enumerable.Range(1, parts.Count), parts.Select(part => (int)part.Manifest["part"]!));
        foreach (var single in new[] { "profile.json", "posts.json", "rooms.json", "likes.json" })
            Assert.Single(parts, part => part.Files.ContainsKey(single));
    }

    // Each is there as JSON and as GPX.
    private static bool IsRecord(string path) =>
        path.StartsWith("records/", StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal);

    private static async Task FillAsync(TestUser ann, TestUser bob)
    {
        var hers = await ann.WritePostAsync();
        var comment = await ann.WriteCommentAsync(hers);
        await bob.WritePostAsync("Bobs Notizen");
        await bob.WriteCommentAsync(hers, "Gut gelaufen!");
        await bob.LikePostAsync(hers);
        await bob.LikeCommentAsync(comment);
        (await bob.Post("/api/users/run/record", new { runRecord = Run.Data() })).ShouldBe(200);
        var live = Run.Data(start: "2024-11-22T14:30:00Z", markers: 7);
        (await bob.Put("/api/users/run/data", new { runData = live })).ShouldBe(200);
        (await bob.Put("/api/users/me/settings", new { timeZone = "Europe/Berlin" })).ShouldBe(200);
        (await bob.Post("/api/users/update/profilepic", PictureBodies.Body("raw", SamplePictures.Png))).ShouldBe(200);
        await bob.OpenAsync(new { name = "Bobs Zimmer" });
        (await bob.JoinAsync(await ann.OpenAsync(new { name = "Anns Zimmer" }))).ShouldBe(200);
    }
}
