using System.Globalization;
using SkiaSharp;

namespace LeRun.LocalHost.Demo;

/// <summary>What the demo's runners have done before: thirty runs, faces, and a talk in the forum.</summary>
internal static class DemoData
{
    private const int RunsEach = 6;

    private static readonly (string Nickname, SKColor Face)[] Looks =
    [
        ("小明", new(0x0a, 0x7d, 0x4f)), ("Li Yang", new(0xd9, 0x48, 0x1c)), ("安娜", new(0x6c, 0x4a, 0xb6)),
        ("Bo", new(0x1f, 0x6f, 0xc4)), ("大山", new(0xc2, 0x8a, 0x0e)),
    ];

    /// <summary>Makes it all.</summary>
    public static async Task MakeAsync(IReadOnlyList<DemoRunner> runners, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var i = 0; i < runners.Count; i++)
        {
            var (nickname, face) = Looks[i];
            await runners[i].SendAsync(HttpMethod.Put, "users/update/nickname", new { nickname }, cancellationToken);
            await runners[i].PostAsync("users/update/profilepic", new { profilePic = Draw(face) }, cancellationToken);
            for (var run = 0; run < RunsEach; run++)
                await runners[i].PostAsync("users/run/record", new { runRecord = Run(i, run, now) }, cancellationToken);
        }

        await TalkAsync(runners, cancellationToken);
    }

    // Once a week, a little faster each time.
    private static object Run(int runner, int run, DateTimeOffset now)
    {
        const int Step = 10;
        var start = now.Date.AddDays((-7 * (RunsEach - run)) + runner).AddHours(-2).AddMinutes(13 * runner);
        var meters = 4_000 + (1_500 * ((run + runner) % 4));
        var speed = 2.5 + (0.15 * runner) + (0.05 * run);
        var count = (int)(meters / speed / Step);
        var markers = Enumerable.Range(0, count + 1).Select(i =>
        {
            var (latitude, longitude, altitude) = LakeLoop.At((runner * 1_500) + (i * Step * speed), side: 2 * runner);
            return new { id = i + 1, latitude, longitude, altitude, at = i * Step };
        }).ToList();
        return new
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{meters / 1000.0:0.#} km around the lake"),
            start = DateTime.SpecifyKind(start, DateTimeKind.Utc),
            meters = Math.Round(count * Step * speed),
            seconds = count * Step,
            markers[^1].latitude,
            markers[^1].longitude,
            running = false,
            markers,
            timeZone = "Asia/Shanghai",
        };
    }

    private static async Task TalkAsync(IReadOnlyList<DemoRunner> runners, CancellationToken cancellationToken)
    {
        var post = await runners[0].PostAsync(
            "users/share/posts",
            new { title = "周日早上绕湖 8 公里", content = "七点在断桥集合，配速六分左右，新手也欢迎。" },
            cancellationToken);
        await runners[1].PostAsync(
            "users/share/posts",
            new { title = "New personal best", content = "5 km in 29:40 this morning. The last kilometre hurt." },
            cancellationToken);

        var id = post.GetProperty("_id").GetString();
        (int Who, string Content)[] comments =
            [(1, "我来！"), (2, "Count me in. Is there a place to leave a bag?"), (0, "有，跑者驿站可以寄存。"), (3, "👍")];
        foreach (var (who, content) in comments)
            await runners[who].PostAsync($"users/share/posts/{id}/comments", new { content }, cancellationToken);
        foreach (var runner in runners.Skip(1))
            await runner.PostAsync($"users/share/posts/{id}/likePost", new { }, cancellationToken);
    }

    // A sun over hills, in the runner's colour.
    private static string Draw(SKColor colour)
    {
        const int Side = 512;
        using var picture = new SKBitmap(Side, Side);
        using var canvas = new SKCanvas(picture);
        using var paint = new SKPaint { IsAntialias = true, Color = SKColors.White.WithAlpha(230) };
        canvas.Clear(colour);
        canvas.DrawCircle(Side * 0.64f, Side * 0.36f, Side * 0.15f, paint);
        paint.Color = SKColors.White.WithAlpha(120);
        canvas.DrawOval(Side * 0.2f, Side, Side * 0.55f, Side * 0.38f, paint);
        canvas.DrawOval(Side * 0.85f, Side * 1.05f, Side * 0.5f, Side * 0.36f, paint);
        using var file = picture.Encode(SKEncodedImageFormat.Png, 100);
        return Convert.ToBase64String(file.Span);
    }
}
