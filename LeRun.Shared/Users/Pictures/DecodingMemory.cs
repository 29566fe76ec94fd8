using System.Buffers.Binary;

namespace LeRun.Users.Pictures;

/// <summary>How much memory a picture's decoder takes beside the pixels it hands out, by the picture's own header.</summary>
internal static class DecodingMemory
{
    // Markers of ITU T.81, table B.1.
    private const byte Sequential = 0xC0, Extended = 0xC1, Arithmetic = 0xC9, LastFrame = 0xCF, Scan = 0xDA, Fill = 0xFF;

    // Of print: cyan, magenta, yellow, black.
    private const int MaxColours = 4;

    /// <summary>An upper bound in bytes; it counts on the decoder having accepted the header.</summary>
    public static long Of(ReadOnlySpan<byte> file, PictureFormat format, long pixels) => format switch
    {
        PictureFormat.Jpeg => pixels * JpegBytesPerPixel(file),
        // Rows of an interlaced picture are mixed, so that all of them are held.
        PictureFormat.Png => file.Length > 28 && file[28] != 0 ? pixels * file[24] * PngChannels(file[25]) / 8 : 0,
        // Lossless pixels are decoded whole, and an animation's on a canvas.
        PictureFormat.WebP => pixels * 4,
        _ => pixels,
    };

    private static int PngChannels(byte colourType) => colourType switch
    {
        2 => 3,
        4 => 2,
        6 => 4,
        _ => 1,
    };

    // In several scans, all coefficients of all colours are held until the last one, two bytes each; in one scan, a few rows.
    private static int JpegBytesPerPixel(ReadOnlySpan<byte> file)
    {
        var (frame, colours) = (0, MaxColours);
        for (var at = 2; at + 9 < file.Length && file[at] == Fill;)
        {
            var marker = file[at + 1];
            if (marker == Scan)
                return frame is Sequential or Extended or Arithmetic && file[at + 4] == colours ? 0 : 2 * colours;
            // Those without a length have no business here: whoever puts one there means to lead this astray.
            if (marker is 0x01 or (>= 0xD0 and <= 0xD9))
                break;
            // Tables stand in the same range as frames.
            if (marker is >= Sequential and <= LastFrame and not (0xC4 or 0xC8 or 0xCC))
                (frame, colours) = (marker, file[at + 9]);
            at += marker == Fill ? 1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }

        return 2 * MaxColours;
    }
}
