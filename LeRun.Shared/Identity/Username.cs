using System.Text;

namespace LeRun.Identity;

/// <summary>A username: 2 to 32 Unicode letters, digits, '_', '-' or '.', NFKC-normalised. Compared by <see cref="Normalized"/>.</summary>
/// <param name="Display">As registered: case kept, NFKC.</param>
/// <param name="Normalized">Lower case: the same for every spelling of one user, and the id under which storage knows them.</param>
public readonly record struct Username(string Display, string Normalized)
{
    public const int Shortest = 2;
    public const int Longest = 32;

    // Words that stand where a username could in some route; and "..", which no URL can carry as a segment.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal) { "posts", "comments", "all", "me", ".." };

    /// <summary>Reads any spelling of a username; false when no user could have that name.</summary>
    public static bool TryParse(string? text, out Username username)
    {
        username = default;
        // Lone surrogates show up as replacement characters; Normalize would throw at them. NFKC shrinks nothing by more than 18 to 1.
        if (text is null || text.Length > 18 * Longest || text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar))
            return false;

        var normal = text.Normalize(NormalizationForm.FormKC);
        var length = 0;
        foreach (var rune in normal.EnumerateRunes())
        {
            if (!Rune.IsLetterOrDigit(rune) && rune.Value is not ('_' or '-' or '.'))
                return false;
            length++;
        }

        var key = normal.ToLowerInvariant().Normalize(NormalizationForm.FormKC);
        if (length is < Shortest or > Longest || Reserved.Contains(key))
            return false;

        username = new Username(normal, key);
        return true;
    }

    public bool Equals(Username other) => Normalized == other.Normalized;

    public override int GetHashCode() => Normalized?.GetHashCode(StringComparison.Ordinal) ?? 0;

    public override string ToString() => Display;
}
