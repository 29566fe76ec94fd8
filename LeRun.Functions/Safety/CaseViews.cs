using System.Text.Json.Serialization;
using LeRun.Functions.Users;
using LeRun.Safety;
using LeRun.Users;

namespace LeRun.Functions.Safety;

/// <summary>A report, as whoever sent it sees it.</summary>
/// <param name="Id">The report's id.</param>
/// <param name="Case">The id of the case.</param>
/// <param name="Kind">The kind of the thing.</param>
/// <param name="Target">The thing's id.</param>
/// <param name="Reason">Why.</param>
/// <param name="CreatedAt">When it was reported.</param>
public sealed record ReportView(
    [property: JsonPropertyName("_id")] string Id, string Case, string Kind, [property: JsonPropertyName("id")] string Target,
    string Reason, DateTimeOffset CreatedAt)
{
    /// <summary>What is shown of a report.</summary>
    public static ReportView Of(Report report) =>
        new(report.ReportId, report.CaseId, report.Kind, report.ThingId, report.Reason, report.CreatedAt);
}

/// <summary>A reported thing, for moderators.</summary>
/// <param name="Id">The case's id.</param>
/// <param name="Target">The thing.</param>
/// <param name="Snapshot">What others saw of it: title and content, nickname, name, or the URL of the picture.</param>
/// <param name="Count">How many reported it since the case was opened.</param>
/// <param name="Reasons">How many gave which reason; <c>filter</c>: it was held before anyone saw it.</param>
/// <param name="FirstAt">When the case was opened.</param>
/// <param name="DueAt">Until when it is to be decided.</param>
/// <param name="Status">Open or resolved.</param>
/// <param name="Hidden">Whether only its author sees it.</param>
/// <param name="Removed">Whether it is removed.</param>
/// <param name="Action">What was last decided; null: nothing yet.</param>
/// <param name="Note">What the author was told about it.</param>
/// <param name="Appeal">What the author says to it; null: nothing.</param>
/// <param name="UpdatedAt">When the case last changed.</param>
/// <param name="Version">One more at each change.</param>
public sealed record CaseView(
    [property: JsonPropertyName("_id")] string Id,
    CaseTargetView Target,
    IReadOnlyDictionary<string, string> Snapshot,
    int Count,
    IReadOnlyDictionary<string, int> Reasons,
    DateTimeOffset FirstAt,
    DateTimeOffset DueAt,
    string Status,
    bool Hidden,
    bool Removed,
    string? Action,
    string? Note,
    string? Appeal,
    DateTimeOffset UpdatedAt,
    [property: JsonPropertyName("__v")] int Version)
{
    /// <summary>What is shown of a case.</summary>
    public static CaseView Of(Case found, HttpRequest request)
    {
        var snapshot = new Dictionary<string, string>(found.Thing.Snapshot, StringComparer.Ordinal);
        if (snapshot.TryGetValue("picture", out var hash))
            snapshot["picture"] = ProfileView.PictureUrl(found.Thing.Author, hash, request)!;
        return new CaseView(
            found.CaseId, CaseTargetView.Of(found), snapshot, found.Count, found.Reasons, found.FirstAt, found.DueAt,
            found.Status, found.Hidden, found.Removed, found.Decision?.Action, found.Decision?.Note, found.Appeal?.Text,
            found.UpdatedAt, found.Version);
    }
}

/// <summary>A thing that was reported.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">Its id.</param>
/// <param name="Username">Whose it is.</param>
public sealed record CaseTargetView(string Kind, string Id, string Username)
{
    /// <summary>The thing of a case.</summary>
    public static CaseTargetView Of(Case found) => new(found.Kind, found.Thing.Key.Id, found.Thing.Author);
}

/// <summary>How the caller stands with the moderators.</summary>
/// <param name="Warnings">The warnings, the earliest first.</param>
/// <param name="Suspension">The suspension that ends last; null: there is none.</param>
/// <param name="Cases">The decisions about what is the caller's, the latest first.</param>
public sealed record StandingView(
    IReadOnlyList<SanctionView> Warnings, SanctionView? Suspension, IReadOnlyList<StandingCaseView> Cases)
{
    /// <summary>What is shown of it.</summary>
    public static StandingView Of(Standing standing)
    {
        var sanctions = standing.Account.Sanctions;
        var suspension = sanctions.Where(sanction => sanction.Suspends(standing.At))
            .MaxBy(sanction => sanction.Until ?? DateTimeOffset.MaxValue);
        return new StandingView(
            [.. sanctions.Where(sanction => sanction.Kind == SanctionKind.Warning).Select(SanctionView.Of)],
            suspension is null ? null : SanctionView.Of(suspension),
            [.. standing.Cases.Select(StandingCaseView.Of)]);
    }
}

/// <summary>A warning or a suspension.</summary>
/// <param name="Case">The id of the case.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Until">The end of a suspension; null: it has none.</param>
/// <param name="Reasons">Why.</param>
/// <param name="Note">What the moderator says about it.</param>
public sealed record SanctionView(
    string Case, DateTimeOffset At, DateTimeOffset? Until, IReadOnlyList<string> Reasons, string? Note)
{
    /// <summary>What is shown of a sanction.</summary>
    public static SanctionView Of(Sanction sanction) =>
        new(sanction.CaseId, sanction.At, sanction.Until, sanction.Reasons, sanction.Note);
}

/// <summary>A decision about something of the caller's.</summary>
/// <param name="Id">The id of the case.</param>
/// <param name="Target">The thing.</param>
/// <param name="Hidden">Whether only the caller sees it.</param>
/// <param name="Removed">Whether it is removed.</param>
/// <param name="Action">What was decided; null: it is hidden until a moderator decides.</param>
/// <param name="Reasons">Why.</param>
/// <param name="Note">What the moderator says about it.</param>
/// <param name="Appealed">Whether the caller has appealed.</param>
/// <param name="CanBeAppealed">Whether the caller can appeal.</param>
/// <param name="DecidedAt">When it was decided; null: it is not yet.</param>
public sealed record StandingCaseView(
    [property: JsonPropertyName("_id")] string Id, CaseTargetView Target, bool Hidden, bool Removed, string? Action,
    IReadOnlyList<string> Reasons, string? Note, bool Appealed, bool CanBeAppealed, DateTimeOffset? DecidedAt)
{
    /// <summary>What is shown of a case to whom it concerns: neither who reported nor how many.</summary>
    public static StandingCaseView Of(Case found) => new(
        found.CaseId, CaseTargetView.Of(found), found.Hidden, found.Removed, found.Decision?.Action, [.. found.Reasons.Keys],
        found.Decision?.Note, found.Appeal is not null, found.CanBeAppealed, found.Decision?.At);
}
