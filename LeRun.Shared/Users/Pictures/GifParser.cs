using System.Buffers;
using System.Buffers.Binary;

namespace LeRun.Users.Pictures;

/// <summary>
/// GIF 87a and 89a. Frames, their timing and the loop count are checked and kept; comments, plain text and other
/// applications' blocks are dropped.
/// </summary>
internal ref struct GifParser
{
    private const string Truncated = "The GIF ends early.";
    private const int HeaderLength = 13, DescriptorLength = 9;
    private const byte ImageLabel = 0x2C, ExtensionLabel = 0x21, Trailer = 0x3B;
    private const byte ControlLabel = 0xF9, ApplicationLabel = 0xFF;

    private ByteReader _reader;
    private readonly ArrayBufferWriter<byte> _output;
    private readonly int _width, _height;
    private readonly bool _hasPalette;
    private ReadOnlySpan<byte> _control;
    private int _frames = 0;
    private bool _looped = false;

    private GifParser(ReadOnlySpan<byte> file)
    {
        _output = new ArrayBufferWriter<byte>(file.Length);
        _reader = new ByteReader(file);
        _reader.TryRead(HeaderLength, out var header);
        _width = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
        _height = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        _hasPalette = (header[10] & 0x80) != 0;
        _output.Write(header);
    }

    public static string? Parse(ReadOnlySpan<byte> file, out Picture? picture)
    {
        picture = null;
        if (file.Length < HeaderLength)
            return Truncated;
        var parser = new GifParser(file);
        if (PictureParser.CheckSize(parser._width, parser._height) is { } wrongSize)
            return wrongSize;
        if (!parser.TryCopyPalette(file[10]))
            return Truncated;

        byte label;
        do
        {
            if (!parser._reader.TryReadByte(out label))
                return Truncated;
            if (parser.ReadBlock(label) is { } refusal)
                return refusal;
        }
        while (label != Trailer);

        if (parser._frames == 0)
            return "The GIF holds no picture.";
        if (!parser._reader.AtEnd)
            return "The GIF has something else appended to it.";
        picture = new Picture(parser._output.WrittenMemory, PictureFormat.Gif, parser._width, parser._height);
        return null;
    }

    private string? ReadBlock(byte label)
    {
        switch (label)
        {
            case ImageLabel:
                return ReadImage();
            case ExtensionLabel:
                return ReadExtension() ? null : Truncated;
            case Trailer:
                _output.Write([Trailer]);
                return null;
            default:
                return "The GIF has a block that does not exist.";
        }
    }

    private string? ReadImage()
    {
        if (!_reader.TryRead(DescriptorLength, out var descriptor))
            return Truncated;
        var width = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[4..]);
        var height = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[6..]);
        if (width == 0 || BinaryPrimitives.ReadUInt16LittleEndian(descriptor) + width > _width
            || height == 0 || BinaryPrimitives.ReadUInt16LittleEndian(descriptor[2..]) + height > _height
            || (!_hasPalette && (descriptor[8] & 0x80) == 0))
            return "The GIF has a frame outside of the picture or without colours.";

        if (!_control.IsEmpty)
            _output.Write([ExtensionLabel, ControlLabel, .. _control]);
        _control = default;
        _output.Write([ImageLabel, .. descriptor]);
        if (!TryCopyPalette(descriptor[8]) || !_reader.TryReadByte(out var codeSize) || !TryReadSubBlocks(out var data))
            return Truncated;
        if (!GifPixels.Fill(data, codeSize, width * height))
            return "The GIF holds fewer pixels than its header says, or they are damaged.";

        _output.Write([codeSize, .. data]);
        _frames++;
        return null;
    }

    private bool ReadExtension()
    {
        if (!_reader.TryReadByte(out var label) || !TryReadSubBlocks(out var data))
            return false;

        switch (label)
        {
            case ControlLabel when data.Length == 6 && data[0] == 4:
                _control = data;
                break;
            // The loop count; ANIMEXTS1.0 is its less known other name.
            case ApplicationLabel when !_looped && data.Length == 17 && data[12] == 3 && data[13] == 1
                && (data.StartsWith("\u000BNETSCAPE2.0"u8) || data.StartsWith("\u000BANIMEXTS1.0"u8)):
                _looped = true;
                _output.Write([ExtensionLabel, ApplicationLabel, .. data]);
                break;
        }

        return true;
    }

    /// <summary>The size of a colour table, and whether there is one, stand in the flags before it.</summary>
    private bool TryCopyPalette(byte flags)
    {
        var ok = _reader.TryRead((flags & 0x80) != 0 ? 6 << (flags & 7) : 0, out var palette);
        _output.Write(palette);
        return ok;
    }

    /// <summary>Reads sub-blocks, each behind its length, through the empty one that ends them.</summary>
    private bool TryReadSubBlocks(out ReadOnlySpan<byte> data)
    {
        var start = _reader.Rest;
        while (_reader.TryReadByte(out var length) && _reader.TryRead(length, out _))
        {
            if (length == 0)
            {
                data = start[..(start.Length - _reader.Rest.Length)];
                return true;
            }
        }

        data = default;
        return false;
    }
}
