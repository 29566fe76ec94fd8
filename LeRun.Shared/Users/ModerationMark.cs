using LeRun.Storage;

namespace LeRun.Users;

/// <summary>What moderators decided about a thing, stored with it.</summary>
/// <param name="CaseId">The case that decided.</param>
/// <param name="CaseVersion">The version of the case: an older decision never overwrites a newer one.</param>
/// <param name="Hidden">Whether only its author sees it.</param>
public sealed record ModerationMark(string CaseId, int CaseVersion, bool Hidden)
{
    /// <summary>The path that queries filter by.</summary>
    public const string IndexedPath = "/moderation/hidden/?";

    /// <summary>Whether the mark stands where another one is stored; null: none is.</summary>
    public bool Replaces(ModerationMark? stored) =>
        stored is null || stored.CaseId != CaseId || stored.CaseVersion <= CaseVersion;

    /// <summary>The same as a condition on the stored item <c>c</c>.</summary>
    public string ReplacesStored() =>
        $"(NOT IS_DEFINED(c.moderation.caseId) OR c.moderation.caseId != {SqlLiteral.Of(CaseId)}"
        + $" OR c.moderation.caseVersion <= {SqlLiteral.Of(CaseVersion)})";
}

/// <summary>A nickname or a picture that moderators hid. It is hidden for as long as the account has that very one.</summary>
/// <param name="Mark">What they decided.</param>
/// <param name="Value">The nickname, or the picture's hash.</param>
public sealed record HiddenValue(ModerationMark Mark, string Value)
{
    /// <summary>Whether it hides a value.</summary>
    public bool Hides(string value) => Mark.Hidden && Value == value;
}

/// <summary>A sanction of an account.</summary>
/// <param name="CaseId">The case that decided.</param>
/// <param name="CaseVersion">The version of the case: an older decision never overwrites a newer one.</param>
/// <param name="Kind">One of <see cref="SanctionKind"/>.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Until">The end of a suspension; null: it has none.</param>
/// <param name="Reasons">Why: the reasons of the reports.</param>
/// <param name="Note">What the moderator notes for its user.</param>
public sealed record Sanction(
    string CaseId, int CaseVersion, string Kind, DateTimeOffset At, DateTimeOffset? Until, IReadOnlyList<string> Reasons,
    string? Note)
{
    /// <summary>Whether it suspends its account now.</summary>
    public bool Suspends(DateTimeOffset now) => Kind == SanctionKind.Suspension && !(Until <= now);
}

/// <summary>The kinds of sanctions.</summary>
public static class SanctionKind
{
    /// <summary>A warning.</summary>
    public const string Warning = "warning";

    /// <summary>The user may not write, join, or change what others see of them.</summary>
    public const string Suspension = "suspension";

    /// <summary>One that was taken back. It stays, so that a late attempt of the first decision finds it.</summary>
    public const string Lifted = "lifted";
}
