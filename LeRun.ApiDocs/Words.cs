using System.Collections;
using System.Globalization;
using System.Resources;

namespace LeRun.ApiDocs;

/// <summary>
/// The document's sentences in one language. English comes from the XML comments of functions and records
/// (<see cref="CommentedWords"/>), and what is no comment from Words.resx; every other language has all of it in one resource
/// file, by the same keys.
/// </summary>
/// <remarks>
/// A function's name is its summary, <c>{function}.more</c> the rest of its description (<c>remarks</c>),
/// <c>{function}.{status}</c> what a status means there (<c>response</c>), and <c>{function}.{parameter}</c> a part of its
/// path (<c>param</c>; <c>parameter.{name}</c> for all functions). <c>{schema}.*</c> is a schema as a whole, and
/// <c>{schema}.{property}</c> a property; other languages may say <c>*.{property}</c> for all schemas. Everything else is
/// named by its use.
/// </remarks>
public sealed class Words
{
    private static readonly ResourceManager Resources = new("LeRun.ApiDocs.Words", typeof(Words).Assembly);

    private readonly Dictionary<string, string> _words;
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _missing = new(StringComparer.Ordinal);

    /// <summary>The words of <paramref name="language"/>.</summary>
    /// <param name="language">One of the product's languages.</param>
    /// <param name="comments">The words that the code says in English.</param>
    /// <exception cref="ArgumentException">There is no resource file in that language, or it repeats a comment.</exception>
    public Words(CultureInfo language, IEnumerable<(string Key, string Text)> comments)
    {
        Language = language;
        var isEnglish = language.Name == "en";
        // English is the neutral language of the resources; without parents, so that nothing untranslated slips through.
        var culture = isEnglish ? CultureInfo.InvariantCulture : language;
        var set = Resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)
            ?? throw new ArgumentException($"Words.resx is not translated into {language.Name}.", nameof(language));
        _words = set.Cast<DictionaryEntry>()
            .Select(word => (Key: (string)word.Key, Text: (string)word.Value!))
            .Concat(isEnglish ? comments : [])
            .ToDictionary(word => word.Key, word => word.Text, StringComparer.Ordinal);
    }

    /// <summary>The language of the words.</summary>
    public CultureInfo Language { get; }

    /// <summary>The keys of all words.</summary>
    public IReadOnlyCollection<string> Keys => _words.Keys;

    /// <summary>Keys that nothing has asked for.</summary>
    public IEnumerable<string> Unused => _words.Keys.Except(_used, StringComparer.Ordinal);

    /// <summary>What was asked for, and is not there.</summary>
    public IReadOnlyCollection<string> Missing => _missing;

    /// <summary>
    /// The first of <paramref name="keys"/> that is there; an empty text, and a note of what is missing, if none is.
    /// </summary>
    public string this[params ReadOnlySpan<string> keys]
    {
        get
        {
            if (Find(keys) is { } text)
                return text;
            _missing.Add(string.Join(" or ", keys));
            return "";
        }
    }

    /// <summary>The first of <paramref name="keys"/> that is there; null if none is.</summary>
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
