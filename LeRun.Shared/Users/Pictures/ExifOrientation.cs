using System.Buffers.Binary;

namespace LeRun.Users.Pictures;

/// <summary>
/// The one Exif field that a viewer needs: how to turn the pixels. Everything else in Exif is about the photographer.
/// Exif 2.32, 4.6 (TIFF 6.0 structure), tag 0x0112.
/// </summary>
internal static class ExifOrientation
{
    /// <summary>Show the pixels as they are stored.</summary>
    public const int Upright = 1;

    private const ushort Tag = 0x0112;
    private const ushort ShortType = 3;
    private const int EntryLength = 12;

    /// <summary>1 to 8 from a TIFF block; <see cref="Upright"/> when it says nothing readable.</summary>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        bool littleEndian;
        if (tiff.StartsWith("II*\0"u8))
            littleEndian = true;
        else if (tiff.StartsWith("MM\0*"u8))
            littleEndian = false;
        else
            return Upright;

        var reader = new ByteReader(tiff[4..]);
        if (!reader.TryRead(4, out var offset))
            return Upright;
        var directory = new ByteReader(tiff);
        if (!directory.TryRead(ReadUInt32(offset, littleEndian), out _) || !directory.TryRead(2, out var count))
            return Upright;

        for (var left = ReadUInt16(count, littleEndian); left > 0 && directory.TryRead(EntryLength, out var entry); left--)
        {
            if (ReadUInt16(entry, littleEndian) != Tag)
                continue;
            var value = ReadUInt16(entry[8..], littleEndian);
            return ReadUInt16(entry[2..], littleEndian) == ShortType && value is >= 1 and <= 8 ? value : Upright;
        }

        return Upright;
    }

    /// <summary>A TIFF block that holds the orientation and nothing else.</summary>
    public static byte[] Write(int orientation) =>
    [
        (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8,
        0, 1,
        Tag >> 8, Tag & 0xFF, 0, (byte)ShortType, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
        0, 0, 0, 0,
    ];

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
