using System.IO.Compression;
using System.Text;
using LeRun.Tests.Infra;
using LeRun.Tests.Support;
using static LeRun.Tests.Runs.Privacy.Route;

namespace LeRun.Tests.Runs.Files;

/// <summary>
/// Runs out of files. The samples were made for these tests, in the shapes that the apps they are named after write.
/// </summary>
public class ImportTests : ApiTests
{
    internal const string Import = "/api/users/run/import";
    private static readonly DateTime Start = new(2024, 11, 18, 6, 0, 0, DateTimeKind.Utc);

    private const string List = "/api/users/run/records/shikai";

    [Theory]
    [InlineData("garmin-connect.gpx", "Shanghai Running", 12, "run", "")]
    [InlineData("garmin-connect.tcx", null, 12, "run", "")]
    [InlineData("garmin-treadmill.tcx", null, 0, "treadmill", "")]
    [InlineData("strava.gpx", "Morning Run 🏃", 12, "run", "")]
    [InlineData("strava.tcx", "Evening loop", 12, "run", "")]
    [InlineData("opentracks.gpx", "Park & river", 12, "run", "")]
    [InlineData("opentracks-offset.gpx", "偏移", 12, "walk", "")]
    [InlineData("keep.gpx", "户外跑步", 12, "run", "")]
    [InlineData("keep-local-time.gpx", null, 12, "run", "timesWithoutZone")]
    [InlineData("apple-health.gpx", "Route 2024-11-18 2:03pm", 12, "run", "")]
    [InlineData("apple-workouts.tcx", null, 11, "walk", "")]
    [InlineData("gpx-1.0.gpx", "old logger", 12, "run", "")]
    [InlineData("two-tracks-and-a-route.gpx", "first half", 12, "run", "routesIgnored, severalTracks")]
    [InlineData("untidy-times.gpx", null, 12, "run", "altitudesIgnored, timesMissing, timesOutOfOrder")]
    public async Task File_of_an_app_becomes_a_record(string file, string? name, int markers, string kind, string warnings)
    {
        var user = await App.RegisterAsync("shikai");

        var record = (await user.Post(Import, FileOf(Repository.Read($"LeRun.Tests/Runs/Files/Samples/{file}")))).ShouldBe(200);

        Assert.Equal(name, (string?)record["name"]);
        Assert.Equal(markers, (int)record["markerCount"]!);
        Assert.Equal(kind, (string?)record["kind"]);
        Assert.Equal(file[^3..], (string?)record["source"]);
        Assert.Equal("2024-11-18T06:00:00.000Z", (string?)record["start"]);
        Assert.Equal("2024-11-18", (string?)record["localDate"]);
        Assert.Equal(220, (double)record["seconds"]!);
        Assert.InRange((double)record["meters"]!, 1_110, 1_130);
        Assert.Equal(
            warnings,
            string.Join(", ", record["warnings"]!.AsArray().Select(warning => (string)warning!["code"]!)
                .Order(StringComparer.Ordinal)));
        Assert.Equal((string?)record["_id"], (string?)Assert.Single((await user.Get(List)).ShouldBe(200).AsArray())!["_id"]);
        Assert.Equal(1, (int)(await user.Get("/api/users/run/summary/shikai")).ShouldBe(200)["total"]!["runs"]!);
    }

    [Theory]
    [InlineData("gpx", "")]
    [InlineData("tcx", "")]
    [InlineData("gpx", "gcj02")]
    public async Task Import_of_an_export_is_the_same_run(string format, string system)
    {
        var (user, other) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        var run = Run(Straight(Home, 0.7, 5_000, step: 7)).With("name", "早跑 <5 km> & \"more\"");
        if (system.Length > 0)
            run["coordinateSystem"] = system;
        var record = (await user.Post(Post, new { runRecord = run })).ShouldBe(200);
        var query = system.Length > 0 ? $"&crs={system}" : "";
        var file = (await user.Get($"{PathOf(user, record)}/file?format={format}{query}")).ShouldHave(200);

        var back = (await other.Post($"{Import}?crs={(system.Length > 0 ? system : "wgs84")}", FileOf(file.Text))).ShouldBe(200);

        Assert.Equal(record["name"]!.ToJsonString(), back["name"]!.ToJsonString());
        Assert.Equal((string?)record["start"], (string?)back["start"]);
        Assert.Equal((double)record["meters"]!, (double)back["meters"]!, 1.0);
        Assert.Equal((double)record["seconds"]!, (double)back["seconds"]!, 0.2);
        foreach (var (sent, read) in record["markers"]!.AsArray().Zip(back["markers"]!.AsArray()))
        {
            foreach (var field in new[] { "latitude", "longitude", "altitude" })
                Assert.Equal((double)sent![field]!, (double)read![field]!);
            Assert.Equal((double)sent!["at"]!, (double)read!["at"]!, 0.0011);
        }

        Assert.Equal(record["markers"]!.AsArray().Count, back["markers"]!.AsArray().Count);
    }

    [Fact]
    public async Task File_comes_as_it_is_gzipped_or_in_a_form()
    {
        var gpx = Encoding.UTF8.GetBytes(Gpx(Points(5)));
        var form = new MultipartFormDataContent
        {
            { new StringContent("shikai"), "username" },
            { new ByteArrayContent(Gzip(gpx)), "file", "run.gpx.gz" },
        };
        HttpContent[] bodies = [new ByteArrayContent(gpx), new ByteArrayContent(Gzip(gpx)), form];
        foreach (var (index, body) in bodies.Index())
        {
            var user = await App.RegisterAsync($"user{index}");
            Assert.Equal(5, (int)(await user.Post(Import, body)).ShouldBe(200)["markerCount"]!);
        }

        (await (await App.RegisterAsync("shikai")).Post(Import, "{}")).ShouldFail(415);
        (await Anonymous.Post(Import, FileOf(Gpx(Points(5))))).ShouldFail(401);
    }

    [Fact]
    public async Task Same_start_again_returns_the_first_record_and_an_overlap_is_a_409_with_it()
    {
        var user = await App.RegisterAsync("shikai");
        var first = (await user.Post(Import, FileOf(Gpx(Points(100))))).ShouldBe(200);

        var again = (await user.Post(Import, FileOf(Gpx(Points(90))))).ShouldBe(200);
        var overlap = (await user.Post(Import, FileOf(Gpx(Points(100).Skip(5))))).ShouldFail(409);
        var half = await user.Post(Import, FileOf(Gpx(Points(180).Skip(50))));

        Assert.Equal((string?)first["_id"], (string?)again["_id"]);
        Assert.Equal("overlaps", (string?)overlap["code"]);
        Assert.Equal((string?)first["_id"], (string?)overlap["record"]!["_id"]);
        half.ShouldBe(200);
        Assert.Equal(2, (await user.Get(List)).ShouldBe(200).AsArray().Count);
    }

    [Fact]
    public async Task Retries_at_once_make_one_record()
    {
        var user = await App.RegisterAsync("shikai");

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => user.Post(Import, FileOf(Gpx(Points(50))))));

        Assert.Single(replies.Select(reply => (string)reply.ShouldBe(200)["_id"]!).Distinct());
        Assert.Single((await user.Get(List)).ShouldBe(200).AsArray());
    }

    [Fact]
    public async Task Dry_run_stores_nothing()
    {
        var user = await App.RegisterAsync("shikai");

        var shown = (await user.Post($"{Import}?dryRun=true", FileOf(Gpx(Points(50))))).ShouldBe(200);

        Assert.Equal("", (string?)shown["_id"]);
        Assert.Equal(50, (int)shown["markerCount"]!);
        Assert.Equal("2024-11-18", (string?)shown["localDate"]);
        Assert.Empty((await user.Get(List)).ShouldBe(200).AsArray());
        (await user.Post($"{Import}?dryRun=yes", FileOf(Gpx(Points(50))))).ShouldFail(400, "dryRun");
        (await user.Post($"{Import}?crs=bd09", FileOf(Gpx(Points(50))))).ShouldFail(400, "crs");
    }

    internal static StringContent FileOf(string text) => new(text, Encoding.UTF8, "application/xml");

    private static IEnumerable<string> Points(int count) => Enumerable.Range(0, count).Select(i => FormattableString.Invariant(
        $"<trkpt lat=\"{31 + (i * 0.0001):F4}\" lon=\"121\"><time>{Start.AddSeconds(i * 4):s}Z</time></trkpt>"));

    private static string Gpx(IEnumerable<string> points) => $"<gpx><trk><trkseg>{string.Concat(points)}</trkseg></trk></gpx>";

    internal static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
