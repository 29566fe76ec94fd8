using LeRun.Localization;
using SkiaSharp;

namespace LeRun.Users.Pictures;

/// <summary>
/// An upload whose header was read, and found to be within the limits, before any pixel is decoded. Whatever the bytes, it
/// does not throw.
/// </summary>
internal sealed class PictureDecoder : IDisposable
{
    /// <summary>The most pixels of an upload.</summary>
    public const int MaxMegapixels = 40;

    /// <summary>The most memory that decoding may take, in bytes: that of nearly all pictures of so many pixels.</summary>
    public const long MaxMemory = 256L << 20;

    // What is scaled down is decoded at the nearest of these, if the format can: that saves time and memory.
    private const int ScaleSteps = 8;

    private readonly SKCodec _codec;
    private readonly SKSizeI _decoded;

    private PictureDecoder(SKCodec codec, SKSizeI decoded) => (_codec, _decoded) = (codec, decoded);

    /// <summary>How much memory decoding takes, in bytes.</summary>
    public required long Memory { get; init; }

    /// <summary>How the decoded pixels have to be turned.</summary>
    public required SKEncodedOrigin Orientation { get; init; }

    /// <summary>Reads the header; fails as <see cref="Unreadable"/> for what is no such picture or beyond the limits.</summary>
    /// <param name="file">The whole file; its length is for the caller to limit.</param>
    /// <param name="sizes">What is to be made of it, which says how many of its pixels are needed.</param>
    public static Result<PictureDecoder> Open(byte[] file, IReadOnlyList<PictureSize> sizes)
    {
        if (!PictureFormats.Of(file).TryGet(out var format, out var failure))
            return failure;

        using var data = SKData.CreateCopy(file);
        if (SKCodec.Create(data) is not { } codec)
            return new Unreadable(Messages.PictureBroken);
        var full = codec.Info.Size;
        var pixels = (long)full.Width * full.Height;
        if (pixels > MaxMegapixels * 1_000_000L)
            return Refuse(codec, Messages.PictureTooLarge(MaxMegapixels));

        var decoded = DecodedSize(codec, sizes);
        // Four bytes a pixel, and one more for the halved picture that the next step makes of them.
        var memory = DecodingMemory.Of(file, format, pixels) + ((long)decoded.Width * decoded.Height * 5);
        return memory > MaxMemory
            ? Refuse(codec, Messages.PictureTooComplex)
            : new PictureDecoder(codec, decoded)
            {
                Memory = memory,
                Orientation = format == PictureFormat.Png ? PngOrientation.Of(file) : codec.EncodedOrigin,
            };
    }

    /// <summary>
    /// Decodes the picture, of an animation the first frame, at a scale that still has the pixels that are needed, in the colours
    /// of screens. Fails as <see cref="Unreadable"/> if not all of it is there.
    /// </summary>
    public Result<SKImage> Decode()
    {
        var alpha = _codec.Info.IsOpaque ? SKAlphaType.Opaque : SKAlphaType.Premul;
        var info = new SKImageInfo(_decoded.Width, _decoded.Height, SKColorType.Rgba8888, alpha);
        using var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(info))
            return new Unreadable(Messages.PictureTooComplex);

        // The colour space converts from the picture's own profile. The bitmap has none, so that none is written either.
        using var screen = SKColorSpace.CreateSrgb();
        if (_codec.GetPixels(info.WithColorSpace(screen), bitmap.GetPixels()) != SKCodecResult.Success)
            return new Unreadable(Messages.PictureBroken);
        // What cannot change any more is shared, not copied.
        bitmap.SetImmutable();
        return SKImage.FromBitmap(bitmap);
    }

    /// <inheritdoc/>
    public void Dispose() => _codec.Dispose();

    private static Unreadable Refuse(SKCodec codec, LocalizedMessage message)
    {
        codec.Dispose();
        return new Unreadable(message);
    }

    private static SKSizeI DecodedSize(SKCodec codec, IReadOnlyList<PictureSize> sizes)
    {
        var full = codec.Info.Size;
        var scale = sizes.Max(size => size.ScaleOf(full.Width, full.Height));
        for (var step = 1; step < ScaleSteps; step++)
        {
            var scaled = codec.GetScaledDimensions((float)step / ScaleSteps);
            if (scaled.Width >= full.Width * scale && scaled.Height >= full.Height * scale)
                return scaled;
        }

        return full;
    }
}
