using System.Globalization;
using System.Resources;

namespace LeRun.Messages;

/// <summary>A text for end users that is put into words only when the reader's language is known.</summary>
/// <param name="Key">Its name in Text.resx.</param>
/// <param name="Arguments">What fills the placeholders; a message inside a message is put into the same language.</param>
public sealed record Message(string Key, params object[] Arguments)
{
    private static readonly ResourceManager Resources = new("LeRun.Messages.Text", typeof(Message).Assembly);

    /// <summary>The languages there are, English (the default) first.</summary>
    public static IReadOnlyList<CultureInfo> Languages { get; } = [CultureInfo.GetCultureInfo("en"), CultureInfo.GetCultureInfo("zh-CN")];

    /// <summary>The text in <paramref name="language"/>, or in English where that language lacks it.</summary>
    public string In(CultureInfo language)
    {
        if (Key.Length == 0)
            return string.Join("; ", Arguments.Select(argument => Put(argument, language)));
        var format = Resources.GetString(Key, language) ?? throw new InvalidOperationException($"Text.resx has no '{Key}'.");
        return string.Format(language, format, [.. Arguments.Select(argument => Put(argument, language))]);
    }

    public override string ToString() => In(Languages[0]);

    private static object Put(object argument, CultureInfo language) => argument is Message inner ? inner.In(language) : argument;
}
