using System.Buffers;
using System.Buffers.Binary;

namespace LeRun.Users.Pictures;

/// <summary>
/// JPEG (ITU-T T.81), baseline, extended and progressive, 8 bits a sample, Huffman: what browsers show. Segments that
/// decoding needs are checked and kept, all others dropped.
/// </summary>
internal ref struct JpegParser
{
    private const string Truncated = "The JPEG ends early.";
    private const byte StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA;

    private ByteReader _reader;
    private readonly ArrayBufferWriter<byte> _body;
    private JpegFrame? _frame;
    private byte[] _jfif = [];
    private int _orientation = 0;
    private long _entropyBytes = 0;

    private JpegParser(ReadOnlySpan<byte> file)
    {
        _reader = new ByteReader(file[2..]);
        _body = new ArrayBufferWriter<byte>(file.Length);
    }

    public static ReadOnlySpan<byte> Signature => [0xFF, StartOfImage, 0xFF];

    public static string? Parse(ReadOnlySpan<byte> file, out Picture? picture)
    {
        var parser = new JpegParser(file);
        picture = null;
        byte marker;
        do
        {
            if (!parser.TryReadMarker(out marker))
                return parser._reader.AtEnd ? Truncated : "The JPEG has bytes between its segments.";
            if (marker != EndOfImage && parser.ReadSegment(marker) is { } refusal)
                return refusal;
        }
        while (marker != EndOfImage);

        if (parser._frame is not { } frame || !frame.IsCoveredBy(parser._entropyBytes))
            return "The JPEG holds fewer pixels than its header says.";
        if (!JpegTrailer.IsFromCamera(parser._reader.Rest))
            return "The JPEG has something else appended to it.";

        picture = new Picture(parser.Assemble(), PictureFormat.Jpeg, frame.Width, frame.Height);
        return null;
    }

    private byte[] Assemble()
    {
        // JFIF wants to be first; both change how the rest is read, so they stand before it.
        byte[] exif = _orientation > ExifOrientation.Upright
            ? [0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. ExifOrientation.Write(_orientation)]
            : [];
        return [0xFF, StartOfImage, .. _jfif, .. exif, .. _body.WrittenSpan, 0xFF, EndOfImage];
    }

    /// <summary>A marker is 0xFF and a code; any number of 0xFF may stand before it (B.1.1.2).</summary>
    private bool TryReadMarker(out byte marker)
    {
        marker = 0;
        if (!_reader.TryReadByte(out var prefix) || prefix != 0xFF)
            return false;
        while (_reader.TryReadByte(out marker))
        {
            if (marker != 0xFF)
                return marker != 0;
        }

        return false;
    }

    private string? ReadSegment(byte marker)
    {
        if (marker is <= 0xBF or (>= 0xD0 and <= StartOfImage))
            return "The JPEG has a marker where none may stand.";
        if (!_reader.TryReadUInt16BigEndian(out var length) || !_reader.TryRead(length - 2, out var payload))
            return Truncated;

        switch (marker)
        {
            case 0xC0 or 0xC1 or 0xC2:
                return ReadFrame(marker, payload);
            case 0xC4:
                return Keep(marker, payload, JpegTables.AreHuffmanTables(payload));
            case 0xDB:
                return Keep(marker, payload, JpegTables.AreQuantizationTables(payload));
            case 0xDD:
                return Keep(marker, payload, payload.Length == 2);
            case StartOfScan:
                return ReadScan(payload);
            case >= 0xE0 and <= 0xEF:
                ReadApplicationData(marker, payload);
                return null;
            case 0xFE:
                return null;
            default:
                return "The JPEG uses a process that browsers do not show (arithmetic, lossless or hierarchical).";
        }
    }

    private void ReadApplicationData(byte marker, ReadOnlySpan<byte> payload)
    {
        switch (marker)
        {
            // Version, unit and density stay; the thumbnail after them, maybe of an uncropped picture, does not.
            case 0xE0 when _jfif.Length == 0 && payload.Length >= 14 && payload.StartsWith("JFIF\0"u8):
                _jfif = [0xFF, marker, 0, 16, .. payload[..12], 0, 0];
                break;
            case 0xE1 when _orientation == 0 && payload.StartsWith("Exif\0\0"u8):
                _orientation = ExifOrientation.Read(payload[6..]);
                break;
            // UserCache that need more than one segment are for printing presses.
            case 0xE2 when payload.StartsWith("ICC_PROFILE\0\u0001\u0001"u8) && IccProfile.IsValid(payload[14..]):
                Write(marker, payload);
                break;
            // Says how three and four components become colours.
            case 0xEE when payload.Length >= 12 && payload.StartsWith("Adobe"u8):
                Write(marker, payload[..12]);
                break;
        }
    }

    private string? ReadFrame(byte marker, ReadOnlySpan<byte> payload)
    {
        if (_frame is not null || JpegFrame.Read(payload) is not { } frame)
            return "The JPEG's frame header is wrong.";

        _frame = frame;
        Write(marker, payload);
        return PictureParser.CheckSize(frame.Width, frame.Height);
    }

    private string? ReadScan(ReadOnlySpan<byte> payload)
    {
        if (_frame?.AddScan(payload) != true)
            return "The JPEG's scan header is wrong.";

        Write(StartOfScan, payload);
        var entropyCoded = JpegTables.EntropyCodedLength(_reader.Rest);
        _reader.TryRead(entropyCoded, out var data);
        _body.Write(data);
        _entropyBytes += entropyCoded;
        return _reader.AtEnd ? Truncated : null;
    }

    private readonly string? Keep(byte marker, ReadOnlySpan<byte> payload, bool valid)
    {
        if (!valid)
            return "The JPEG's tables are wrong.";
        Write(marker, payload);
        return null;
    }

    private readonly void Write(byte marker, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(payload.Length + 2));
        _body.Write(header);
        _body.Write(payload);
    }
}
