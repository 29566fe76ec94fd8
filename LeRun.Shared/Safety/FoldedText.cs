using System.Globalization;
using System.Text;

namespace LeRun.Safety;

/// <summary>
/// A text as the word list is matched against it: the same for every way to write a word so that a filter does not know it and
/// people do. Full width, case and accents are folded, invisible characters are gone, letters of other scripts that look Latin
/// are Latin, and what stands between single letters, or between Chinese characters, is left out.
/// </summary>
internal static class FoldedText
{
    // Letters of Cyrillic and Greek that look like Latin ones, in lower case.
    private const string Lookalikes = "аaеeоoрpсcуyхxіiјjѕsԁdһhкkмmтtвbнhαaβbεeιiκkοoρpτtυuνvχx";

    private static readonly Dictionary<int, char> Latin = Pairs();

    /// <summary>Folds a text.</summary>
    public static string Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        // Accents become characters of their own, to be left out.
        foreach (var rune in text.Normalize(NormalizationForm.FormKC).ToUpperInvariant().ToLowerInvariant()
            .Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
                || rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800)
            {
                continue;
            }

            if (Latin.TryGetValue(rune.Value, out var latin))
                folded.Append(latin);
            else
                folded.Append(Rune.IsLetterOrDigit(rune) ? rune.ToString() : " ");
        }

        return WithoutGaps(folded.ToString());
    }

    private static string WithoutGaps(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var joined = new StringBuilder(text.Length);
        for (var number = 0; number < words.Length; number++)
        {
            if (number > 0 && !GoTogether(words[number - 1], words[number]))
                joined.Append(' ');
            joined.Append(words[number]);
        }

        return joined.ToString();
    }

    private static bool GoTogether(string before, string after) =>
        (new StringInfo(before).LengthInTextElements == 1 && new StringInfo(after).LengthInTextElements == 1)
        || (IsHan(before[^1]) && IsHan(after[0]));

    private static bool IsHan(char character) => character is (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF');

    private static Dictionary<int, char> Pairs()
    {
        var pairs = new Dictionary<int, char>();
        for (var at = 0; at + 1 < Lookalikes.Length; at += 2)
            pairs[Lookalikes[at]] = Lookalikes[at + 1];
        return pairs;
    }
}
