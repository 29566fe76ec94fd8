using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using LeRun.Users;

namespace LeRun.Safety;

/// <summary>
/// Exports what moderators decided about an account and what is its: never who reported, and nothing of what they have yet to
/// decide about things that others see.
/// </summary>
public sealed class StandingExporter(CaseStore store) : IUserDataExporter
{
    /// <inheritdoc/>
    public string Kind => "standing";

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (after is not null)
            yield break;
        var cases = await store.ListOfAuthorAsync(account.AccountId, CaseService.MaxCasesOfStanding, cancellationToken);
        var exported = new ExportedStanding(
            [.. account.Sanctions.Select(ExportedSanction.Of)],
            [
                .. cases.Where(found => found.IsShownToAuthor).OrderBy(found => found.CaseId, StringComparer.Ordinal)
                    .Select(ExportedCase.Of),
            ]);
        if (exported is { Sanctions: [], Cases: [] })
            yield break;
        yield return ExportedPiece.JsonFile(Kind, "standing.json", exported, ExportedStandingJson.Default);
    }
}

/// <summary>How an account stands with the moderators, as its user reads it.</summary>
internal sealed record ExportedStanding(IReadOnlyList<ExportedSanction> Sanctions, IReadOnlyList<ExportedCase> Cases);

/// <summary>A sanction as its user reads it.</summary>
internal sealed record ExportedSanction(
    string Case, string Kind, DateTimeOffset At, DateTimeOffset? Until, IReadOnlyList<string> Reasons, string? Note)
{
    public static ExportedSanction Of(Sanction sanction) =>
        new(sanction.CaseId, sanction.Kind, sanction.At, sanction.Until, sanction.Reasons, sanction.Note);
}

/// <summary>A decision as whoever it concerns reads it.</summary>
internal sealed record ExportedCase(
    [property: JsonPropertyName("_id")] string Id, string Kind, [property: JsonPropertyName("id")] string ThingId, bool Hidden,
    bool Removed, string? Action, IReadOnlyList<string> Reasons, string? Note, DateTimeOffset? DecidedAt, string? Appeal)
{
    public static ExportedCase Of(Case found) => new(
        found.CaseId, found.Kind, found.Thing.Key.Id, found.Hidden, found.Removed, found.Decision?.Action,
        [.. found.Reasons.Keys], found.Decision?.Note, found.Decision?.At, found.Appeal?.Text);
}

[JsonSerializable(typeof(ExportedStanding))]
internal sealed partial class ExportedStandingJson : JsonSerializerContext;
