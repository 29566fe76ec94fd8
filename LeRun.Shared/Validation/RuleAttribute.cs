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

/// <summary>A text without control characters, of so many characters after trimming.</summary>
public sealed class SingleLineAttribute(int minLength, int maxLength) : RuleAttribute
{
    /// <summary>The fewest characters.</summary>
    public int MinLength { get; } = minLength;

    /// <summary>The most characters.</summary>
    public int MaxLength { get; } = maxLength;

    /// <inheritdoc/>
    public override LocalizedMessage Rule => Messages.SingleLineRule(MinLength, MaxLength);

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is not string text || TextRules.IsSingleLine(text.Trim(), MinLength, MaxLength);
}

/// <summary>A text of several lines: more than blanks, no control characters but newline and tab, of so many characters.</summary>
public sealed class MultilineAttribute(int maxLength) : RuleAttribute
{
    /// <summary>The most characters.</summary>
    public int MaxLength { get; } = maxLength;

    /// <inheritdoc/>
    public override LocalizedMessage Rule => Messages.TextRule(MaxLength);

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string text || TextRules.IsMultiline(text, MaxLength);
}
