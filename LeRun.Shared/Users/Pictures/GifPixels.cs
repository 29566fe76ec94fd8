namespace LeRun.Users.Pictures;

/// <summary>
/// Decodes GIF's LZW as far as needed to count pixels: of each code only the length of its string is kept, so the whole
/// check takes 16 KiB whatever the frame's size.
/// </summary>
internal static class GifPixels
{
    private const int MaxCodes = 4096;

    /// <summary>Whether the codes in these sub-blocks fill a frame of this many pixels, and end there.</summary>
    public static bool Fill(ReadOnlySpan<byte> subBlocks, int minimumCodeSize, int pixels)
    {
        if (minimumCodeSize is < 2 or > 8)
            return false;

        var clear = 1 << minimumCodeSize;
        var lengths = new int[MaxCodes];
        lengths.AsSpan(0, clear).Fill(1);
        var (size, next, previous) = (minimumCodeSize + 1, clear + 2, -1);
        var (bits, held, left) = (0u, 0, (long)pixels);

        for (var block = subBlocks; block[0] != 0; block = block[(1 + block[0])..])
        {
            for (var i = 1; i <= block[0]; i++)
            {
                bits |= (uint)block[i] << held;
                for (held += 8; held >= size;)
                {
                    var code = (int)(bits & ((1u << size) - 1));
                    bits >>= size;
                    held -= size;

                    if (code == clear)
                    {
                        (size, next, previous) = (minimumCodeSize + 1, clear + 2, -1);
                        continue;
                    }

                    // Some encoders flush one byte more, maybe in a block of its own; nothing longer can hide there.
                    if (code == clear + 1)
                        return left == 0 && block[(i + 1)..].Length <= 3;
                    if (previous < 0 ? code >= clear : code > next || (code == next && next == MaxCodes))
                        return false;

                    // A code that is just being made is the previous string and one pixel more.
                    if (previous >= 0 && next < MaxCodes)
                    {
                        lengths[next++] = lengths[previous] + 1;
                        if (next == 1 << size && size < 12)
                            size++;
                    }

                    left -= lengths[code];
                    if (left < 0)
                        return false;
                    previous = code;
                }
            }
        }

        return left == 0;
    }
}
