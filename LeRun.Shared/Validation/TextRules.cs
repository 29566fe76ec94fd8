using System.Text;

namespace LeRun;

/// <summary>Rules for texts that people write. Characters are Unicode code points.</summary>
public static class TextRules
{
    /// <summary>Whether a text is well-formed, without control characters, of so many characters.</summary>
    public static bool IsSingleLine(string text, int minLength, int maxLength) => Is(text, minLength, maxLength, Rune.IsControl);

    /// <summary>
    /// Whether a text is well-formed, more than blanks, of at most <paramref name="maxLength"/> characters, and without control
    /// characters other than newline and tab.
    /// </summary>
    public static bool IsMultiline(string text, int maxLength) =>
        !string.IsNullOrWhiteSpace(text)
        && Is(text, 1, maxLength, rune => Rune.IsControl(rune) && rune.Value is not ('\n' or '\t'));

    /// <summary>Whether a text is well-formed and of at most so many characters, whichever they are.</summary>
    public static bool IsWellFormed(string text, int maxLength = int.MaxValue) => Is(text, 0, maxLength, refused: null);

    private static bool Is(string text, int minLength, int maxLength, Func<Rune, bool>? refused)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            // A lone surrogate reads as the replacement character; neither is anything a person wrote.
            if (rune == Rune.ReplacementChar || refused?.Invoke(rune) == true)
                return false;
            length++;
        }

        return length >= minLength && length <= maxLength;
    }
}
