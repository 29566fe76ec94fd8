using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using LeRun.Runs.Tracks;
using LeRun.Tests.Infra;
using LeRun.Tests.Runs.Privacy;
using LeRun.Tests.Support;
using static LeRun.Tests.Runs.Privacy.Route;

namespace LeRun.Tests.Runs.Files;

/// <summary>Runs as files to take along.</summary>
public class ExportTests : ApiTests
{
    [Theory]
    [InlineData("gpx", "gpx-1.1.xsd", "application/gpx+xml")]
    [InlineData("tcx", "tcx-2.xsd", "application/vnd.garmin.tcx+xml")]
    public async Task Export_is_valid_against_its_schema(string format, string schema, string type)
    {
        var user = await App.RegisterAsync("shikai");
        var full = Run(Straight(Home, 1, 1_000)).With("name", "早跑 <5 km> & \"more\" ]]>");
        var edge = Run([new GeoPoint(-90, -180), new GeoPoint(0, 180), new GeoPoint(90, 179.9999999)], "2024-11-21T06:00:00Z");
        var bare = Privacy.Route.Run([], "2024-11-20T06:00:00Z");
        var untimed = Run(Straight(Home, 1, 1_000), "2024-11-19T06:00:00Z");
        foreach (var marker in untimed["markers"]!.AsArray())
            marker!.AsObject().Remove("at");
        foreach (var marker in edge["markers"]!.AsArray())
        {
            marker!.AsObject().Remove("altitude");
            marker.AsObject().Remove("at");
        }


        foreach (var run in new[] { full, edge.With("meters", 100).With("seconds", 100), bare, untimed })
        {
            var record = (await user.Post(Post, new { runRecord = run })).ShouldBe(200);
            var file = (await user.Get($"{PathOf(user, record)}/file?format={format}")).ShouldHave(200);

            Assert.Equal(type, file.ContentType);
            var disposition = file.Headers["Content-Disposition"];
            Assert.StartsWith("attachment; filename=\"run-2024-11-", disposition, StringComparison.Ordinal);
            Assert.EndsWith($".{format}\"", disposition, StringComparison.Ordinal);
            Check(file.Text, schema);
            var again = await user.Get($"{PathOf(user, record)}/file?format={format}", ("If-None-Match", file.ETag!));
            Assert.Equal(304, again.Status);
        }
    }

    [Fact]
    public async Task Gpx_has_the_name_the_places_the_altitudes_and_the_times()
    {
        var user = await App.RegisterAsync("shikai");
        var run = Run(Straight(Home, 1, 100)).With("name", "早跑 <5 km> & more");
        var record = (await user.Post(Post, new { runRecord = run })).ShouldBe(200);

        var gpx = XDocument.Parse((await user.Get($"{PathOf(user, record)}/file")).ShouldHave(200).Text).Root!;

        XNamespace ns = "http://www.topografix.com/GPX/1/1";
        Assert.Equal("早跑 <5 km> & more", gpx.Descendants(ns + "name").Single().Value);
        var points = gpx.Descendants(ns + "trkpt").ToList();
        Assert.Equal(11, points.Count);
        for (var i = 0; i < points.Count; i++)
        {
            var marker = run["markers"]![i]!;
            Assert.Equal((double)marker["latitude"]!, (double)points[i].Attribute("lat")!);
            Assert.Equal((double)marker["longitude"]!, (double)points[i].Attribute("lon")!);
            Assert.Equal((double)marker["altitude"]!, (double)points[i].Element(ns + "ele")!);
            var time = DateTimeOffset.Parse(points[i].Element(ns + "time")!.Value, CultureInfo.InvariantCulture);
            var start = new DateTimeOffset(2024, 11, 22, 6, 0, 0, TimeSpan.Zero);
            Assert.Equal((double)marker["at"]!, (time - start).TotalSeconds, 0.0011);
        }
    }

    [Fact]
    public async Task Times_of_a_live_run_without_times_come_from_its_uploads_and_others_get_none()
    {
        var (user, other) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        var phone = new Phone(user);
        for (var i = 0; i < 10; i++)
            (await phone.AppendAsync(i * 100, (i + 1) * 100, (i + 1) * 100)).ShouldBe(200);
        var record = (await user.Post(Post, "{}")).ShouldBe(200);
        (await user.Put(PathOf(user, record), new { visibility = "public" })).ShouldBe(200);

        var own = (await user.Get($"{PathOf(user, record)}/file")).Text;
        var others = (await other.Get($"{PathOf(user, record)}/file")).Text;

        Assert.Contains("<time>2024-11-22T14:08:20.000Z</time></trkpt>", own, StringComparison.Ordinal);
        Assert.DoesNotContain("</time></trkpt>", others, StringComparison.Ordinal);
        Assert.Contains("<trkpt", others, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_get_the_track_without_its_ends_and_no_hidden_start()
    {
        var (user, other) = (await App.RegisterAsync("shikai"), await App.RegisterAsync("liyang"));
        (await user.SetPrivacyAsync(new { showStartTime = false })).ShouldBe(200);
        var record = await user.PublishAsync(Run(Straight(Home, 1, 3_000), "2024-11-22T06:17:23Z"));
        var seen = (await other.Get(PathOf(user, record))).ShouldBe(200).Points();

        foreach (var format in new[] { "gpx", "tcx", "geojson" })
        {
            var file = (await other.Get($"{PathOf(user, record)}/file?format={format}")).ShouldHave(200);
            var told = file.Text + file.ETag;
            Assert.DoesNotContain("06:17", told, StringComparison.Ordinal);
            Assert.DoesNotContain((string)record["_id"]!, told, StringComparison.Ordinal);
            Assert.Equal(
                format == "geojson" ? 1 : seen.Length,
                told.Split(format switch { "gpx" => "<trkpt", "tcx" => "<Trackpoint>", _ => "LineString" }).Length - 1);
            if (format == "tcx")
                Check(file.Text, "tcx-2.xsd");
        }

        (await user.SetPrivacyAsync(new { showMap = false })).ShouldBe(200);
        Assert.DoesNotContain("<trkpt", (await other.Get($"{PathOf(user, record)}/file")).Text, StringComparison.Ordinal);
        Assert.Null((await other.Get($"{PathOf(user, record)}/file?format=geojson")).ShouldBe(200)["geometry"]);
        (await Anonymous.Get($"{PathOf(user, record)}/file")).ShouldFail(401);
        (await user.Put(PathOf(user, record), new { visibility = "private" })).ShouldBe(200);
        (await other.Get($"{PathOf(user, record)}/file")).ShouldFail(404);
    }

    [Fact]
    public async Task GeoJson_is_a_feature_with_longitude_first()
    {
        var user = await App.RegisterAsync("shikai");
        var run = Run(Straight(Home, 1, 100)).With("name", "a\"b\\");
        var record = (await user.Post(Post, new { runRecord = run })).ShouldBe(200);

        var feature = (await user.Get($"{PathOf(user, record)}/file?format=geojson")).ShouldBe(200);

        Assert.Equal("Feature", (string?)feature["type"]);
        Assert.Equal("LineString", (string?)feature["geometry"]!["type"]);
        var positions = feature["geometry"]!["coordinates"]!.AsArray();
        Assert.Equal([121.4737, 31.2304, 10.0], positions[0]!.AsArray().Select(value => (double)value!));
        Assert.Equal("a\"b\\", (string?)feature["properties"]!["name"]);
        Assert.Equal(positions.Count, feature["properties"]!["coordTimes"]!.AsArray().Count);
    }

    [Fact]
    public async Task Run_of_a_chinese_map_is_exported_where_it_was_unless_asked_otherwise()
    {
        var user = await App.RegisterAsync("shikai");
        var map = CoordinateSystems.Convert(Home, "wgs84", "gcj02");
        var run = Run(Straight(map, 1, 100)).With("coordinateSystem", "gcj02");
        var record = (await user.Post(Post, new { runRecord = run })).ShouldBe(200);

        Assert.InRange((await FirstAsync("")).DistanceTo(Home), 0, 0.5);
        Assert.InRange((await FirstAsync("&crs=gcj02")).DistanceTo(map), 0, 0.02);
        (await user.Get($"{PathOf(user, record)}/file?crs=bd09")).ShouldFail(400, "crs");
        (await user.Get($"{PathOf(user, record)}/file?format=fit")).ShouldFail(400, "format");

        async Task<GeoPoint> FirstAsync(string query)
        {
            var file = (await user.Get($"{PathOf(user, record)}/file?format=geojson{query}")).ShouldBe(200);
            var place = file["geometry"]!["coordinates"]![0]!;
            return new GeoPoint((double)place[1]!, (double)place[0]!);
        }
    }

    internal static void Check(string xml, string schema)
    {
        var schemas = new XmlSchemaSet();
        using var definition = XmlReader.Create(Repository.PathOf($"LeRun.Tests/Runs/Files/Schemas/{schema}"));
        schemas.Add(null, definition);
        schemas.Compile();
        var document = XDocument.Parse(xml);
        Assert.Contains(
            new XmlQualifiedName(document.Root!.Name.LocalName, document.Root.Name.NamespaceName),
            schemas.GlobalElements.Names.Cast<XmlQualifiedName>());
        document.Validate(schemas, (_, problem) => Assert.Fail($"{problem.Message}\n{xml}"));
    }
}
