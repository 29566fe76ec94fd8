using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace LeRun.Tests.Users.Pictures;

/// <summary>Puts into a picture what cameras, editors and attackers put there.</summary>
internal static class Splice
{
    /// <summary>Stands for everything private: no byte of it may come through.</summary>
    public const string Secret = "Gps:37.5665N,126.9780E";

    /// <summary>Orientation, a camera's name, and a GPS directory, laid out as a phone does (big-endian TIFF).</summary>
    public static byte[] Exif(int orientation)
    {
        byte[] name = [.. Encoding.ASCII.GetBytes(Secret), 0];
        var nameAt = 8 + 2 + (3 * 12) + 4;
        var gpsAt = nameAt + name.Length;
        return
        [
            .. "MM\0*"u8, .. UInt32(8), 0, 3,
            .. Entry(0x010F, 2, name.Length, UInt32(nameAt)),
            .. Entry(0x0112, 3, 1, [0, (byte)orientation, 0, 0]),
            .. Entry(0x8825, 4, 1, UInt32(gpsAt)),
            .. UInt32(0), .. name,
            0, 1, .. Entry(0x0001, 2, 2, [(byte)'N', 0, 0, 0]), .. UInt32(0),
        ];
    }

    /// <summary>A profile by its header; no colour in it is right, and no viewer is asked.</summary>
    public static byte[] Profile()
    {
        var profile = new byte[200];
        BinaryPrimitives.WriteInt32BigEndian(profile, profile.Length);
        "acsp"u8.CopyTo(profile.AsSpan(36));
        return profile;
    }

    public static byte[] JpegSegment(byte marker, ReadOnlySpan<byte> payload) =>
        [0xFF, marker, (byte)((payload.Length + 2) >> 8), (byte)(payload.Length + 2), .. payload];

    /// <summary>Straight after the start of the image.</summary>
    public static byte[] IntoJpeg(byte[] jpeg, params byte[][] segments) =>
        [.. jpeg[..2], .. segments.SelectMany(s => s), .. jpeg[2..]];

    public static byte[] PngChunk(string type, ReadOnlySpan<byte> data)
    {
        byte[] typeAndData = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. UInt32(data.Length), .. typeAndData, .. UInt32((int)Crc32.HashToUInt32(typeAndData))];
    }

    /// <summary>Straight after the header.</summary>
    public static byte[] IntoPng(byte[] png, params byte[][] chunks) =>
        [.. png[..33], .. chunks.SelectMany(c => c), .. png[33..]];

    /// <summary>A PNG by its header's fields.</summary>
    /// <param name="pixels">What stands compressed in its data.</param>
    /// <param name="before">Chunks before the data.</param>
    public static byte[] PngFile(
        int width, int height, byte depth, byte colours, byte interlace, byte[] pixels, params byte[][] before) =>
    [
        .. SamplePictures.Png[..8],
        .. PngChunk("IHDR", [.. UInt32(width), .. UInt32(height), depth, colours, 0, 0, interlace]),
        .. before.SelectMany(chunk => chunk), .. PngChunk("IDAT", pixels), .. PngChunk("IEND", []),
    ];

    /// <summary>Equal rows of equal pixels, each behind its filter byte, compressed.</summary>
    public static byte[] PngRows(int rows, byte[] pixel, int pixels) =>
        Deflate([.. Enumerable.Range(0, rows)
            .SelectMany(_ => Enumerable.Repeat(pixel, pixels).SelectMany(bytes => bytes).Prepend((byte)0))]);

    public static byte[] Deflate(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var deflater = new ZLibStream(output, CompressionLevel.Fastest))
            deflater.Write(bytes);
        return output.ToArray();
    }

    public static byte[] WebPChunk(string type, ReadOnlySpan<byte> data) =>
        [.. Encoding.ASCII.GetBytes(type), .. LittleEndian(data.Length), .. data, .. new byte[data.Length & 1]];

    public static byte[] WebPFile(params byte[][] chunks)
    {
        byte[] body = [.. "WEBP"u8, .. chunks.SelectMany(c => c)];
        return [.. "RIFF"u8, .. LittleEndian(body.Length), .. body];
    }

    public static byte[] WebPHeader(byte flags, int width, int height) =>
        WebPChunk("VP8X", [flags, 0, 0, 0, .. LittleEndian(width - 1)[..3], .. LittleEndian(height - 1)[..3]]);

    /// <summary>An extended file around the image of a simple one.</summary>
    public static byte[] IntoWebP(byte[] webp, byte flags, byte[][] before, byte[][] after) =>
        WebPFile([WebPHeader(flags, SamplePictures.Width, SamplePictures.Height), .. before, webp[12..], .. after]);

    public static bool Contains(ReadOnlyMemory<byte> file, string text) => file.Span.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    public static byte[] LittleEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] UInt32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Entry(int tag, int type, int count, byte[] value) =>
        [(byte)(tag >> 8), (byte)tag, 0, (byte)type, .. UInt32(count), .. value];
}
