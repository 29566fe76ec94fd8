using System.Buffers;
using System.Buffers.Binary;

namespace LeRun.Users.Pictures;

/// <summary>
/// WebP (RFC 9649): lossy, lossless, and extended with alpha, colour profile, orientation or animation. The chunks of
/// the format are checked and kept, Exif beyond the orientation, XMP and unknown ones dropped, and flags made to agree.
/// </summary>
internal ref struct WebPParser
{
    private const string Truncated = "The WebP ends early.";
    private const string WrongChunk = "The WebP has a chunk that is wrong or stands in the wrong place.";
    private const byte ProfileFlag = 0x20, AlphaFlag = 0x10, ExifFlag = 0x08, AnimationFlag = 0x02;

    private ByteReader _reader;
    private readonly ArrayBufferWriter<byte> _body;
    private (byte Flags, int Width, int Height)? _extended;
    private (int Width, int Height)? _image;
    private int _orientation = 0;
    private int _frames = 0;
    private bool _profile = false, _animated = false, _alpha = false;

    private WebPParser(ReadOnlySpan<byte> chunks)
    {
        _reader = new ByteReader(chunks);
        _body = new ArrayBufferWriter<byte>(chunks.Length + 16);
    }

    public static string? Parse(ReadOnlySpan<byte> file, out Picture? picture)
    {
        picture = null;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L;
        if (length != file.Length)
            return length > file.Length ? Truncated : "The WebP has something else appended to it.";

        var parser = new WebPParser(file[12..]);
        while (!parser._reader.AtEnd)
        {
            if (parser.ReadChunk() is { } refusal)
                return refusal;
        }

        if (parser.Size() is not var (width, height))
            return "The WebP holds no picture of the size that its header says.";
        if (PictureParser.CheckSize(width, height) is { } wrongSize)
            return wrongSize;

        picture = new Picture(parser.Assemble(width, height), PictureFormat.WebP, width, height);
        return null;
    }

    private readonly (int Width, int Height)? Size()
    {
        if (_extended is not var (flags, width, height))
            return _image;
        var animated = (flags & AnimationFlag) != 0;
        return animated == _animated && (animated ? _frames > 0 : _image == (width, height)) ? (width, height) : null;
    }

    private readonly byte[] Assemble(int width, int height)
    {
        var output = new ArrayBufferWriter<byte>(_body.WrittenCount + 128);
        if (_extended is not var (flags, _, _))
        {
            output.Write(_body.WrittenSpan);
        }
        else
        {
            var turned = _orientation > ExifOrientation.Upright;
            var header = new byte[10];
            header[0] = (byte)((flags & (AlphaFlag | AnimationFlag)) | (_profile ? ProfileFlag : 0) | (turned ? ExifFlag : 0));
            WebPChunks.WriteUInt24(header.AsSpan(4), width - 1);
            WebPChunks.WriteUInt24(header.AsSpan(7), height - 1);
            WebPChunks.Write(output, "VP8X"u8, header);
            output.Write(_body.WrittenSpan);
            if (turned)
                WebPChunks.Write(output, "EXIF"u8, ExifOrientation.Write(_orientation));
        }

        byte[] file = [.. "RIFF\0\0\0\0WEBP"u8, .. output.WrittenSpan];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        return file;
    }

    private string? ReadChunk()
    {
        var first = _extended is null && _image is null;
        if (!WebPChunks.TryRead(ref _reader, out var type, out var data))
            return Truncated;
        if (type.SequenceEqual("VP8X"u8))
            return first ? ReadExtendedHeader(data) : WrongChunk;
        if (type.SequenceEqual("VP8 "u8) || type.SequenceEqual("VP8L"u8))
            return ReadImage(type, data);
        // The simple layouts are one chunk long.
        if (_extended is null)
            return WrongChunk;

        var beforePixels = _image is null && _frames == 0;
        if (type.SequenceEqual("ICCP"u8))
            return KeepProfile(data, beforePixels && !_profile && !_animated && !_alpha);
        if (type.SequenceEqual("ANIM"u8))
            return Keep(type, data, _animated = beforePixels && !_animated && !_alpha && data.Length == 6);
        if (type.SequenceEqual("ALPH"u8))
            return Keep(type, data, _alpha = beforePixels && !_animated && !_alpha && data.Length > 1);
        if (type.SequenceEqual("ANMF"u8))
            return ReadFrame(type, data);
        if (type.SequenceEqual("EXIF"u8) && _orientation == 0)
            _orientation = ExifOrientation.Read(data.StartsWith("Exif\0\0"u8) ? data[6..] : data);
        return null;
    }

    private string? ReadExtendedHeader(ReadOnlySpan<byte> data)
    {
        if (data.Length != 10)
            return WrongChunk;
        _extended = (data[0], WebPChunks.ReadUInt24(data[4..]) + 1, WebPChunks.ReadUInt24(data[7..]) + 1);
        return null;
    }

    private string? ReadImage(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        // A lossless image carries its own alpha.
        if (_image is not null || _animated || (_alpha && type[3] == 'L'))
            return WrongChunk;
        _image = WebPChunks.ImageSize(type, data);
        return Keep(type, data, _image is not null);
    }

    private string? ReadFrame(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var frame = new ArrayBufferWriter<byte>(data.Length + 1);
        if (!_animated || _extended is not var (_, width, height) || !WebPChunks.TryReadFrame(data, width, height, frame))
            return WrongChunk;
        _frames++;
        return Keep(type, frame.WrittenSpan, valid: true);
    }

    private string? KeepProfile(ReadOnlySpan<byte> data, bool valid)
    {
        _profile = valid && IccProfile.IsValid(data);
        return valid && !_profile ? null : Keep("ICCP"u8, data, valid);
    }

    private readonly string? Keep(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, bool valid)
    {
        if (!valid)
            return WrongChunk;
        WebPChunks.Write(_body, type, data);
        return null;
    }
}
