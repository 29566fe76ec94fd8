using System.ComponentModel.DataAnnotations;
using LeRun.Safety;

namespace LeRun.Functions.Safety;

/// <summary>The texts that users consent to.</summary>
/// <param name="Terms">The terms of use.</param>
/// <param name="Privacy">The privacy policy.</param>
/// <param name="Location">The notice about positions.</param>
public sealed record TermsView(TextView Terms, TextView Privacy, TextView Location)
{
    /// <summary>Shows the texts.</summary>
    public static TermsView Of(CurrentTexts texts) =>
        new(TextView.Of(texts.Terms), TextView.Of(texts.Privacy), TextView.Of(texts.Location));
}

/// <summary>A text that users consent to.</summary>
/// <param name="Version">The version that is current.</param>
/// <param name="Url">Where it is to be read; null: the app has the text.</param>
public sealed record TextView(string Version, string? Url)
{
    /// <summary>Shows a text.</summary>
    public static TextView Of(CurrentText text) => new(text.Version, text.Url);
}

/// <summary>A consent to a text.</summary>
/// <param name="Kind">Which text.</param>
/// <param name="Version">Its version.</param>
/// <param name="ConsentedAt">When the caller first consented to the version.</param>
public sealed record ConsentView(
    [property: AllowedValues(ConsentKind.Terms, ConsentKind.Privacy, ConsentKind.Location)] string Kind, string Version,
    DateTimeOffset ConsentedAt)
{
    /// <summary>Shows a consent.</summary>
    public static ConsentView Of(Consent consent) => new(consent.Kind, consent.Version, consent.At);
}
