using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>
/// An append-only file of records, each framed by its length and CRC-32. A record is handed to the operating system
/// in one write; one that did not arrive whole fails its checksum at the next start and is cut off. The caller synchronises.
/// </summary>
/// <remarks>Header: 8 bytes of magic and version, 8 bytes that tell this log from any other. Numbers are little-endian.</remarks>
internal sealed class ItemLog : IDisposable
{
    public const int HeaderLength = 16;
    private const int FrameLength = 8;
    private static readonly byte[] Magic = "LRCOSM01"u8.ToArray();

    private readonly ILogFile _file;
    private bool _tailMayBeDirty;

    private ItemLog(ILogFile file, ulong incarnation)
    {
        _file = file;
        Incarnation = incarnation;
        Length = HeaderLength;
    }

    /// <summary>Random at creation; ETags carry it, so that one from a deleted data folder matches nothing here.</summary>
    public ulong Incarnation { get; }

    /// <summary>Bytes up to the end of the last whole record.</summary>
    public long Length { get; private set; }

    /// <summary>Opens or creates a log. Call <see cref="Replay"/> before the first append.</summary>
    /// <exception cref="InvalidDataException">The file is something else, or of another version.</exception>
    public static ItemLog Open(string path, Func<string, ILogFile> open, ulong? incarnation = null)
    {
        var file = open(path);
        try
        {
            Span<byte> header = stackalloc byte[HeaderLength];
            if (file.Read(0, header) == HeaderLength)
            {
                return header[..Magic.Length].SequenceEqual(Magic)
                    ? new ItemLog(file, BinaryPrimitives.ReadUInt64LittleEndian(header[Magic.Length..]))
                    : throw new InvalidDataException($"'{path}' is not a log of this version of the in-process Cosmos.");
            }

            // Shorter than a header: new, or killed while being created. No write to it was ever confirmed.
            Magic.CopyTo(header);
            RandomNumberGenerator.Fill(header[Magic.Length..]);
            if (incarnation is { } given)
                BinaryPrimitives.WriteUInt64LittleEndian(header[Magic.Length..], given);
            file.Truncate(0);
            file.Write(0, header);
            return new ItemLog(file, BinaryPrimitives.ReadUInt64LittleEndian(header[Magic.Length..]));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Yields every whole record's payload in order, then cuts off what follows the last one.</summary>
    public IEnumerable<byte[]> Replay()
    {
        Length = HeaderLength;
        while (ReadRecord(Length) is { } payload)
        {
            Length += FrameLength + payload.Length;
            yield return payload;
        }

        if (_file.Length > Length)
            _file.Truncate(Length);
    }

    /// <summary>Instead of <see cref="Replay"/>, for a file that this process has just written whole.</summary>
    public void ResumeAt(long length) => Length = length;

    /// <summary>Adds a record; it is with the operating system when this returns.</summary>
    /// <exception cref="IOException">Nothing was added; the next append starts by removing what a partial write left.</exception>
    public void Append(ReadOnlySpan<byte> payload)
    {
        var frame = new byte[FrameLength + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Crc32.HashToUInt32(payload));
        payload.CopyTo(frame.AsSpan(FrameLength));
        AppendRaw(frame);
    }

    /// <summary>Copies whole records of another log, from <paramref name="offset"/> to its present end; returns that end.</summary>
    public long CopyFrom(ItemLog other, long offset, long end)
    {
        var buffer = new byte[1 << 20];
        while (offset < end)
        {
            var read = other._file.Read(offset, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - offset)));
            if (read == 0)
                throw new EndOfStreamException("A log became shorter while it was compacted.");
            AppendRaw(buffer.AsSpan(0, read));
            offset += read;
        }

        return offset;
    }

    public void Sync() => _file.Sync();

    public void Dispose() => _file.Dispose();

    private void AppendRaw(ReadOnlySpan<byte> bytes)
    {
        if (_tailMayBeDirty)
            _file.Truncate(Length);

        _tailMayBeDirty = true;
        try
        {
            _file.Write(Length, bytes);
        }
        catch (IOException)
        {
            TryCutTail();
            throw;
        }

        _tailMayBeDirty = false;
        Length += bytes.Length;
    }

    private void TryCutTail()
    {
        try
        {
            _file.Truncate(Length);
            _tailMayBeDirty = false;
        }
        catch (IOException)
        {
            // The disk is failing; the next append tries again before it writes, and replay would cut it too.
        }
    }

    private byte[]? ReadRecord(long offset)
    {
        Span<byte> frame = stackalloc byte[FrameLength];
        if (_file.Read(offset, frame) < FrameLength)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(frame);
        if (length <= 0 || length > _file.Length - offset - FrameLength)
            return null;
        var payload = new byte[length];
        return _file.Read(offset + FrameLength, payload) == length && Crc32.HashToUInt32(payload) == BinaryPrimitives.ReadUInt32LittleEndian(frame[4..])
            ? payload
            : null;
    }
}
