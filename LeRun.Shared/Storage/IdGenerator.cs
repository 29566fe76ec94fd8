using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LeRun.Storage;

/// <summary>Makes ids that sort by creation: UUID version 7 in 32 hex digits, strictly rising within a process.</summary>
public sealed class IdGenerator(TimeProvider clock)
{
    private const int CounterBits = 12;

    // The year 9000.
    private const long LastMilliseconds = 221_845_392_000_000;

    private long _last;

    /// <summary>
    /// Makes the next id. <c>Guid.CreateVersion7</c> leaves the order within a millisecond to chance; here a counter decides it.
    /// </summary>
    public string Next()
    {
        long previous, next;
        do
        {
            previous = Volatile.Read(ref _last);
            next = Math.Max(previous + 1, clock.GetUtcNow().ToUnixTimeMilliseconds() << CounterBits);
        }
        while (Interlocked.CompareExchange(ref _last, next, previous) != previous);

        Span<byte> id = stackalloc byte[16];
        RandomNumberGenerator.Fill(id);
        var milliseconds = next >> CounterBits;
        var counter = next & ((1 << CounterBits) - 1);
        BinaryPrimitives.WriteInt64BigEndian(id, (milliseconds << 16) | 0x7000 | counter);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return Convert.ToHexStringLower(id);
    }

    /// <summary>When an id was made, as far as a calendar goes; 1970 for what is no id.</summary>
    public static DateTimeOffset TimeOf(string id) => DateTimeOffset.FromUnixTimeMilliseconds(
        IsId(id) ? Math.Min(Convert.ToInt64(id[..12], 16), LastMilliseconds) : 0);

    /// <summary>Whether <paramref name="text"/> has the form of an id; nothing is stored under any other text.</summary>
    public static bool IsId(string? text) => text is { Length: 32 } && text.All(char.IsAsciiHexDigitLower);
}
