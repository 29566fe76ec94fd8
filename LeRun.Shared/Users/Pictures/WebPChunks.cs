using System.Buffers;
using System.Buffers.Binary;

namespace LeRun.Users.Pictures;

/// <summary>The pieces that a WebP is made of: RIFF chunks, bitstream headers, animation frames (RFC 9649, 2.3 to 2.7).</summary>
internal static class WebPChunks
{
    private const int FrameHeaderLength = 16;

    /// <summary>Reads a chunk and the zero that pads an odd one.</summary>
    public static bool TryRead(scoped ref ByteReader reader, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> data)
    {
        data = default;
        return reader.TryRead(4, out type)
            && reader.TryReadUInt32LittleEndian(out var length)
            && reader.TryRead(length, out data)
            && reader.TryRead(length & 1, out _);
    }

    public static void Write(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        output.Write(type);
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), data.Length);
        output.Advance(4);
        output.Write(data);
        if ((data.Length & 1) != 0)
            output.Write([(byte)0]);
    }

    /// <summary>Width and height by the header of a lossy or lossless bitstream; null when it is none.</summary>
    public static (int Width, int Height)? ImageSize(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) =>
        type.SequenceEqual("VP8L"u8) ? LosslessSize(data) : LossySize(data);

    /// <summary>
    /// Checks an animation frame against its canvas and writes it without the chunks that are none of the format's.
    /// </summary>
    public static bool TryReadFrame(ReadOnlySpan<byte> data, int canvasWidth, int canvasHeight, ArrayBufferWriter<byte> output)
    {
        var reader = new ByteReader(data);
        if (!reader.TryRead(FrameHeaderLength, out var header))
            return false;
        var (x, y) = (2 * ReadUInt24(header), 2 * ReadUInt24(header[3..]));
        var (width, height) = (ReadUInt24(header[6..]) + 1, ReadUInt24(header[9..]) + 1);
        if (x + width > canvasWidth || y + height > canvasHeight)
            return false;

        output.Write(header);
        bool alpha = false, image = false;
        while (!reader.AtEnd)
        {
            if (!TryRead(ref reader, out var type, out var chunk))
                return false;
            if (type.SequenceEqual("ALPH"u8))
            {
                if (alpha || image)
                    return false;
                alpha = true;
            }
            else if (type.SequenceEqual("VP8 "u8) || type.SequenceEqual("VP8L"u8))
            {
                if (image || (alpha && type[3] == 'L') || ImageSize(type, chunk) != (width, height))
                    return false;
                image = true;
            }
            else
            {
                continue;
            }

            Write(output, type, chunk);
        }

        return image;
    }

    public static int ReadUInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    public static void WriteUInt24(Span<byte> bytes, int value)
    {
        (bytes[0], bytes[1], bytes[2]) = ((byte)value, (byte)(value >> 8), (byte)(value >> 16));
    }

    /// <summary>RFC 6386, 9.1: a shown key frame whose first partition lies within the data.</summary>
    private static (int Width, int Height)? LossySize(ReadOnlySpan<byte> data)
    {
        const int HeaderLength = 10;
        if (data.Length <= HeaderLength || !data[3..].StartsWith<byte>([0x9D, 0x01, 0x2A]))
            return null;
        var tag = ReadUInt24(data);
        var isShownKeyFrame = (tag & 1) == 0 && ((tag >> 1) & 7) <= 3 && (tag & 16) != 0;
        if (!isShownKeyFrame || HeaderLength + (tag >> 5) > data.Length)
            return null;
        return (BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF,
            BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF);
    }

    /// <summary>RFC 9649, 3.4.</summary>
    private static (int Width, int Height)? LosslessSize(ReadOnlySpan<byte> data)
    {
        if (data.Length <= 5 || data[0] != 0x2F || data[4] >> 5 != 0)
            return null;
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
        return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
    }
}
