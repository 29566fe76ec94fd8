using System.Text;
using LeRun.Runs.Tracks;

namespace LeRun.Runs.Files;

/// <summary>Text of a file on its way into a stream, in pieces: whoever writes it lets it flow now and then.</summary>
internal sealed class FileText(Stream stream)
{
    private const int Piece = 32 * 1024;
    private const int Room = 4 * 1024;

    private byte[] _bytes = new byte[Piece + Room];
    private int _length;

    /// <summary>Adds text as it is.</summary>
    public FileText Add(ReadOnlySpan<byte> text)
    {
        EnsureRoom(text.Length);
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
        return this;
    }

    /// <summary>Adds text as it is.</summary>
    public FileText Add(string text)
    {
        EnsureRoom(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
        return this;
    }

    /// <summary>Adds text so that XML reads it as it is; what XML has no way to say is left out.</summary>
    public FileText AddXml(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => safe.Append("&amp;"),
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '"' => safe.Append("&quot;"),
                (< ' ' and not ('\t' or '\n')) or 0xFFFE or 0xFFFF => safe,
                _ => safe.Append(rune.ToString()),
            };
        }

        return Add(safe.ToString());
    }

    /// <summary>Adds a decimal number.</summary>
    /// <param name="value">The number in units of its last digit.</param>
    /// <param name="decimals">How many digits stand behind the point.</param>
    public FileText Add(long value, int decimals)
    {
        EnsureRoom(FixedPoint.MaxLength);
        _length += FixedPoint.Write(value, decimals, _bytes.AsSpan(_length));
        return this;
    }

    /// <summary>Sends what there is, if it is enough.</summary>
    public ValueTask FlowAsync(CancellationToken cancellationToken) =>
        _length < Piece ? ValueTask.CompletedTask : FlushAsync(cancellationToken);

    /// <summary>Sends what there is.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_bytes.AsMemory(0, _length), cancellationToken);
        _length = 0;
        await stream.FlushAsync(cancellationToken);
    }

    private void EnsureRoom(int length)
    {
        if (_bytes.Length - _length < length)
            Array.Resize(ref _bytes, _bytes.Length + length);
    }
}
