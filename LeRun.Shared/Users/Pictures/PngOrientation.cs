using System.Buffers.Binary;
using SkiaSharp;

namespace LeRun.Users.Pictures;

/// <summary>
/// How a PNG has to be turned: its Exif chunk says so, and the decoder does not look at it. Exif 2.32, 4.6 (TIFF 6.0 structure).
/// </summary>
internal static class PngOrientation
{
    private const ushort OrientationTag = 0x0112, ShortType = 3;
    private const int EntryLength = 12;

    /// <summary>Returns the orientation; upright where the file says nothing readable.</summary>
    public static SKEncodedOrigin Of(ReadOnlySpan<byte> file)
    {
        // A chunk is its length, its type, its data and a checksum.
        for (var rest = file[8..]; rest.Length >= 12;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - 12)
                break;
            if (rest[4..].StartsWith("eXIf"u8))
                return InExif(rest.Slice(8, (int)length));
            rest = rest[(12 + (int)length)..];
        }

        return SKEncodedOrigin.TopLeft;
    }

    private static SKEncodedOrigin InExif(ReadOnlySpan<byte> tiff)
    {
        var isLittleEndian = tiff.StartsWith("II*\0"u8);
        if ((!isLittleEndian && !tiff.StartsWith("MM\0*"u8)) || tiff.Length < 8)
            return SKEncodedOrigin.TopLeft;
        var directory = isLittleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..])
            : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
            return SKEncodedOrigin.TopLeft;

        var entries = tiff[((int)directory + 2)..];
        for (var left = UInt16(tiff[(int)directory..]); left > 0 && entries.Length >= EntryLength; left--)
        {
            var value = UInt16(entries[8..]);
            if (UInt16(entries) == OrientationTag && UInt16(entries[2..]) == ShortType && value is >= 1 and <= 8)
                return (SKEncodedOrigin)value;
            entries = entries[EntryLength..];
        }

        return SKEncodedOrigin.TopLeft;

        ushort UInt16(ReadOnlySpan<byte> bytes) => isLittleEndian
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes)
            : BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }
}
