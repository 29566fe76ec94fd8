using System.Buffers.Binary;

namespace LeRun.Users.Pictures;

/// <summary>IHDR (PNG third edition, 11.2.1) and what follows from it.</summary>
internal sealed class PngHeader
{
    private const int Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, RgbAlpha = 6;

    /// <summary>Adam7: where each pass starts and how far apart its pixels are (8.2).</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private readonly int _colourType, _bitDepth;
    private readonly bool _interlaced;

    private PngHeader(ReadOnlySpan<byte> data)
    {
        Bytes = data.ToArray();
        (_bitDepth, _colourType, _interlaced) = (data[8], data[9], data[12] == 1);
        Width = BinaryPrimitives.ReadInt32BigEndian(data);
        Height = BinaryPrimitives.ReadInt32BigEndian(data[4..]);
    }

    public byte[] Bytes { get; }

    public int Width { get; }

    public int Height { get; }

    public bool NeedsPalette => _colourType == Palette;

    public bool AllowsPalette => _colourType is Palette or Rgb or RgbAlpha;

    /// <summary>How many bytes the pixels take before compression: each row has its filter type in front.</summary>
    public long PixelBytes
    {
        get
        {
            if (!_interlaced)
                return Rows(Width, Height);

            var total = 0L;
            foreach (var (x, y, stepX, stepY) in Passes)
                total += Rows((Width - x + stepX - 1) / stepX, (Height - y + stepY - 1) / stepY);
            return total;
        }
    }

    /// <summary>Null unless length, colour type, bit depth and methods are ones that exist.</summary>
    public static PngHeader? Read(ReadOnlySpan<byte> data)
    {
        if (data.Length != 13 || data[10] != 0 || data[11] != 0 || data[12] > 1)
            return null;

        var depthExists = data[9] switch
        {
            Grey => data[8] is 1 or 2 or 4 or 8 or 16,
            Palette => data[8] is 1 or 2 or 4 or 8,
            Rgb or GreyAlpha or RgbAlpha => data[8] is 8 or 16,
            _ => false,
        };
        return depthExists ? new PngHeader(data) : null;
    }

    /// <summary>Whether a tRNS chunk of this length may stand in this picture (11.3.1.1).</summary>
    public bool AllowsTransparency(int length, int paletteEntries) => _colourType switch
    {
        Grey => length == 2,
        Rgb => length == 6,
        Palette => length >= 1 && length <= paletteEntries,
        _ => false,
    };

    private long Rows(int width, int height)
    {
        var channels = _colourType switch { Rgb => 3, GreyAlpha => 2, RgbAlpha => 4, _ => 1 };
        return width <= 0 || height <= 0 ? 0 : height * (1 + ((((long)width * channels * _bitDepth) + 7) / 8));
    }
}
