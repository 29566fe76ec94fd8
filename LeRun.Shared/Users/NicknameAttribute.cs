using System.Globalization;
using System.Text;
using LeRun.Localization;

namespace LeRun.Users;

/// <summary>
/// A nickname: a text of 1 to 32 characters after trimming, at least one of which can be seen, without control characters,
/// line separators and controls of direction, by which a name shows as another one. What joins emoji may stay.
/// </summary>
public sealed class NicknameAttribute() : TextRuleAttribute(1, MaxCharacters)
{
    /// <summary>The most characters.</summary>
    public const int MaxCharacters = 32;

    /// <inheritdoc/>
    public override LocalizedMessage Rule => Messages.NicknameRule(MaxLength);

    /// <inheritdoc/>
    protected override bool Holds(string text)
    {
        var runes = text.Trim().EnumerateRunes().ToList();
        return TextRules.IsSingleLine(text.Trim(), MinLength, MaxLength) && !runes.Any(IsRefused) && runes.Any(IsVisible);
    }

    private static bool IsRefused(Rune rune) => rune.Value
        is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)
        or 0x2028 or 0x2029;

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.SpaceSeparator or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.EnclosingMark or UnicodeCategory.PrivateUse)
        // Fillers are letters, and a pattern of Braille, that show as nothing; the ranges are set aside for more of them. What
        // else .NET does not know may be a newer emoji.
        && rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 or 0x2065 or (>= 0xFFF0 and <= 0xFFF8)
            or (>= 0xE0000 and <= 0xE0FFF));
}
