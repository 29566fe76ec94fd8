using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;

namespace LeRun.Users.Pictures;

/// <summary>
/// PNG (W3C third edition). Chunks that change how pixels look are checked and kept, all others dropped, an animation's
/// further frames among them: what remains is the picture that viewers without animation show.
/// </summary>
internal ref struct PngParser
{
    private const string Truncated = "The PNG ends early.";
    private const int ChunkOverhead = 12;

    private ByteReader _reader;
    private readonly ArrayBufferWriter<byte> _body;
    private readonly ArrayBufferWriter<byte> _pixels = new();
    private readonly HashSet<string> _seen = [];
    private PngHeader? _header;
    private int _paletteEntries = 0;
    private int _orientation = 0;
    private string _previous = "";

    private PngParser(ReadOnlySpan<byte> file)
    {
        _reader = new ByteReader(file[Signature.Length..]);
        _body = new ArrayBufferWriter<byte>(file.Length);
    }

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static string? Parse(ReadOnlySpan<byte> file, out Picture? picture)
    {
        var parser = new PngParser(file);
        picture = null;
        while (parser._previous != "IEND")
        {
            if (parser.ReadChunk() is { } refusal)
                return refusal;
        }

        if (!parser._reader.AtEnd)
            return "The PNG has something else appended to it.";
        if (parser._header is not { } header || !Zlib.Holds(parser._pixels.WrittenSpan, header.PixelBytes))
            return "The PNG's pixels are damaged, or fewer or more than its header says.";

        picture = new Picture(parser.Assemble(header), PictureFormat.Png, header.Width, header.Height);
        return null;
    }

    private byte[] Assemble(PngHeader header)
    {
        // Early, so that a viewer knows how to turn the pixels before they come.
        var head = new ArrayBufferWriter<byte>();
        Write(head, "IHDR"u8, header.Bytes);
        if (_orientation > ExifOrientation.Upright)
            Write(head, "eXIf"u8, ExifOrientation.Write(_orientation));
        return [.. Signature, .. head.WrittenSpan, .. _body.WrittenSpan];
    }

    private string? ReadChunk()
    {
        var chunk = _reader.Rest;
        if (!_reader.TryReadUInt32BigEndian(out var length) || !_reader.TryRead(4, out var type)
            || !_reader.TryRead(length, out var data) || !_reader.TryReadUInt32BigEndian(out var crc))
            return Truncated;
        if (Crc32.HashToUInt32(chunk.Slice(4, 4 + (int)length)) != crc)
            return "The PNG is damaged: a checksum is wrong.";

        var name = System.Text.Encoding.ASCII.GetString(type);
        if (_header is null != (name == "IHDR"))
            return "The PNG's header is missing or stands in the wrong place.";
        if (IsKept(name) && !_seen.Add(name))
            return "The PNG has a chunk twice.";

        var refusal = ReadChunk(name, data, chunk[..(ChunkOverhead + (int)length)]);
        _previous = name;
        return refusal;
    }

    private string? ReadChunk(string name, ReadOnlySpan<byte> data, ReadOnlySpan<byte> chunk)
    {
        switch (name)
        {
            case "IHDR":
                _header = PngHeader.Read(data);
                return _header is { } header
            ? PictureParser.CheckSize(header.Width, header.Height)
            : "The PNG's header is wrong.";
            case "IDAT":
                if (_header!.NeedsPalette && _paletteEntries == 0)
                    return "The PNG has no palette.";
                if (_pixels.WrittenCount > 0 && _previous != "IDAT")
                    return "The PNG's pixels are not in one piece.";
                _pixels.Write(data);
                _body.Write(chunk);
                return null;
            case "IEND":
                _body.Write(chunk);
                return data.IsEmpty ? null : "The PNG's end is wrong.";
            case "PLTE":
                _paletteEntries = data.Length / 3;
                return Keep(chunk, _header!.AllowsPalette && data.Length % 3 == 0 && _paletteEntries is >= 1 and <= 256);
            case "tRNS":
                return Keep(chunk, _header!.AllowsTransparency(data.Length, _paletteEntries));
            case "gAMA":
                return Keep(chunk, data.Length == 4);
            case "cHRM":
                return Keep(chunk, data.Length == 32);
            case "sRGB":
                return Keep(chunk, data.Length == 1 && data[0] <= 3);
            case "cICP":
                return Keep(chunk, data.Length == 4);
            case "iCCP":
                return KeepProfile(data);
            case "eXIf":
                _orientation = ExifOrientation.Read(data);
                return null;
            default:
                // An upper-case first letter means that the pixels can't be shown without it (5.4).
                return char.IsAsciiLetterLower(name[0]) ? null : "The PNG has a chunk that browsers do not know.";
        }
    }

    private static bool IsKept(string name) =>
        name is "IHDR" or "PLTE" or "tRNS" or "gAMA" or "cHRM" or "sRGB" or "cICP" or "iCCP" or "eXIf";

    private readonly string? Keep(ReadOnlySpan<byte> chunk, bool valid)
    {
        if (!valid || _pixels.WrittenCount > 0)
            return "The PNG has a chunk that is wrong or stands in the wrong place.";
        _body.Write(chunk);
        return null;
    }

    private readonly string? KeepProfile(ReadOnlySpan<byte> data)
    {
        // Name, a zero, compression method 0, zlib stream. The name is free text, so it gets a plain one.
        var nameLength = data.IndexOf((byte)0);
        if (nameLength is < 1 or > 79 || data.Length < nameLength + 3 || data[nameLength + 1] != 0)
            return Keep([], valid: false);

        var compressed = data[(nameLength + 2)..];
        if (Zlib.Inflate(compressed, maxLength: 1 << 20) is not { } profile || !IccProfile.IsValid(profile))
            return null;

        var chunk = new ArrayBufferWriter<byte>(data.Length);
        Write(chunk, "iCCP"u8, [.. "ICC\0\0"u8, .. compressed]);
        return Keep(chunk.WrittenSpan, valid: true);
    }

    private static void Write(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var chunk = output.GetSpan(ChunkOverhead + data.Length)[..(ChunkOverhead + data.Length)];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk[4..]);
        data.CopyTo(chunk[8..]);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[(8 + data.Length)..], Crc32.HashToUInt32(chunk[4..(8 + data.Length)]));
        output.Advance(chunk.Length);
    }
}
