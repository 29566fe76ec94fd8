using System.Text.Json.Serialization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Safety;

/// <summary>
/// Everything that was reported of one thing, and what was decided about it: the only case of its thing. It shares the
/// partition of container <c>moderation</c> with the reports.
/// </summary>
public sealed record Case : CosmosItem
{
    /// <summary>The type of the stored item, and its id.</summary>
    public const string ItemType = "case";

    /// <summary>A case is to be decided this long after its first report.</summary>
    public static readonly TimeSpan TimeToDecide = TimeSpan.FromHours(24);

    /// <summary>How long a closed case stays.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    /// <summary>The partition: kind and id of the thing.</summary>
    public required string Target { get; init; }

    /// <summary>The case's <c>_id</c>: sorts by creation, and tells its partition.</summary>
    public required string CaseId { get; init; }

    /// <summary>The thing, as it was when it was first reported, or when moderators were last told that it changed.</summary>
    public required ReportedThing Thing { get; init; }

    /// <summary>The account that the thing is of. Indexed.</summary>
    public required string AuthorId { get; init; }

    /// <summary>The kind of the thing. Indexed.</summary>
    public required string Kind { get; init; }

    /// <summary>One of <see cref="CaseStatus"/>. Indexed.</summary>
    public required string Status { get; init; }

    /// <summary>When the case was opened, or opened again, as an id: the order of the queue. Indexed.</summary>
    public required string Round { get; init; }

    /// <summary>How many reported the thing since the case was opened.</summary>
    public int Count { get; init; }

    /// <summary>How many of them have accounts older than a day, and none that is suspended.</summary>
    public int Seasoned { get; init; }

    /// <summary>How many gave which reason.</summary>
    public IReadOnlyDictionary<string, int> Reasons { get; init => field = value ?? NoReasons; } = NoReasons;

    /// <summary>When the first report of this round came.</summary>
    public DateTimeOffset FirstAt { get; init; }

    /// <summary>Until when it is to be decided. Indexed.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>Whether only its author is to see the thing.</summary>
    public bool Hidden { get; init; }

    /// <summary>Whether the thing is to be removed.</summary>
    public bool Removed { get; init; }

    /// <summary>The sanction of the author; null: there never was one.</summary>
    public Sanction? Sanction { get; init; }

    /// <summary>The version of the thing that moderators found nothing wrong with: reporters do not hide it.</summary>
    public string? Cleared { get; init; }

    /// <summary>What was last decided; null: nothing yet.</summary>
    public CaseDecision? Decision { get; init; }

    /// <summary>The author's appeal; null: there is none.</summary>
    public CaseAppeal? Appeal { get; init; }

    /// <summary>Since when the effect of the decision is outstanding; null: it is not. Indexed.</summary>
    [JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset? PendingAt { get; init; }

    /// <summary>When the case was first opened.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How often it changed.</summary>
    public int Version { get; init; }

    /// <summary>The version that writers name.</summary>
    [JsonIgnore]
    public string VersionId => ItemVersion.Of(CaseId, Version);

    private static IReadOnlyDictionary<string, int> NoReasons { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>What is stored with the thing.</summary>
    [JsonIgnore]
    public ModerationMark Mark => new(CaseId, Version, Hidden);

    /// <summary>Whether there is something that its author can appeal against.</summary>
    [JsonIgnore]
    public bool CanBeAppealed =>
        Status == CaseStatus.Resolved && Appeal is null
        && (Hidden || Removed || Sanction is { Kind: not SanctionKind.Lifted });

    /// <summary>Whether its author is told of it: something was decided against the thing, or it is hidden.</summary>
    [JsonIgnore]
    public bool IsShownToAuthor => Decision is { Action: not CaseAction.Dismiss } || Hidden;

    /// <summary>The partition of a thing.</summary>
    public static string PartitionOf(string kind, string id) => $"{kind}-{id}";

    /// <summary>The partition of a case; null for anything that cannot be the id of a case.</summary>
    public static string? PartitionOf(string caseId) =>
        caseId.Length is > 33 and < 200 && caseId[32] == '-' && IdGenerator.IsId(caseId[..32])
        && caseId[33..].All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
            ? caseId[33..]
            : null;

    /// <summary>A case that nobody has reported yet.</summary>
    /// <param name="round">A new id.</param>
    public static Case Of(ReportedThing thing, string round, DateTimeOffset now)
    {
        var target = PartitionOf(thing.Key.Kind, thing.Key.Id);
        return new Case
        {
            Id = ItemType,
            Type = ItemType,
            Target = target,
            CaseId = $"{round}-{target}",
            Thing = thing,
            AuthorId = thing.AuthorId,
            Kind = thing.Key.Kind,
            Status = CaseStatus.Open,
            Round = round,
            FirstAt = now,
            DueAt = now + TimeToDecide,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    /// <summary>The case as it is in the queue again.</summary>
    /// <param name="round">A new id.</param>
    public Case Reopened(string round, DateTimeOffset now) => this with
    {
        Status = CaseStatus.Open,
        Round = round,
        FirstAt = now,
        DueAt = now + TimeToDecide,
        Ttl = null,
    };

    /// <summary>The case with one more change.</summary>
    public Case Changed(DateTimeOffset now) => this with { UpdatedAt = now, Version = Version + 1 };
}

/// <summary>Where a case stands.</summary>
public static class CaseStatus
{
    /// <summary>It waits for a moderator.</summary>
    public const string Open = "open";

    /// <summary>It is decided.</summary>
    public const string Resolved = "resolved";
}

/// <summary>What a moderator decided.</summary>
/// <param name="Action">One of <see cref="CaseAction"/>.</param>
/// <param name="Note">What they note for its author; null: nothing.</param>
/// <param name="ModeratorId">Their account.</param>
/// <param name="At">When.</param>
public sealed record CaseDecision(string Action, string? Note, string ModeratorId, DateTimeOffset At);

/// <summary>What the author says to a decision.</summary>
/// <param name="Text">Their words.</param>
/// <param name="At">When.</param>
public sealed record CaseAppeal(string Text, DateTimeOffset At);

/// <summary>What moderators can do.</summary>
public static class CaseAction
{
    /// <summary>Nothing is wrong: whatever was done because of the case is taken back, but for a removal.</summary>
    public const string Dismiss = "dismiss";

    /// <summary>Only its author sees the thing.</summary>
    public const string Hide = "hide";

    /// <summary>The thing is removed.</summary>
    public const string Remove = "remove";

    /// <summary>Its author is warned.</summary>
    public const string Warn = "warn";

    /// <summary>Its author is suspended.</summary>
    public const string Suspend = "suspend";
}
