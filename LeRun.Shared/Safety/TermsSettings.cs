namespace LeRun.Safety;

/// <summary>Settings <c>Terms__…</c>: the texts that users consent to.</summary>
public sealed class TermsSettings : ISettings
{
    private const int MaxVersionLength = 40;

    /// <inheritdoc/>
    public static string Section => "Terms";

    /// <summary>The version of the terms of use that is current.</summary>
    public string TermsVersion { get; set; } = "1";

    /// <summary>Where they are to be read; null: the app has the text.</summary>
    public string? TermsUrl { get; set; }

    /// <summary>The version of the privacy policy that is current.</summary>
    public string PrivacyVersion { get; set; } = "1";

    /// <summary>Where it is to be read; null: the app has the text.</summary>
    public string? PrivacyUrl { get; set; }

    /// <summary>The version that is current of the notice about positions.</summary>
    public string LocationVersion { get; set; } = "1";

    /// <summary>Where it is to be read; null: the app has the text.</summary>
    public string? LocationUrl { get; set; }

    /// <summary>The texts that are current.</summary>
    public CurrentTexts Texts => new(
        new CurrentText(TermsVersion, NotEmpty(TermsUrl)),
        new CurrentText(PrivacyVersion, NotEmpty(PrivacyUrl)),
        new CurrentText(LocationVersion, NotEmpty(LocationUrl)));

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        var texts = Texts;
        foreach (var (name, text) in new[] { ("Terms", texts.Terms), ("Privacy", texts.Privacy), ("Location", texts.Location) })
        {
            if (!IsVersion(text.Version))
            {
                yield return $"Terms__{name}Version must be 1 to {MaxVersionLength} letters, digits, dots and hyphens,"
                    + " such as 2025-01-31.";
            }

            if (text.Url is { } url && !IsAddress(url))
                yield return $"Terms__{name}Url must be an address (https://...), or be left out.";
        }
    }

    private static bool IsVersion(string? version) =>
        version is { Length: > 0 and <= MaxVersionLength }
        && version.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-');

    private static bool IsAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http";

    private static string? NotEmpty(string? url) => string.IsNullOrWhiteSpace(url) ? null : url;
}

/// <summary>The texts that users consent to, as they are current.</summary>
/// <param name="Terms">The terms of use.</param>
/// <param name="Privacy">The privacy policy.</param>
/// <param name="Location">The notice about positions.</param>
public sealed record CurrentTexts(CurrentText Terms, CurrentText Privacy, CurrentText Location)
{
    /// <summary>The text of a kind.</summary>
    /// <param name="kind">One of <see cref="ConsentKind"/>.</param>
    public CurrentText Of(string kind) => kind switch
    {
        ConsentKind.Terms => Terms,
        ConsentKind.Privacy => Privacy,
        ConsentKind.Location => Location,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };
}

/// <summary>A text that users consent to.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Url">Where it is to be read; null: the app has the text.</param>
public sealed record CurrentText(string Version, string? Url);
