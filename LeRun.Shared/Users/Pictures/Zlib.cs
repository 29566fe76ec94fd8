using System.IO.Compression;

namespace LeRun.Users.Pictures;

/// <summary>Inflates in bounded memory; damaged data is an answer here, not an exception.</summary>
internal static class Zlib
{
    /// <summary>Whether the stream inflates without error to exactly this many bytes, with nothing behind its end.</summary>
    public static bool Holds(ReadOnlySpan<byte> compressed, long length) => TryInflate(compressed, length, Stream.Null) == length;

    /// <summary>Null when damaged or longer than <paramref name="maxLength"/>.</summary>
    public static byte[]? Inflate(ReadOnlySpan<byte> compressed, int maxLength)
    {
        using var output = new MemoryStream();
        return TryInflate(compressed, maxLength, output) is not null ? output.ToArray() : null;
    }

    private static long? TryInflate(ReadOnlySpan<byte> compressed, long maxLength, Stream output)
    {
        using var source = new LastByteApart(compressed.ToArray());
        using var inflater = new ZLibStream(source, CompressionMode.Decompress);
        var buffer = new byte[64 * 1024];
        var length = 0L;
        try
        {
            for (int read; (read = inflater.Read(buffer)) > 0;)
            {
                if ((length += read) > maxLength)
                    return null;
                output.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            return null;
        }

        return source.Position == source.Length ? length : null;
    }

    /// <summary>
    /// The inflater reads ahead, so where it stops tells nothing; but it asks for a last byte of its own only when it needs it.
    /// </summary>
    private sealed class LastByteApart(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, (int)Math.Min(count, Math.Max(1, Length - 1 - Position)));
    }
}
