using System.Buffers.Binary;

namespace LeRun.Users.Pictures;

/// <summary>A frame header (T.81, B.2.2) and which of its components the scans brought.</summary>
internal sealed class JpegFrame
{
    private readonly byte[] _components;
    private int _scanned;

    private JpegFrame(int width, int height, byte[] components)
    {
        (Width, Height, _components) = (width, height, components);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Null unless 8 bits a sample and 1, 3 or 4 components with sane sampling factors.</summary>
    public static JpegFrame? Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 6 || payload[0] != 8 || payload[5] is not (1 or 3 or 4) || payload.Length != 6 + (3 * payload[5]))
            return null;

        var components = new byte[payload[5]];
        for (var i = 0; i < components.Length; i++)
        {
            var component = payload.Slice(6 + (3 * i), 3);
            if (component[1] >> 4 is < 1 or > 4 || (component[1] & 15) is < 1 or > 4 || component[2] > 3)
                return null;
            if (components.AsSpan(0, i).Contains(component[0]))
                return null;
            components[i] = component[0];
        }

        return new JpegFrame(
            BinaryPrimitives.ReadUInt16BigEndian(payload[3..]), BinaryPrimitives.ReadUInt16BigEndian(payload[1..]), components);
    }

    /// <summary>False when the scan header (B.2.3) is wrong or names a component that the frame has not.</summary>
    public bool AddScan(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty || payload[0] is < 1 or > 4 || payload.Length != 4 + (2 * payload[0]))
            return false;

        for (var i = 0; i < payload[0]; i++)
        {
            var index = _components.IndexOf(payload[1 + (2 * i)]);
            if (index < 0)
                return false;
            _scanned |= 1 << index;
        }

        return true;
    }

    /// <summary>
    /// Whether the scans can hold all pixels: each component was scanned, and an 8 x 8 block takes at least one bit.
    /// Refuses the small file that makes a viewer set aside 200 MB.
    /// </summary>
    public bool IsCoveredBy(long entropyBytes) =>
        _scanned == (1 << _components.Length) - 1
        && entropyBytes * 8 >= (long)((Width + 7) / 8) * ((Height + 7) / 8);
}
