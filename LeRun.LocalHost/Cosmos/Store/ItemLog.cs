using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>
/// An append-only file of records, each framed by its length and CRC-32. A record is handed to the operating system in one
/// write; one that did not arrive whole is cut off at the next start. The caller synchronises.
/// </summary>
/// <remarks>Header: 8 bytes of magic and version, 8 bytes that tell this log from any other. Numbers are little-endian.</remarks>
internal sealed class ItemLog : IDisposable
{
    public const int HeaderLength = 16;
    private static readonly byte[] _magic = "LRCOSM01"u8.ToArray();

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

    /// <summary>The ranges in which <see cref="Replay"/> found no records.</summary>
    public IReadOnlyList<(long Start, long End)> Damage { get; private set; } = [];

    /// <summary>How many bytes of an unfinished write <see cref="Replay"/> cut off.</summary>
    public long TornBytes { get; private set; }

    /// <summary>Opens or creates a log. Call <see cref="Replay"/> before the first append.</summary>
    /// <exception cref="DataFormatException">The file is something else, or of another version.</exception>
    public static ItemLog Open(string path, Func<string, ILogFile> open, ulong? incarnation = null)
    {
        var file = open(path);
        try
        {
            Span<byte> header = stackalloc byte[HeaderLength];
            if (file.Read(0, header) == HeaderLength)
            {
                return header[.._magic.Length].SequenceEqual(_magic)
                    ? new ItemLog(file, BinaryPrimitives.ReadUInt64LittleEndian(header[_magic.Length..]))
                    : throw new DataFormatException($"'{path}' is not a log of this version of the in-process Cosmos.");
            }

            // Shorter than a header: new, or killed while being created. No write to it was ever confirmed.
            _magic.CopyTo(header);
            RandomNumberGenerator.Fill(header[_magic.Length..]);
            if (incarnation is { } given)
                BinaryPrimitives.WriteUInt64LittleEndian(header[_magic.Length..], given);
            file.Truncate(0);
            file.Write(0, header);
            return new ItemLog(file, BinaryPrimitives.ReadUInt64LittleEndian(header[_magic.Length..]));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Yields every record's payload in order, past damage. Cuts off what an unfinished write left at the end, and nothing else.
    /// </summary>
    public IEnumerable<byte[]> Replay()
    {
        var scan = new LogScan(_file);
        foreach (var payload in scan.Records())
            yield return payload;

        (Length, Damage) = (scan.End, scan.Damage);
        TornBytes = _file.Length - Length;
        if (TornBytes > 0)
            _file.Truncate(Length);
    }

    /// <summary>Instead of <see cref="Replay"/>, for a file that this process has just written whole.</summary>
    public void ResumeAt(long length) => Length = length;

    /// <summary>Adds a record; it is with the operating system when this returns.</summary>
    /// <exception cref="IOException">Nothing was added; the next append starts by removing what a partial write left.</exception>
    public void Append(ReadOnlySpan<byte> payload)
    {
        var frame = new byte[LogScan.FrameLength + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Crc32.HashToUInt32(payload));
        payload.CopyTo(frame.AsSpan(LogScan.FrameLength));
        AppendRaw(frame);
    }

    /// <summary>Copies whole records of another log and returns the end of the last.</summary>
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

    /// <summary>Copies all records of another log that has been replayed, without its damage.</summary>
    public void CopyRecordsFrom(ItemLog other)
    {
        var start = (long)HeaderLength;
        foreach (var damage in other.Damage)
        {
            CopyFrom(other, start, damage.Start);
            start = damage.End;
        }

        CopyFrom(other, start, other.Length);
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
}
