using SkiaSharp;

namespace LeRun.Tests.Users.Pictures;

/// <summary>Paints pictures, and looks at them as a client does that knows no orientation.</summary>
internal static class Pixels
{
    /// <summary>The colours of <see cref="Quarters"/>: top left, top right, bottom left, bottom right.</summary>
    public const string QuartersUpright = "RGBW";

    /// <summary>Red and green above blue and white, each a quarter of the picture.</summary>
    public static byte[] Quarters(int width, int height, SKEncodedImageFormat format = SKEncodedImageFormat.Png) =>
        Encode(width, height, format, (x, y) => (x < width / 2, y < height / 2) switch
        {
            (true, true) => SKColors.Red,
            (false, true) => SKColors.Lime,
            (true, false) => SKColors.Blue,
            _ => SKColors.White,
        });

    public static byte[] Encode(
        int width, int height, SKEncodedImageFormat format, Func<int, int, SKColor> colour, SKColorSpace? space = null)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul, space));
        bitmap.Pixels = [.. Enumerable.Range(0, width * height).Select(i => colour(i % width, i / width))];
        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    public static (int Width, int Height) SizeOf(byte[] file)
    {
        using var codec = Open(file);
        return (codec.Info.Width, codec.Info.Height);
    }

    /// <summary>The letters of the colours in the middles of the four quarters, row by row.</summary>
    public static string QuartersOf(byte[] file)
    {
        using var bitmap = SKBitmap.Decode(file);
        var (right, bottom) = (bitmap.Width * 3 / 4, bitmap.Height * 3 / 4);
        var (left, top) = (bitmap.Width / 4, bitmap.Height / 4);
        return string.Concat(new[] { (left, top), (right, top), (left, bottom), (right, bottom) }
            .Select(at => Letter(bitmap.GetPixel(at.Item1, at.Item2))));
    }

    public static SKColor Middle(byte[] file)
    {
        using var bitmap = SKBitmap.Decode(file);
        return bitmap.GetPixel(bitmap.Width / 2, bitmap.Height / 2);
    }

    /// <summary>The most by which any channel of any pixel differs; the pictures are of one size.</summary>
    public static int Difference(byte[] file, byte[] other)
    {
        using var first = SKBitmap.Decode(file);
        using var second = SKBitmap.Decode(other);
        Assert.Equal(first.Info.Size, second.Info.Size);
        return first.Pixels.Zip(second.Pixels).Max(pair => Difference(pair.First, pair.Second));
    }

    public static int Difference(SKColor a, SKColor b) => new[]
    {
        Math.Abs(a.Red - b.Red), Math.Abs(a.Green - b.Green), Math.Abs(a.Blue - b.Blue), Math.Abs(a.Alpha - b.Alpha),
    }.Max();

    private static char Letter(SKColor colour) => (colour.Red > 140, colour.Green > 140, colour.Blue > 140) switch
    {
        (true, true, true) => 'W',
        (true, false, false) => 'R',
        (false, true, false) => 'G',
        (false, false, true) => 'B',
        _ => '?',
    };

    private static SKCodec Open(byte[] file)
    {
        using var data = SKData.CreateCopy(file);
        return SKCodec.Create(data);
    }
}
