using System.Globalization;
using LeRun.Tests.LocalHost;
using LeRun.Tests.Support;
using SkiaSharp;

namespace LeRun.Tests.Users.Pictures;

/// <summary>What pictures cost a process, as Linux counts it: memory, processor time, and libraries.</summary>
public class PictureCostTests
{
    private const string Image = "/api/users/profilepic/shikai/image";
    private const int ProcessorTicksPerSecond = 100;

    [SkippableFact]
    public async Task Phones_photo_takes_400_ms_and_120_mb_at_most_and_whoever_sends_none_loads_no_decoder()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        using var folder = new TemporaryFolder();
        await using var host = await ChildHost.StartAsync(folder.Path);
        using var http = new HttpClient { BaseAddress = host.Address };
        var anonymous = new ApiClient(http, token: null);
        var account = new { username = "shikai", password = TestApp.Password };
        (await anonymous.Post("/api/users", account)).ShouldBe(200);
        var login = (await anonymous.Post("/api/users/login", account)).ShouldBe(200);
        (await anonymous.Get("/api/users/profilepic/shikai")).ShouldBe(200);
        (await anonymous.Get(Image)).ShouldFail(404);

        Assert.False(HasLoadedDecoder(host));

        var user = new ApiClient(http, (string)login["token"]!);
        await UploadAsync(user, SamplePictures.Jpeg);
        Assert.True(HasLoadedDecoder(host));

        var photo = Photo(4000, 3000);
        Assert.InRange(photo.Length, 2_000_000, 5_000_000);
        var (memory, processor) = (Status(host, "VmRSS"), ProcessorTime(host));
        await File.WriteAllTextAsync($"/proc/{host.ProcessId}/clear_refs", "5");
        await UploadAsync(user, photo);

        Assert.InRange(ProcessorTime(host) - processor, TimeSpan.Zero, TimeSpan.FromMilliseconds(400));
        Assert.InRange(Status(host, "VmHWM") - memory, 0, 120 * 1024);
        Assert.InRange((await anonymous.Get(Image + "?size=128")).ShouldHave(200).Bytes.Length, 500, 8 * 1024);
    }

    private static async Task UploadAsync(ApiClient user, byte[] picture) =>
        (await user.Post("/api/users/update/profilepic", PictureBodies.Raw(picture, "image/jpeg"))).ShouldBe(200);

    private static bool HasLoadedDecoder(ChildHost host) => File.ReadLines($"/proc/{host.ProcessId}/maps")
        .Any(line => line.Contains("libSkiaSharp", StringComparison.Ordinal));

    // In kB.
    private static int Status(ChildHost host, string name) => int.Parse(
        File.ReadLines($"/proc/{host.ProcessId}/status").Single(line => line.StartsWith(name + ":", StringComparison.Ordinal))
            .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    // Fields 14 and 15 of proc(5): in user and in kernel mode.
    private static TimeSpan ProcessorTime(ChildHost host)
    {
        var fields = File.ReadAllText($"/proc/{host.ProcessId}/stat").Split(')')[1].Split(' ');
        var ticks = long.Parse(fields[12], CultureInfo.InvariantCulture) + long.Parse(fields[13], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds((double)ticks / ProcessorTicksPerSecond);
    }

    // Colours, edges and the grain of a sensor, as 25 tiles.
    private static byte[] Photo(int width, int height)
    {
        var random = new Random(20241122);
        using var tile = new SKBitmap(new SKImageInfo(width / 5, height / 5, SKColorType.Rgba8888, SKAlphaType.Opaque));
        tile.Pixels = [.. Enumerable.Range(0, tile.Width * tile.Height).Select(i => new SKColor(
            (byte)(80 + (i % tile.Width / 8) + random.Next(24)),
            (byte)(60 + (i / tile.Width / 4) + random.Next(24)),
            (byte)((i % 97 > 60 ? 60 : 180) + random.Next(24))))];
        using var image = SKImage.FromBitmap(tile);
        using var photo = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(photo);
        for (var i = 0; i < 25; i++)
            canvas.DrawImage(image, i % 5 * tile.Width, i / 5 * tile.Height, SKSamplingOptions.Default);
        canvas.Flush();
        using var file = photo.Encode(SKEncodedImageFormat.Jpeg, 80);
        return file.ToArray();
    }
}
