using System.Buffers.Binary;
using System.Text;
using LeRun.Users.Pictures;

namespace LeRun.Tests.Users.Pictures;

/// <summary>A second, simpler reading of the formats: names what is in a stripped picture and should not be.</summary>
internal static class Metadata
{
    private static readonly string[] PngChunks = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "cICP", "iCCP"];
    private static readonly string[] WebPChunks = ["VP8X", "ICCP", "ANIM", "ANMF", "ALPH", "VP8 ", "VP8L"];
    private static readonly byte[] JpegMarkers = [0xC0, 0xC1, 0xC2, 0xC4, 0xD9, 0xDA, 0xDB, 0xDD];

    public static IEnumerable<string> In(Picture picture)
    {
        var file = picture.Bytes.ToArray();
        return picture.Format switch
        {
            PictureFormat.Jpeg => InJpeg(file),
            PictureFormat.Png => Chunks(file, 8, littleEndian: false)
            .Where(c => !PngChunks.Contains(c.Type) && !IsOrientation(c)).Select(c => c.Type),
            PictureFormat.WebP => Chunks(file, 12, littleEndian: true)
            .Where(c => !WebPChunks.Contains(c.Type) && !IsOrientation(c)).Select(c => c.Type),
            _ => file.AsSpan().IndexOf("XMP DataXMP"u8) >= 0 ? ["XMP"] : [],
        };
    }

    private static bool IsOrientation((string Type, int Length) chunk) =>
        chunk.Type.Equals("exif", StringComparison.OrdinalIgnoreCase) && chunk.Length == 26;

    private static IEnumerable<(string Type, int Length)> Chunks(byte[] file, int at, bool littleEndian)
    {
        while (at < file.Length)
        {
            var type = Encoding.ASCII.GetString(file, littleEndian ? at : at + 4, 4);
            var length = littleEndian
                ? BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4))
                : BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            yield return (type, length);
            at += littleEndian ? 8 + length + (length & 1) : 12 + length;
        }
    }

    private static IEnumerable<string> InJpeg(byte[] file)
    {
        for (var at = 2; at < file.Length;)
        {
            Assert.Equal(0xFF, file[at]);
            var marker = file[at + 1];
            var length = marker == 0xD9 ? 0 : (file[at + 2] << 8) | file[at + 3];
            var kept = JpegMarkers.Contains(marker)
                || (marker, length) is (0xE0, 16) or (0xE1, 34) or (0xE2, > 144) or (0xEE, 14);
            if (!kept)
                yield return $"{marker:X2} of {length}";

            at += 2 + length;
            while (marker == 0xDA && (file[at] != 0xFF || file[at + 1] is 0 or (>= 0xD0 and <= 0xD7)))
                at++;
        }
    }
}
