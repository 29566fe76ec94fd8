using System.Text;
using LeRun.Localization;

namespace LeRun.Identity;

/// <summary>
/// A username: 2 to 32 Unicode letters, digits, '_', '-' or '.', NFKC-normalised. Two are equal if <see cref="Normalized"/> is.
/// </summary>
/// <param name="Display">As registered: case kept, NFKC.</param>
/// <param name="Normalized">
/// Lower case: the same for every spelling of one username, and the id under which its account is stored.
/// </param>
public readonly record struct Username(string Display, string Normalized)
{
    /// <summary>The fewest characters.</summary>
    public const int MinLength = 2;

    /// <summary>The most characters.</summary>
    public const int MaxLength = 32;

    // Words that stand where a username could in some route; and "..", which no URL can carry as a segment.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal) { "posts", "comments", "all", "me", ".." };

    /// <summary>Reads any spelling of a username; false when no user could have that name.</summary>
    public static bool TryParse(string? text, out Username username)
    {
        username = default;
        // Normalize would throw at a lone surrogate. NFKC shrinks nothing by more than 18 to 1.
        if (text is null || text.Length > 18 * MaxLength || !TextRules.IsWellFormed(text))
            return false;

        var display = text.Normalize(NormalizationForm.FormKC);
        var length = 0;
        foreach (var rune in display.EnumerateRunes())
        {
            // Fillers are letters that show as nothing.
            if (rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0)
                return false;
            if (!Rune.IsLetterOrDigit(rune) && rune.Value is not ('_' or '-' or '.'))
                return false;
            length++;
        }

        var normalized = Fold(display);
        if (length is < MinLength or > MaxLength || Reserved.Contains(normalized) || !Scripts.GoTogether(display))
            return false;

        username = new Username(display, normalized);
        return true;
    }

    /// <summary>The beginning of a username, 1 to 32 characters in any spelling, normalized; null if it is none.</summary>
    public static string? NormalizePrefix(string text)
    {
        if (text.Length > 18 * MaxLength || !TextRules.IsWellFormed(text))
            return null;
        var normalized = Fold(text.Normalize(NormalizationForm.FormKC));
        return normalized.EnumerateRunes().Count() is >= 1 and <= MaxLength ? normalized : null;
    }

    // Upper case first: letters that have several lower cases, such as the Greek sigma, become one.
    private static string Fold(string display) =>
        display.ToUpperInvariant().ToLowerInvariant().Normalize(NormalizationForm.FormKC);

    /// <inheritdoc/>
    public bool Equals(Username other) => Normalized == other.Normalized;

    /// <inheritdoc/>
    public override int GetHashCode() => Normalized?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <summary>The name as registered.</summary>
    public override string ToString() => Display;
}

/// <summary>A name that a user can have.</summary>
public sealed class UsernameAttribute() : TextRuleAttribute(Username.MinLength, Username.MaxLength)
{
    /// <inheritdoc/>
    public override LocalizedMessage Rule => Messages.UsernameRule;

    /// <inheritdoc/>
    protected override bool Holds(string text) => Username.TryParse(text, out _);
}
