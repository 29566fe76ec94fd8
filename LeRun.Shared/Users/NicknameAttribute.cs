using LeRun.Localization;

namespace LeRun.Users;

/// <summary>
/// A nickname: a text of 1 to 32 characters after trimming, at least one of which can be seen, without control characters,
/// line separators and controls of direction, by which a name shows as another one. What joins emoji may stay.
/// </summary>
public sealed class NicknameAttribute() : TextRuleAttribute(1, MaxCharacters)
{
    /// <summary>The most characters.</summary>
    public const int MaxCharacters = 32;

    /// <inheritdoc/>
    public override LocalizedMessage Rule => Messages.NicknameRule(MaxLength);

    /// <inheritdoc/>
    protected override bool Holds(string text) => TextRules.IsSingleLine(text.Trim(), MinLength, MaxLength);
}
