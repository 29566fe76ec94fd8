using System.Text;

namespace LeRun;

/// <summary>Rules for texts that people write.</summary>
public static class TextRules
{
    /// <summary>Whether <paramref name="text"/> is well-formed, without control characters, of <paramref name="least"/> to <paramref name="most"/> characters.</summary>
    public static bool IsSingleLine(string text, int least, int most) => Is(text, least, most, Rune.IsControl);

    /// <summary>
    /// Whether <paramref name="text"/> is well-formed, more than blanks, of at most <paramref name="most"/> characters, and without
    /// control characters other than newline and tab.
    /// </summary>
    public static bool IsMultiline(string text, int most) =>
        !string.IsNullOrWhiteSpace(text) && Is(text, 1, most, rune => Rune.IsControl(rune) && rune.Value is not ('\n' or '\t'));

    private static bool Is(string text, int least, int most, Func<Rune, bool> refused)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            // A lone surrogate reads as the replacement character; neither is anything a person wrote.
            if (rune == Rune.ReplacementChar || refused(rune))
                return false;
            length++;
        }

        return length >= least && length <= most;
    }
}
