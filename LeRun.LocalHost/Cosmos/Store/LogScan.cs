using System.Buffers.Binary;
using System.IO.Hashing;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>
/// Reads a log's records in order. Where no record is, it goes on at the next one, however far: damage in the middle loses
/// what it hits and nothing else.
/// </summary>
internal sealed class LogScan(ILogFile file)
{
    /// <summary>Length and CRC-32 before each record.</summary>
    public const int FrameLength = 8;

    // More than any write can be. The bytes of a text, read as a length, are more than this.
    private const int MaxRecordLength = 1 << 28;

    private readonly List<(long Start, long End)> _damage = [];
    private readonly long _length = file.Length;

    /// <summary>The ranges that hold no record and are not just the beginning of one.</summary>
    public IReadOnlyList<(long Start, long End)> Damage => _damage;

    /// <summary>The end of the last record, or of damage behind it. What follows is a write that was not finished.</summary>
    public long End { get; private set; } = ItemLog.HeaderLength;

    public IEnumerable<byte[]> Records()
    {
        while (End < _length)
        {
            if (Read(End) is { } payload)
            {
                End += FrameLength + payload.Length;
                yield return payload;
            }
            else if (FindRecord(End + 1) is { } next)
            {
                Skip(next);
            }
            else
            {
                if (!IsTorn(End))
                    Skip(_length);
                yield break;
            }
        }
    }

    private void Skip(long to)
    {
        _damage.Add((End, to));
        End = to;
    }

    private byte[]? Read(long offset)
    {
        if (Frame(offset) is not { } frame || !IsPossible(frame.Length, offset))
            return null;
        var payload = new byte[frame.Length];
        return file.Read(offset + FrameLength, payload) == payload.Length && Crc32.HashToUInt32(payload) == frame.Checksum
            ? payload
            : null;
    }

    private (int Length, uint Checksum)? Frame(long offset)
    {
        Span<byte> frame = stackalloc byte[FrameLength];
        return file.Read(offset, frame) == FrameLength
            ? (BinaryPrimitives.ReadInt32LittleEndian(frame), BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]))
            : null;
    }

    private bool IsPossible(int length, long offset) =>
        length is > 0 and <= MaxRecordLength && length <= _length - offset - FrameLength;

    // A killed process leaves the beginning of a record: less than its frame says.
    private bool IsTorn(long offset) => Frame(offset) is not { } frame || frame.Length > _length - offset - FrameLength;

    private long? FindRecord(long start)
    {
        var buffer = new byte[1 << 16];
        for (var offset = start; ; offset += buffer.Length - FrameLength + 1)
        {
            var bytes = buffer.AsSpan(0, file.Read(offset, buffer));
            for (var i = 0; i <= bytes.Length - FrameLength; i++)
            {
                if (IsPossible(BinaryPrimitives.ReadInt32LittleEndian(bytes[i..]), offset + i) && IsRecord(offset + i))
                    return offset + i;
            }

            if (bytes.Length < buffer.Length)
                return null;
        }
    }

    // As Read, in pieces: most of what looks like a length is none.
    private bool IsRecord(long offset)
    {
        var (length, checksum) = Frame(offset)!.Value;
        var (crc, buffer) = (new Crc32(), new byte[Math.Min(length, 1 << 16)]);
        for (var done = 0; done < length;)
        {
            var read = file.Read(offset + FrameLength + done, buffer.AsSpan(0, Math.Min(buffer.Length, length - done)));
            crc.Append(buffer.AsSpan(0, read));
            done += read;
        }

        return crc.GetCurrentHashAsUInt32() == checksum;
    }
}
