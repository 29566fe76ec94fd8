using LeRun.Localization;

namespace LeRun.Users.Pictures;

/// <summary>The formats of pictures that are taken.</summary>
public enum PictureFormat
{
    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>WebP, still or animated.</summary>
    WebP,

    /// <summary>GIF, still or animated.</summary>
    Gif,
}

/// <summary>
/// Tells the formats apart by their first bytes, so that nothing else ever reaches the decoders: the library has more of them.
/// </summary>
internal static class PictureFormats
{
    // What iPhones write, by the brands of ISO/IEC 23008-12.
    private static readonly byte[][] HeicBrands = [.. new[] { "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1" }
        .Select(brand => System.Text.Encoding.ASCII.GetBytes(brand))];

    /// <summary>Returns the format of a file; fails as <see cref="Unreadable"/> for any other.</summary>
    public static Result<PictureFormat> Of(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
            return PictureFormat.Jpeg;
        if (file.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
            return PictureFormat.Png;
        if (file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..].StartsWith("WEBP"u8))
            return PictureFormat.WebP;
        if (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8))
            return PictureFormat.Gif;
        return new Unreadable(IsHeic(file) ? Messages.PictureIsHeic : Messages.PictureFormatUnknown);
    }

    private static bool IsHeic(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file[4..].StartsWith("ftyp"u8))
            return false;
        foreach (var brand in HeicBrands)
        {
            if (file[8..].StartsWith(brand))
                return true;
        }

        return false;
    }
}
