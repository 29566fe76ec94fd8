using System.Buffers.Binary;

namespace LeRun.Users.Pictures;

/// <summary>Reads a span from front to back; asking for more than is left answers false and moves nothing.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>What has not been read.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = bytes;

    public readonly bool AtEnd => Rest.IsEmpty;

    public bool TryRead(long count, out ReadOnlySpan<byte> read)
    {
        if (count < 0 || count > Rest.Length)
        {
            read = default;
            return false;
        }

        read = Rest[..(int)count];
        Rest = Rest[(int)count..];
        return true;
    }

    public bool TryReadByte(out byte value)
    {
        var ok = TryRead(1, out var read);
        value = ok ? read[0] : default;
        return ok;
    }

    public bool TryReadUInt16BigEndian(out ushort value)
    {
        var ok = TryRead(2, out var read);
        value = ok ? BinaryPrimitives.ReadUInt16BigEndian(read) : default;
        return ok;
    }

    public bool TryReadUInt32BigEndian(out uint value)
    {
        var ok = TryRead(4, out var read);
        value = ok ? BinaryPrimitives.ReadUInt32BigEndian(read) : default;
        return ok;
    }

    public bool TryReadUInt32LittleEndian(out uint value)
    {
        var ok = TryRead(4, out var read);
        value = ok ? BinaryPrimitives.ReadUInt32LittleEndian(read) : default;
        return ok;
    }
}
