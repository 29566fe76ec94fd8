using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LeRun.Tests.Runs.Privacy;
using LeRun.Tests.Support;
using SkiaSharp;
using static LeRun.Tests.Runs.Privacy.Route;

namespace LeRun.Tests.Runs.Files;

/// <summary>Routes as pictures.</summary>
public partial class RoutePictureTests : ApiTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(512)]
    [InlineData(2_048)]
    public async Task Picture_shows_line_marks_start_and_end(int width)
    {
        var user = await App.RegisterAsync("shikai");
        var record = (await user.Post(Post, new { runRecord = Run(Straight(Home, 0, 9_500)) })).ShouldBe(200);

        var png = (await user.Get($"{PathOf(user, record)}/route?format=png&width={width}")).ShouldHave(200);
        var svg = (await user.Get($"{PathOf(user, record)}/route?format=svg&width={width}")).ShouldHave(200);

        Assert.Equal(("image/png", "image/svg+xml"), (png.ContentType, svg.ContentType));
        using var picture = SKBitmap.Decode(png.Bytes);
        Assert.Equal((width, width), (picture.Width, picture.Height));
        // Eastwards: the start is on the left and green, the end on the right and red, the line between is blue.
        Assert.True(IsMost(picture.GetPixel((int)(width * 0.09), width / 2), colour => colour.Green));
        Assert.True(IsMost(picture.GetPixel((int)(width * 0.91), width / 2), colour => colour.Red));
        var blues = Enumerable.Range(0, width).Count(x => IsMost(picture.GetPixel(x, width / 2), colour => colour.Blue));
        Assert.InRange(blues, width / 4, width);
        Assert.Equal(SKColor.Parse("#f6f5f1"), picture.GetPixel(1, 1));
        var shapes = XDocument.Parse(svg.Text).Root!;
        Assert.Equal(width.ToString(CultureInfo.InvariantCulture), (string?)shapes.Attribute("width"));
        var circles = shapes.Elements().Count(shape => shape.Name.LocalName == "circle");
        Assert.Equal(width == 64 ? 1 : 9 + 1, circles);
    }

    [Fact]
    public async Task Picture_holds_no_coordinates_and_nothing_that_runs_or_is_loaded()
    {
        var user = await App.RegisterAsync("shikai");
        var record = (await user.Post(Post, new { runRecord = Run(Straight(Home, 1, 3_000)) })).ShouldBe(200);

        var svg = (await user.Get($"{PathOf(user, record)}/route?format=svg")).ShouldHave(200).Text;
        var png = (await user.Get($"{PathOf(user, record)}/route")).ShouldHave(200);

        Assert.All(
            Numbers().Matches(Regex.Replace(svg, "#[0-9a-f]{6}", "", RegexOptions.None, TimeSpan.FromSeconds(1))),
            number => Assert.InRange(double.Parse(number.Value, CultureInfo.InvariantCulture), 0, 2_048));
        Assert.DoesNotContain("121.47", svg, StringComparison.Ordinal);
        foreach (var word in new[] { "script", "href", "url(", "style", "<image", "metadata" })
            Assert.DoesNotContain(word, svg, StringComparison.OrdinalIgnoreCase);
        // Only the chunks that a picture needs: no text, no time, no EXIF.
        Assert.DoesNotMatch("tEXt|iTXt|zTXt|eXIf|tIME", System.Text.Encoding.Latin1.GetString(png.Bytes));
        Assert.Equal("nosniff", png.Headers["X-Content-Type-Options"]);
    }

    [Fact]
    public async Task Others_get_the_line_without_its_ends_and_kilometres_from_where_it_begins()
    {
        var user = await App.RegisterAsync("shikai");
        // East first, then north: the corner tells where the first kilometre mark is.
        var record = await user.PublishAsync(Run(Straight(Home, 0, 5_000)));
        var path = $"{PathOf(user, record)}/route?format=svg&width=1000";

        var (own, others) = ((await user.Get(path)).ShouldHave(200), (await Anonymous.Get(path)).ShouldHave(200));

        Assert.NotEqual(own.ETag, others.ETag);
        Assert.Equal(304, (await Anonymous.Get(path, ("If-None-Match", others.ETag!))).Status);
        var (whole, part) = (MarksOf(own.Text), MarksOf(others.Text));
        Assert.Equal(4, whole.Length);
        // The visible line fills the picture as well; its first mark is a kilometre of it from its own beginning.
        var length = 820 / (part[1] - part[0]);
        Assert.InRange(length, 4.1, 4.61);
        Assert.Equal((part[1] - part[0]) + 90, part[0], 12.0);
        (await user.SetPrivacyAsync(new { showMap = false })).ShouldBe(200);
        (await Anonymous.Get(path)).ShouldFail(404);
        (await user.Get(path, ("If-None-Match", own.ETag!))).ShouldHave(304);
    }

    [Theory]
    [InlineData("width=63", "width")]
    [InlineData("width=2049", "width")]
    [InlineData("width=x", "width")]
    [InlineData("format=gif", "format")]
    public async Task Bad_parameter_is_a_400(string query, string field)
    {
        var user = await App.RegisterAsync("shikai");
        var record = (await user.Post(Post, new { runRecord = Run(Straight(Home, 1, 3_000)) })).ShouldBe(200);

        (await user.Get($"{PathOf(user, record)}/route?{query}")).ShouldFail(400, field);
    }

    [Fact]
    public async Task Run_on_the_spot_has_a_picture_and_one_without_markers_has_none()
    {
        var user = await App.RegisterAsync("shikai");
        var still = (await user.Post(Post, new { runRecord = Run(Enumerable.Repeat(Home, 5)) })).ShouldBe(200);
        var bare = (await user.Post(Post, new { runRecord = Run([], "2024-11-21T06:00:00Z") })).ShouldBe(200);

        (await user.Get($"{PathOf(user, still)}/route")).ShouldHave(200);
        (await user.Get($"{PathOf(user, bare)}/route")).ShouldFail(404);
    }

    // The places of the kilometre marks from left to right: the circles but the last, which is the start.
    private static double[] MarksOf(string svg) =>
        [.. XDocument.Parse(svg).Root!.Elements().Where(shape => shape.Name.LocalName == "circle").SkipLast(1)
            .Select(circle => (double)circle.Attribute("cx")!)];

    private static bool IsMost(SKColor pixel, Func<SKColor, byte> of) =>
        of(pixel) > 90 && new[] { pixel.Red, pixel.Green, pixel.Blue }.Count(channel => channel >= of(pixel) - 40) == 1;

    [GeneratedRegex(@"\d+\.?\d*")]
    private static partial Regex Numbers();
}
