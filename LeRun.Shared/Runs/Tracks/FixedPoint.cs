using System.Buffers.Text;
using System.Text.Json;

namespace LeRun.Runs.Tracks;

/// <summary>
/// Decimal numbers as whole numbers of a unit. Numbers of markers are read and written here without a detour through binary
/// fractions: they are most of what the API moves.
/// </summary>
internal static class FixedPoint
{
    /// <summary>The most characters that <see cref="Write"/> writes.</summary>
    public const int MaxLength = 24;

    private static ReadOnlySpan<long> PowersOfTen => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

    /// <summary>A number in whole units, rounded.</summary>
    public static int Of(double value, double scale) => (int)Math.Round(value * scale);

    /// <summary>Reads a JSON number.</summary>
    /// <param name="reader">Stands on the number.</param>
    /// <param name="decimals">How many digits behind the point are kept, at most 7; the rest is rounded.</param>
    /// <param name="value">The number in units of the last digit kept.</param>
    /// <returns>False if it is beyond any number of a marker.</returns>
    public static bool TryRead(ref Utf8JsonReader reader, int decimals, out long value)
    {
        if (TryReadDigits(reader.HasValueSequence ? [] : reader.ValueSpan, decimals, out value))
            return true;
        var isNumber = reader.TryGetDouble(out var number);
        var scaled = Math.Round(number * PowersOfTen[decimals]);
        var isSmall = isNumber && Math.Abs(scaled) <= int.MaxValue * 1000.0;
        value = isSmall ? (long)scaled : 0;
        return isSmall;
    }

    /// <summary>Writes a number as JSON, without zeros that say nothing.</summary>
    /// <param name="value">The number in units of its last digit.</param>
    /// <param name="decimals">How many digits stand behind the point.</param>
    /// <param name="output">Takes at least <see cref="MaxLength"/> characters.</param>
    /// <returns>How many characters were written.</returns>
    public static int Write(long value, int decimals, Span<byte> output)
    {
        var (whole, fraction) = Math.DivRem(value, PowersOfTen[decimals]);
        // Minus nothing is nothing: the sign of a number between 0 and -1 is not in its whole part.
        var length = 0;
        if (value < 0 && whole == 0)
            output[length++] = (byte)'-';
        Utf8Formatter.TryFormat(whole, output[length..], out var written);
        length += written;
        if (fraction == 0)
            return length;
        output[length++] = (byte)'.';
        fraction = Math.Abs(fraction);
        for (var i = decimals - 1; i >= 0 && fraction > 0; i--)
        {
            var (digit, rest) = Math.DivRem(fraction, PowersOfTen[i]);
            output[length++] = (byte)('0' + digit);
            fraction = rest;
        }

        return length;
    }

    // Plain decimals of no more digits than are kept; anything else (exponents, more digits) is for the caller.
    private static bool TryReadDigits(ReadOnlySpan<byte> text, int decimals, out long value)
    {
        value = 0;
        var isNegative = text is [(byte)'-', ..];
        var digits = isNegative ? text[1..] : text;
        var point = digits.IndexOf((byte)'.');
        var behind = point < 0 ? 0 : digits.Length - point - 1;
        if (digits.IsEmpty || digits.Length > 11 || behind > decimals)
            return false;
        foreach (var character in digits)
        {
            if (character == (byte)'.')
                continue;
            if (!char.IsAsciiDigit((char)character))
                return false;
            value = (value * 10) + (character - '0');
        }

        value *= PowersOfTen[decimals - behind];
        value = isNegative ? -value : value;
        return true;
    }
}
