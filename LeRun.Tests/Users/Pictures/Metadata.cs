using System.Buffers.Binary;
using System.Text;

namespace LeRun.Tests.Users.Pictures;

/// <summary>Reads what a made picture consists of, and names what is in it besides pixels.</summary>
internal static class Metadata
{
    private static readonly string[] WebPChunks = ["VP8X", "ALPH", "VP8 ", "VP8L"];
    private static readonly byte[] JpegMarkers = [0xC0, 0xC4, 0xD9, 0xDA, 0xDB, 0xDD];

    public static IEnumerable<string> In(byte[] file) => file[0] == 'R' ? InWebP(file) : InJpeg(file);

    private static IEnumerable<string> InWebP(byte[] file)
    {
        Assert.Equal(file.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)));
        for (var at = 12; at < file.Length;)
        {
            var type = Encoding.ASCII.GetString(file, at, 4);
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4));
            // Of the flags, only that of transparency: no profile, no Exif, no XMP, no animation.
            if (!WebPChunks.Contains(type) || (type == "VP8X" && (file[at + 8] & ~0x10) != 0))
                yield return type;
            at += 8 + length + (length & 1);
        }
    }

    private static IEnumerable<string> InJpeg(byte[] file)
    {
        for (var at = 2; at < file.Length;)
        {
            Assert.Equal(0xFF, file[at]);
            var marker = file[at + 1];
            var length = marker == 0xD9 ? 0 : (file[at + 2] << 8) | file[at + 3];
            // JFIF without a thumbnail is 16 bytes long.
            if (!JpegMarkers.Contains(marker) && (marker, length) != (0xE0, 16))
                yield return $"{marker:X2} of {length}";

            at += 2 + length;
            while (marker == 0xDA && (file[at] != 0xFF || file[at + 1] is 0 or (>= 0xD0 and <= 0xD7)))
                at++;
        }
    }
}
