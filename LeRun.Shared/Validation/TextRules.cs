using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace LeRun;

/// <summary>
/// Rules for texts that people write. Characters are Unicode code points. A text that others see has at least one character
/// that can be seen, and no control of direction, by which it shows as another one; what joins emoji may stay.
/// </summary>
public static class TextRules
{
    /// <summary>
    /// Whether a text is well-formed, without control characters, line separators and controls of direction, of so many
    /// characters, and not of invisible ones alone.
    /// </summary>
    public static bool IsSingleLine(string text, int minLength, int maxLength) =>
        Is(text, minLength, maxLength, rune => Rune.IsControl(rune) || IsDirection(rune) || rune.Value is 0x2028 or 0x2029)
        && (text.Length == 0 || IsVisible(text));

    /// <summary>
    /// Whether a text can be seen, is well-formed, of at most <paramref name="maxLength"/> characters, and without controls of
    /// direction and control characters other than newline and tab.
    /// </summary>
    public static bool IsMultiline(string text, int maxLength) =>
        Is(text, 1, maxLength, rune => (Rune.IsControl(rune) && rune.Value is not ('\n' or '\t')) || IsDirection(rune))
        && IsVisible(text);

    /// <summary>Whether a text is well-formed and of at most so many characters, whichever they are.</summary>
    public static bool IsWellFormed(string text, int maxLength = int.MaxValue) => Is(text, 0, maxLength, refused: null);

    /// <summary>The same text with a line feed at the end of each line, whichever machine it was written on.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? WithLineFeeds(string? text) => text?.Replace("\r\n", "\n", StringComparison.Ordinal);

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

    private static bool IsDirection(Rune rune) =>
        rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private static bool IsVisible(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsVisible(rune))
                return true;
        }

        return false;
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.SpaceSeparator or UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.EnclosingMark or UnicodeCategory.PrivateUse)
        // Fillers are letters, and a pattern of Braille, that show as nothing; the ranges are set aside for more of them. What
        // else .NET does not know may be a newer emoji.
        && rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 or 0x2065 or (>= 0xFFF0 and <= 0xFFF8)
            or (>= 0xE0000 and <= 0xE0FFF));
}
