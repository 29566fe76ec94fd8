using System.Text;
using LeRun.Tests.Infra;
using LeRun.Tests.Support;
using static LeRun.Tests.Runs.Files.ImportTests;

namespace LeRun.Tests.Runs.Files;

/// <summary>Files that are broken, and such as were made to do harm.</summary>
public class ImportAttackTests : ApiTests
{
    [Theory]
    [InlineData("<gpx>\n<trk>\n<trkseg>\n<trkpt lat=\"91\" lon=\"2\"/></trkseg></trk></gpx>", 4)]
    [InlineData("<gpx>\n<trk><trkseg>\n<trkpt lat=\"1\"/></trkseg></trk></gpx>", 3)]
    [InlineData("<gpx>\n<trk><trkseg>\n<trkpt lat=\"31,2\" lon=\"2\"/></trkseg></trk></gpx>", 3)]
    [InlineData("<gpx><trk><trkseg><trkpt lat=\"1\" lon=\"2\">\n<time>yesterday</time></trkpt></trkseg></trk></gpx>", 2)]
    [InlineData("<gpx><trk><trkseg><trkpt lat=\"1\" lon=\"2\">\n\n<time>2024-11-18</tme></trkpt></trkseg></trk></gpx>", 3)]
    [InlineData("<gpx><trk><trkseg>\n<trkpt lat=\"1\" lon=\"2\"/><trkpt lat=\"1\" lon=\"2\"/></trkseg></trk></gpx>", 2)]
    [InlineData("<gpx>\n</gpx>", 2)]
    [InlineData("\n\n<kml/>", 1)]
    [InlineData("no xml", 1)]
    [InlineData("", 1)]
    [InlineData("<!DOCTYPE gpx>\n<gpx/>", 1)]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><gpx><name>&b;</name></gpx>", 1)]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><gpx><name>&a;</name></gpx>", 1)]
    public async Task Faulty_file_is_a_400_that_names_the_line(string file, int line)
    {
        var user = await App.RegisterAsync("shikai");

        var problem = (await user.Post(Import, FileOf(file))).ShouldFail(400, "file");

        Assert.StartsWith($"line {line}: ", (string?)problem["errors"]!["file"]![0], StringComparison.Ordinal);
        Assert.DoesNotContain("root:", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_without_an_end_are_refused_before_they_take_memory()
    {
        var user = await App.RegisterAsync("shikai");
        var million = new StringBuilder("<gpx><trk><trkseg>");
        for (var i = 0; i < 1_000_000; i++)
            million.Append("<trkpt lat=\"1\" lon=\"2\"/>");
        var points = Encoding.ASCII.GetBytes(million.ToString());

        (await user.Post(Import, new ByteArrayContent(points))).ShouldFail(413);
        // What a small file decompresses to counts.
        (await user.Post(Import, new ByteArrayContent(Gzip(points)))).ShouldFail(413);
        (await user.Post(Import, new ByteArrayContent(Gzip(new byte[50_000_000])))).ShouldFail(413);
        (await user.Post(Import, new ByteArrayContent([0x1F, 0x8B, 1, 2, 3]))).ShouldFail(400);
        var many = (await user.Post(Import, new ByteArrayContent(points[..4_600_000]))).ShouldFail(400, "file");
        Assert.Contains("60000", (string?)many["message"], StringComparison.Ordinal);
        var deep = string.Concat(Enumerable.Repeat("<a>", 200_000));
        (await user.Post(Import, FileOf($"<gpx>{deep}"))).ShouldFail(400, "file");
        var attributes = string.Concat(Enumerable.Range(0, 100_000).Select(i => $" a{i}=\"\""));
        (await user.Post(Import, FileOf($"<gpx{attributes}/>"))).ShouldFail(400, "file");
    }

    [Fact]
    public async Task Broken_files_are_never_a_500()
    {
        var user = await App.RegisterAsync("shikai");
        var random = new Random(3);
        string[] files = [.. Directory.GetFiles(Repository.PathOf("LeRun.Tests/Runs/Files/Samples"))];
        for (var round = 0; round < 300; round++)
        {
            var bytes = await File.ReadAllBytesAsync(files[random.Next(files.Length)]);
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                var at = random.Next(bytes.Length);
                bytes = random.Next(3) switch
                {
                    0 => [.. bytes[..at], .. bytes[random.Next(at, bytes.Length)..]],
                    1 => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
                    _ => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
                };
                if (bytes.Length == 0)
                    break;
            }

            var reply = await user.Post($"{Import}?dryRun=true", new ByteArrayContent(bytes));
            Assert.True(reply.Status is 200 or 400, $"{reply.Status}: {reply.Text}\n{Encoding.UTF8.GetString(bytes)}");
        }
    }
}
