using System.ComponentModel.DataAnnotations;
using LeRun.Identity;
using LeRun.Storage;

namespace LeRun.Safety;

/// <summary>What one account reported of one thing. Its id tells the account, so nobody reports a thing twice.</summary>
public sealed record Report : CosmosItem
{
    /// <summary>The type of the stored item.</summary>
    public const string ItemType = "report";

    /// <summary>How long a report stays: longer than its case, however late that is decided.</summary>
    public static readonly TimeSpan Kept = Case.Kept + TimeSpan.FromDays(60);

    /// <summary>The partition, as in <see cref="Case"/>.</summary>
    public required string Target { get; init; }

    /// <summary>The report's <c>_id</c>.</summary>
    public required string ReportId { get; init; }

    /// <summary>The <c>_id</c> of the case.</summary>
    public required string CaseId { get; init; }

    /// <summary>The account that reported. Indexed; shown to nobody else.</summary>
    public required string ReporterId { get; init; }

    /// <summary>The kind of the thing.</summary>
    public required string Kind { get; init; }

    /// <summary>The thing's <c>_id</c>.</summary>
    public required string ThingId { get; init; }

    /// <summary>One of <see cref="ReportReason"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>What the reporter says about it; null: nothing.</summary>
    public string? Detail { get; init; }

    /// <summary>The thing's version that was reported.</summary>
    public required string ThingVersion { get; init; }

    /// <summary>What was reported, where it is not what the case shows; null: it is.</summary>
    public IReadOnlyDictionary<string, string>? Snapshot { get; init; }

    /// <summary>When it was reported.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The id of an account's report in its partition.</summary>
    public static string IdOf(string reporterId) => $"{ItemType}-{reporterId}";
}

/// <summary>Why something is reported.</summary>
public static class ReportReason
{
    /// <summary>Advertising and the like.</summary>
    public const string Spam = "spam";

    /// <summary>Insults, harassment, hate.</summary>
    public const string Abuse = "abuse";

    /// <summary>Sexual content.</summary>
    public const string Sexual = "sexual";

    /// <summary>Violence, or a threat of it.</summary>
    public const string Violence = "violence";

    /// <summary>Something against the law.</summary>
    public const string Illegal = "illegal";

    /// <summary>It harms a minor, or a minor should not be here.</summary>
    public const string Minor = "minor";

    /// <summary>A run that was not run.</summary>
    public const string Cheating = "cheating";

    /// <summary>Anything else.</summary>
    public const string Other = "other";

    /// <summary>Nobody reported it: the word list or a review held it.</summary>
    public const string Filter = "filter";
}

/// <summary>A report.</summary>
public sealed record ReportRequest : IUserRequest
{
    /// <summary>The most characters of the detail.</summary>
    public const int MaxDetailLength = 500;

    /// <inheritdoc/>
    public string? Username { get; init; }

    /// <summary>What kind of thing it is.</summary>
    [Required, AllowedValues("post", "comment", "user", "picture", "room", "record")]
    public string? Kind { get; init; }

    /// <summary>The thing's id: the <c>_id</c> of a post, comment or record, a username, or the number of a room.</summary>
    [Required]
    public string? Id { get; init; }

    /// <summary>Why.</summary>
    [Required]
    [AllowedValues(
        ReportReason.Spam, ReportReason.Abuse, ReportReason.Sexual, ReportReason.Violence, ReportReason.Illegal,
        ReportReason.Minor, ReportReason.Cheating, ReportReason.Other)]
    public string? Reason { get; init; }

    /// <summary>What the reporter wants to say about it.</summary>
    [Multiline(MaxDetailLength)]
    public string? Detail { get; init => field = TextRules.WithLineFeeds(value); }
}

/// <summary>What a moderator decides.</summary>
public sealed record ResolveRequest : IUserRequest
{
    /// <inheritdoc/>
    public string? Username { get; init; }

    /// <summary>What is to happen.</summary>
    [Required]
    [AllowedValues(CaseAction.Dismiss, CaseAction.Hide, CaseAction.Remove, CaseAction.Warn, CaseAction.Suspend)]
    public string? Action { get; init; }

    /// <summary>The end of a suspension; left out, it has none.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What the author is told about it.</summary>
    [Multiline(ReportRequest.MaxDetailLength)]
    public string? Note { get; init => field = TextRules.WithLineFeeds(value); }
}

/// <summary>An appeal.</summary>
public sealed record AppealRequest : IUserRequest
{
    /// <inheritdoc/>
    public string? Username { get; init; }

    /// <summary>What speaks against the decision.</summary>
    [Required, Multiline(1_000)]
    public string? Text { get; init => field = TextRules.WithLineFeeds(value); }
}
