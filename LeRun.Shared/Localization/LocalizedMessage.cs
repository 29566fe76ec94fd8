using System.Globalization;
using System.Resources;

namespace LeRun.Localization;

/// <summary>A text for end users that is put into words only when the reader's language is known.</summary>
/// <param name="Key">Its name in Messages.resx.</param>
/// <param name="Arguments">What fills the placeholders; a message inside a message is put into the same language.</param>
public sealed record LocalizedMessage(string Key, params object[] Arguments)
{
    private static readonly ResourceManager Texts = new("LeRun.Localization.Messages", typeof(LocalizedMessage).Assembly);

    /// <summary>The languages there are, English (the default) first.</summary>
    public static IReadOnlyList<CultureInfo> Languages { get; } =
        [CultureInfo.GetCultureInfo("en"), CultureInfo.GetCultureInfo("zh-CN")];

    /// <summary>The text in <paramref name="language"/>, or in English where that language lacks it.</summary>
    public string Localize(CultureInfo language)
    {
        var format = Texts.GetString(Key, language) ?? throw new InvalidOperationException($"Messages.resx has no '{Key}'.");
        var arguments = Arguments.Select(argument => argument is LocalizedMessage inner ? inner.Localize(language) : argument);
        return string.Format(language, format, [.. arguments]);
    }

    /// <summary>The text in English.</summary>
    public override string ToString() => Localize(Languages[0]);
}
