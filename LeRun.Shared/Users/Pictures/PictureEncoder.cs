using SkiaSharp;

namespace LeRun.Users.Pictures;

/// <summary>Makes pictures of decoded pixels: upright, scaled, and encoded anew.</summary>
internal static class PictureEncoder
{
    private const int WebPQuality = 80;
    private const int JpegQuality = 82;

    private static readonly SKSamplingOptions Halving = new(SKFilterMode.Linear);
    private static readonly SKSamplingOptions Fine = new(SKCubicResampler.Mitchell);

    /// <summary>Makes pictures of one.</summary>
    /// <param name="decoded">The pixels as they were stored.</param>
    /// <param name="orientation">How they have to be turned.</param>
    /// <param name="sizes">Which pictures.</param>
    public static IReadOnlyList<EncodedPicture> Encode(
        SKImage decoded, SKEncodedOrigin orientation, IReadOnlyList<PictureSize> sizes)
    {
        // What the largest does not need, none does: that is left out once.
        var scale = sizes.Max(size => size.ScaleOf(decoded.Width, decoded.Height));
        using var source = Halve(
            decoded, SKRect.Create(decoded.Width, decoded.Height), Scaled(decoded.Width, scale), Scaled(decoded.Height, scale));
        return [.. sizes.Select(size => new EncodedPicture(size, Encode(source ?? decoded, orientation, size)))];
    }

    private static byte[] Encode(SKImage source, SKEncodedOrigin orientation, PictureSize size)
    {
        var scale = size.ScaleOf(source.Width, source.Height);
        var part = PartOf(source, size);
        var (width, height) = (Scaled(part.Width, scale), Scaled(part.Height, scale));
        using var halved = Halve(source, part, width, height);

        var isTurned = orientation >= SKEncodedOrigin.LeftTop;
        var alpha = size.IsJpeg ? SKAlphaType.Opaque : source.AlphaType;
        var info = new SKImageInfo(isTurned ? height : width, isTurned ? width : height, SKColorType.Rgba8888, alpha);
        using var upright = new SKBitmap(info);
        using (var canvas = new SKCanvas(upright))
        {
            canvas.Clear(size.IsJpeg ? SKColors.White : SKColors.Transparent);
            canvas.SetMatrix(Upright(orientation, width, height));
            if (halved is null)
                canvas.DrawImage(source, part, SKRect.Create(width, height), Fine);
            else
                canvas.DrawImage(halved, SKRect.Create(width, height), Fine);
        }

        return Encode(upright, size.IsJpeg);
    }

    private static byte[] Encode(SKBitmap bitmap, bool isJpeg)
    {
        using var pixels = bitmap.PeekPixels();
        using var file = isJpeg
            ? pixels.Encode(new SKJpegEncoderOptions(JpegQuality))
            : pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, WebPQuality));
        return file?.ToArray() ?? throw new InvalidOperationException("A picture of 1,024 pixels a side was not encoded.");
    }

    private static SKRect PartOf(SKImage image, PictureSize size)
    {
        if (size.Side is null)
            return SKRect.Create(image.Width, image.Height);
        var side = Math.Min(image.Width, image.Height);
        return SKRect.Create((image.Width - side) / 2f, (image.Height - side) / 2f, side, side);
    }

    private static int Scaled(float length, double scale) => Math.Max(1, (int)Math.Round(length * scale));

    /// <summary>
    /// Halves a part of an image until it is less than twice as large as the result: each new pixel is then the average of four,
    /// where sampling across a larger distance would skip most of them. Null: it is not that large.
    /// </summary>
    private static SKImage? Halve(SKImage image, SKRect part, int width, int height)
    {
        SKImage? halved = null;
        while (part.Width >= 2 * width && part.Height >= 2 * height)
        {
            using var surface = SKSurface.Create(image.Info.WithSize((int)part.Width / 2, (int)part.Height / 2));
            var whole = SKRect.Create((int)part.Width / 2, (int)part.Height / 2);
            surface.Canvas.DrawImage(halved ?? image, part, whole, Halving);
            halved?.Dispose();
            (halved, part) = (surface.Snapshot(), whole);
        }

        return halved;
    }

    // From the place of a pixel as stored to its place in the upright picture, as Exif 2.32 numbers them (tag 0x0112).
    private static SKMatrix Upright(SKEncodedOrigin orientation, float width, float height) => orientation switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, height, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, height, -1, 0, width, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, width, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
