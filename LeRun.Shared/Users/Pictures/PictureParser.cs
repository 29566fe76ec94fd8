using System.Diagnostics.CodeAnalysis;

namespace LeRun.Users.Pictures;

/// <summary>
/// Tells what an upload is by its content, checks its structure from the first byte to the last, and takes out all that
/// is not needed to show it: positions, names, comments, thumbnails, appended files. Pixels are not encoded again.
/// Orientation, colour profile and the loop count of an animation stay.
/// </summary>
public static class PictureParser
{
    /// <summary>The largest width and height, in pixels.</summary>
    public const int MaxSide = 8192;

    private delegate string? FormatParser(ReadOnlySpan<byte> file, out Picture? picture);

    /// <summary>
    /// Never throws, whatever the bytes; takes memory for a few copies of the upload and time in proportion to its pixels.
    /// </summary>
    /// <param name="upload">The whole file; its length is for the caller to limit.</param>
    /// <param name="picture">What to store. Parsing its bytes again gives the same bytes.</param>
    /// <param name="refusal">Why it is no picture that we take: a sentence for the one who sent it.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> upload,
        [NotNullWhen(true)] out Picture? picture,
        [NotNullWhen(false)] out string? refusal)
    {
        picture = null;
        refusal = ParserFor(upload) is { } parse
            ? parse(upload, out picture)
            : "The file is not a JPEG, PNG, WebP or GIF picture.";
        return refusal is null && picture is not null;
    }

    internal static string? CheckSize(int width, int height) =>
        width is >= 1 and <= MaxSide && height is >= 1 and <= MaxSide
            ? null
            : $"The picture is {width} x {height} pixels; each side must be 1 to {MaxSide}.";

    private static FormatParser? ParserFor(ReadOnlySpan<byte> file) =>
        file.StartsWith(JpegParser.Signature) ? JpegParser.Parse
        : file.StartsWith(PngParser.Signature) ? PngParser.Parse
        : file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..].StartsWith("WEBP"u8) ? WebPParser.Parse
        : file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8) ? GifParser.Parse
        : null;
}
