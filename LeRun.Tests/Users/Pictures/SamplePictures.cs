using SkiaSharp;

namespace LeRun.Tests.Users.Pictures;

/// <summary>Small pictures as other programs write them: made by Skia where it encodes the format, by hand where not.</summary>
internal static class SamplePictures
{
    public const int Width = 40;
    public const int Height = 24;

    public static byte[] Jpeg { get; } = Encode(SKEncodedImageFormat.Jpeg, 80);

    public static byte[] Png { get; } = Encode(SKEncodedImageFormat.Png, 100);

    public static byte[] LossyWebP { get; } = Encode(SKEncodedImageFormat.Webp, 60);

    public static byte[] LosslessWebP { get; } = Encode(SKEncodedImageFormat.Webp, 100);

    /// <summary>Two frames of 4 x 2 in two colours, looping.</summary>
    public static byte[] Gif { get; } =
    [
        .. "GIF89a"u8, 4, 0, 2, 0, 0x80, 0, 0, /* two colours */ 255, 0, 0, 0, 0, 255,
        .. GifLoop, .. GifFrame, .. GifFrame, 0x3B,
    ];

    public static byte[] GifLoop => [0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0];

    public static byte[] GifFrame =>
    [
        0x21, 0xF9, 4, 0, 10, 0, 0, 0,
        0x2C, 0, 0, 0, 0, 4, 0, 2, 0, 0,
        2, 5, 0x44, 0x10, 0x10, 0x10, 0x05, 0,
    ];

    /// <summary>One of each format, by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = new Dictionary<string, byte[]>
    {
        ["jpeg"] = Jpeg,
        ["png"] = Png,
        ["webp lossy"] = LossyWebP,
        ["webp lossless"] = LosslessWebP,
        ["gif"] = Gif,
    };

    /// <summary>The first frame's pixels, as stored: no orientation applied, no colours converted.</summary>
    public static byte[] Decode(ReadOnlyMemory<byte> file)
    {
        using var data = SKData.CreateCopy(file.Span);
        using var codec = SKCodec.Create(data);
        Assert.NotNull(codec);
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap(info);
        Assert.Equal(SKCodecResult.Success, codec.GetPixels(bitmap.Info, bitmap.GetPixels()));
        return bitmap.Bytes;
    }

    public static int OrientationOf(ReadOnlyMemory<byte> file)
    {
        using var data = SKData.CreateCopy(file.Span);
        using var codec = SKCodec.Create(data);
        return (int)codec.EncodedOrigin;
    }

    private static byte[] Encode(SKEncodedImageFormat format, int quality)
    {
        using var bitmap = new SKBitmap(Width, Height);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
                bitmap.SetPixel(x, y, new SKColor((byte)(x * 6), (byte)(y * 10), (byte)(x * y), (byte)(255 - x)));
        }

        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }
}
