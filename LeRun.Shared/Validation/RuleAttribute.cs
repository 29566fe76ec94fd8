using System.ComponentModel.DataAnnotations;
using LeRun.Localization;

namespace LeRun;

/// <summary>A rule for a field of a request. It says in every language what it wants; the API document describes it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class RuleAttribute : ValidationAttribute
{
    /// <summary>What a value that breaks the rule must be.</summary>
    public abstract LocalizedMessage Rule { get; }
}

/// <summary>A rule for a text of so many characters (Unicode code points).</summary>
/// <param name="minLength">The fewest characters.</param>
/// <param name="maxLength">The most characters.</param>
public abstract class TextRuleAttribute(int minLength, int maxLength) : RuleAttribute
{
    /// <summary>The fewest characters.</summary>
    public int MinLength { get; } = minLength;

    /// <summary>The most characters.</summary>
    public int MaxLength { get; } = maxLength;

    /// <inheritdoc/>
    public sealed override bool IsValid(object? value) => value is not string text || Holds(text);

    /// <summary>Whether a text keeps the rule.</summary>
    protected abstract bool Holds(string text);
}

/// <summary>A text of so many characters after trimming, without control characters and controls of direction.</summary>
public sealed class SingleLineAttribute(int minLength, int maxLength) : TextRuleAttribute(minLength, maxLength)
{
    /// <inheritdoc/>
    public override LocalizedMessage Rule => Messages.SingleLineRule(MinLength, MaxLength);

    /// <inheritdoc/>
    protected override bool Holds(string text) => TextRules.IsSingleLine(text.Trim(), MinLength, MaxLength);
}

/// <summary>
/// A text of several lines that can be seen, of so many characters: no controls of direction, and no control characters but
/// newline and tab.
/// </summary>
public sealed class MultilineAttribute(int maxLength) : TextRuleAttribute(1, maxLength)
{
    /// <inheritdoc/>
    public override LocalizedMessage Rule => Messages.TextRule(MaxLength);

    /// <inheritdoc/>
    protected override bool Holds(string text) => TextRules.IsMultiline(text, MaxLength);
}
