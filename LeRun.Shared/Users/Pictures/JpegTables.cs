namespace LeRun.Users.Pictures;

/// <summary>The parts of a JPEG that are neither header nor metadata, checked so far that nothing can hide behind them.</summary>
internal static class JpegTables
{
    /// <summary>T.81, B.2.4.1.</summary>
    public static bool AreQuantizationTables(ReadOnlySpan<byte> payload)
    {
        var reader = new ByteReader(payload);
        while (reader.TryReadByte(out var head))
        {
            if (head >> 4 > 1 || (head & 15) > 3 || !reader.TryRead(64 << (head >> 4), out _))
                return false;
        }

        return !payload.IsEmpty;
    }

    /// <summary>T.81, B.2.4.2.</summary>
    public static bool AreHuffmanTables(ReadOnlySpan<byte> payload)
    {
        var reader = new ByteReader(payload);
        while (reader.TryReadByte(out var head))
        {
            if (head >> 4 > 1 || (head & 15) > 3 || !reader.TryRead(16, out var counts))
                return false;
            var codes = 0;
            foreach (var count in counts)
                codes += count;
            if (codes > 256 || !reader.TryRead(codes, out _))
                return false;
        }

        return !payload.IsEmpty;
    }

    /// <summary>How much belongs to the scan: up to a marker that is neither a stuffed zero nor a restart (B.1.1.5).</summary>
    public static int EntropyCodedLength(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (true)
        {
            var next = bytes[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= bytes.Length)
                return bytes.Length;
            at += next;
            if (bytes[at + 1] is not (0 or (>= 0xD0 and <= 0xD7)))
                return at;
            at += 2;
        }
    }
}
