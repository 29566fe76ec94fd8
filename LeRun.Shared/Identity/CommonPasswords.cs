using System.Collections.Frozen;
using System.Text;

namespace LeRun.Identity;

/// <summary>
/// The thousand commonest passwords of at least eight characters, and some that are common in China: what a guesser tries
/// first. They are read when first asked for.
/// </summary>
internal static class CommonPasswords
{
    private static readonly Lazy<FrozenSet<string>> Known = new(Read);

    /// <summary>Whether a password is one of them, in any case and width.</summary>
    public static bool Contain(string password) =>
        Known.Value.Contains(password.Normalize(NormalizationForm.FormKC).ToLowerInvariant());

    private static FrozenSet<string> Read()
    {
        var resource = typeof(CommonPasswords).Assembly.GetManifestResourceStream("LeRun.Identity.CommonPasswords.txt")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
                words.UnionWith(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        return words.ToFrozenSet(StringComparer.Ordinal);
    }
}
