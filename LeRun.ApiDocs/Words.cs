using System.Collections;
using System.Globalization;
using System.Resources;

namespace LeRun.ApiDocs;

/// <summary>
/// The documentation's sentences in one language, from Words.resx. Keys: a function's name is its summary, and
/// <c>{function}.more</c> what else there is to say of it, <c>{function}.{status}</c> what that answer means there;
/// <c>{schema}.*</c> is a schema as a whole, <c>{schema}.{property}</c> or, for all schemas, <c>*.{property}</c>; others are named by their use.
/// </summary>
public sealed class Words
{
    private static readonly ResourceManager Resources = new("LeRun.ApiDocs.Words", typeof(Words).Assembly);

    private readonly Dictionary<string, string> _words;
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public Words(CultureInfo language)
    {
        Language = language;
        // English is the neutral language of the resources; without parents, so that nothing untranslated slips through.
        var culture = language.Name == "en" ? CultureInfo.InvariantCulture : language;
        var set = Resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)
            ?? throw new InvalidOperationException($"Words.resx is not translated into {language.Name}.");
        _words = set.Cast<DictionaryEntry>().ToDictionary(word => (string)word.Key, word => (string)word.Value!, StringComparer.Ordinal);
    }

    public CultureInfo Language { get; }

    public IReadOnlyCollection<string> Keys => _words.Keys;

    /// <summary>Keys that nothing has asked for.</summary>
    public IEnumerable<string> Unused => _words.Keys.Except(_used, StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">None of <paramref name="keys"/> is there.</exception>
    public string this[params ReadOnlySpan<string> keys] =>
        Find(keys) ?? throw new InvalidOperationException($"Words.resx says nothing of {string.Join(" or ", keys)} in {Language.Name}.");

    /// <summary>The first of <paramref name="keys"/> that is there.</summary>
    public string? Find(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (!_words.TryGetValue(key, out var text))
                continue;
            _used.Add(key);
            return text;
        }

        return null;
    }
}
