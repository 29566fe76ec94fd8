using System.Buffers;

namespace LeRun.Runs.Tracks;

/// <summary>
/// Packs a track for storage. Each number is written as the difference to the one before, zig-zag, seven bits a byte
/// (https://protobuf.dev/programming-guides/encoding). Neighbouring points differ little, so a marker takes 4 to 8 bytes.
/// </summary>
/// <remarks>
/// Layout: format byte, count, latitudes, longitudes, then the optional columns, each behind a byte that says whether none,
/// all or some of the markers have it; for some, a bit for each marker follows.
/// </remarks>
internal static class MarkerCodec
{
    private const byte Format = 1;

    private enum Presence : byte
    {
        None,
        All,
        Some,
    }

    /// <summary>Packs a track; an empty text for one without markers.</summary>
    /// <returns>Base64.</returns>
    public static string Pack(Track track)
    {
        if (track.Count == 0)
            return "";
        var output = new ArrayBufferWriter<byte>(32 + (track.Count * 10));
        WriteByte(output, Format);
        WriteUnsigned(output, (ulong)track.Count);
        WriteColumn(output, track.Latitudes);
        WriteColumn(output, track.Longitudes);
        for (var column = 0; column < Track.OptionalColumns; column++)
            WriteOptional(output, track.Optional((MarkerColumn)column));
        return Convert.ToBase64String(output.WrittenSpan);
    }

    /// <summary>Whether bytes begin as <see cref="Pack"/> writes them.</summary>
    public static bool IsPacked(ReadOnlySpan<byte> bytes) => bytes is [Format, ..];

    /// <summary>The track that was packed.</summary>
    /// <param name="packed">What <see cref="Pack"/> made, no longer as base64.</param>
    /// <exception cref="FormatException">The bytes are not what <see cref="Pack"/> writes.</exception>
    public static Track Unpack(ReadOnlySpan<byte> packed)
    {
        var reader = new Reader(packed);
        if (reader.ReadByte() != Format)
            throw new FormatException("Packed markers of an unknown format.");
        var count = reader.ReadCount();
        var (latitudes, longitudes) = (reader.ReadColumn(count), reader.ReadColumn(count));
        var optional = new long?[Track.OptionalColumns][];
        for (var column = 0; column < Track.OptionalColumns; column++)
            optional[column] = reader.ReadOptional(count)!;
        return new Track(latitudes, longitudes, optional);
    }

    private static void WriteColumn(ArrayBufferWriter<byte> output, ReadOnlySpan<int> values)
    {
        long previous = 0;
        foreach (var value in values)
        {
            WriteSigned(output, value - previous);
            previous = value;
        }
    }

    private static void WriteOptional(ArrayBufferWriter<byte> output, long?[]? values)
    {
        var present = values?.Count(value => value is not null) ?? 0;
        if (values is null || present == 0)
        {
            WriteByte(output, (byte)Presence.None);
            return;
        }

        var presence = present == values.Length ? Presence.All : Presence.Some;
        WriteByte(output, (byte)presence);
        if (presence == Presence.Some)
            WriteBits(output, values);
        long previous = 0;
        foreach (var value in values)
        {
            if (value is not { } current)
                continue;
            WriteSigned(output, unchecked(current - previous));
            previous = current;
        }
    }

    private static void WriteBits(ArrayBufferWriter<byte> output, long?[] values)
    {
        for (var start = 0; start < values.Length; start += 8)
        {
            byte bits = 0;
            for (var i = start; i < Math.Min(start + 8, values.Length); i++)
                bits |= (byte)(values[i] is null ? 0 : 1 << (i - start));
            WriteByte(output, bits);
        }
    }

    private static void WriteSigned(ArrayBufferWriter<byte> output, long value) =>
        WriteUnsigned(output, (ulong)((value << 1) ^ (value >> 63)));

    private static void WriteUnsigned(ArrayBufferWriter<byte> output, ulong value)
    {
        var span = output.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        output.Advance(length);
    }

    private static void WriteByte(ArrayBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    private ref struct Reader(ReadOnlySpan<byte> packed)
    {
        private ReadOnlySpan<byte> _rest = packed;

        public byte ReadByte()
        {
            if (_rest.IsEmpty)
                throw new FormatException("Packed markers end early.");
            var value = _rest[0];
            _rest = _rest[1..];
            return value;
        }

        // A marker takes at least two bytes: a count beyond that is damage, and must not become memory.
        public int ReadCount() => ReadUnsigned() is var count && count <= (ulong)_rest.Length / 2
            ? (int)count
            : throw new FormatException("Packed markers have an impossible count.");

        public int[] ReadColumn(int count)
        {
            var values = new int[count];
            long previous = 0;
            for (var i = 0; i < count; i++)
                values[i] = unchecked((int)(previous += ReadSigned()));
            return values;
        }

        public long?[]? ReadOptional(int count)
        {
            var presence = (Presence)ReadByte();
            if (presence == Presence.None)
                return null;
            var bits = presence == Presence.Some ? ReadBits(count) : null;
            var values = new long?[count];
            long previous = 0;
            for (var i = 0; i < count; i++)
            {
                if (bits is null || (bits[i / 8] & (1 << (i % 8))) != 0)
                    values[i] = previous = unchecked(previous + ReadSigned());
            }

            return values;
        }

        private byte[] ReadBits(int count)
        {
            var bits = new byte[(count + 7) / 8];
            for (var i = 0; i < bits.Length; i++)
                bits[i] = ReadByte();
            return bits;
        }

        private long ReadSigned() => ReadUnsigned() is var value ? (long)(value >> 1) ^ -(long)(value & 1) : 0;

        private ulong ReadUnsigned()
        {
            ulong value = 0;
            for (var shift = 0; shift < 64; shift += 7)
            {
                var part = ReadByte();
                value |= (ulong)(part & 0x7F) << shift;
                if (part < 0x80)
                    return value;
            }

            throw new FormatException("A packed number is too long.");
        }
    }
}
