using System.Text;

namespace LeRun.Identity;

/// <summary>
/// Which scripts the letters of a name are of. .NET does not know the script of a character: the scripts that names mix are
/// listed by range, all others are told apart by Unicode block, which is close enough to refuse them beside those.
/// </summary>
internal static class Scripts
{
    private const int Latin = -1;
    private const int Greek = -2;
    private const int Cyrillic = -3;
    private const int Han = -4;
    private const int Hiragana = -5;
    private const int Katakana = -6;
    private const int Hangul = -7;
    private const int Bopomofo = -8;
    private const int Arabic = -9;
    private const int Common = -10;

    private static readonly (int First, int Last, int Script)[] Ranges =
    [
        (0x0030, 0x0039, Common), (0x0041, 0x024F, Latin), (0x0250, 0x02AF, Latin), (0x02B0, 0x02FF, Common),
        (0x0370, 0x03FF, Greek), (0x0400, 0x052F, Cyrillic), (0x0600, 0x06FF, Arabic), (0x0750, 0x077F, Arabic),
        (0x0870, 0x08FF, Arabic), (0x1100, 0x11FF, Hangul), (0x1C80, 0x1C8F, Cyrillic), (0x1D00, 0x1DBF, Latin),
        (0x1E00, 0x1EFF, Latin), (0x1F00, 0x1FFF, Greek), (0x2C60, 0x2C7F, Latin), (0x2DE0, 0x2DFF, Cyrillic),
        (0x2E80, 0x2FDF, Han), (0x3005, 0x3007, Han), (0x3041, 0x309F, Hiragana), (0x30A0, 0x30FF, Katakana),
        (0x3100, 0x312F, Bopomofo), (0x3130, 0x318F, Hangul), (0x31A0, 0x31BF, Bopomofo), (0x31F0, 0x31FF, Katakana),
        (0x3400, 0x4DBF, Han), (0x4E00, 0x9FFF, Han), (0xA640, 0xA69F, Cyrillic), (0xA720, 0xA7FF, Latin),
        (0xA960, 0xA97F, Hangul), (0xAB30, 0xAB64, Latin), (0xAB65, 0xAB65, Greek), (0xAB66, 0xAB6F, Latin),
        (0xAC00, 0xD7FF, Hangul), (0xF900, 0xFAFF, Han), (0x20000, 0x3FFFF, Han),
    ];

    private static readonly HashSet<int>[] Together =
        [[Latin, Han, Hiragana, Katakana], [Latin, Han, Hangul], [Latin, Han, Bopomofo]];

    /// <summary>
    /// Whether the letters of a name are of scripts that people write together: the level "highly restrictive" of UTS #39. Others
    /// are mixed to look like another name.
    /// </summary>
    public static bool GoTogether(string name)
    {
        var scripts = name.EnumerateRunes().Where(Rune.IsLetterOrDigit).Select(Of).Where(script => script != Common).ToHashSet();
        return scripts.Count < 2 || Together.Any(scripts.IsSubsetOf);
    }

    private static int Of(Rune rune)
    {
        foreach (var (first, last, script) in Ranges)
        {
            if (rune.Value >= first && rune.Value <= last)
                return script;
        }

        return rune.Value >> 7;
    }
}
