using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Safety;

/// <summary>
/// The moderators' queue, their decisions, and what those whom they concern can do. Costs are in Cosmos requests.
/// </summary>
public sealed class CaseService(
    CaseStore store, CaseEffects effects, IEnumerable<IReportTarget> targets, UserCache users, IdGenerator ids,
    TimeProvider clock)
{
    /// <summary>The most decisions about what is an account's that its user is shown.</summary>
    public const int MaxCasesOfStanding = 200;

    private const string List = "cases";

    private static readonly NotFound Unknown = new(Messages.CaseUnknown);

    private readonly Dictionary<string, IReportTarget> _targets =
        targets.ToDictionary(target => target.Kind, StringComparer.Ordinal);

    /// <summary>Cases, the oldest first. 1 request.</summary>
    /// <param name="status">One of <see cref="CaseStatus"/>.</param>
    /// <param name="kind">Only cases about this kind of things; null: all.</param>
    /// <returns>The page; Invalid for a bad cursor.</returns>
    public async Task<Result<Page<Case>>> ListAsync(
        string status, string? kind, PageRequest page, CancellationToken cancellationToken)
    {
        if (!page.TryReadId(List, out var after, out var failure))
            return failure;
        return await store.ListAsync(
            status, kind, after, page.Limit, found => PageCursor.Make(List, found.Round), cancellationToken);
    }

    /// <summary>
    /// Decides a case, or decides it anew. 2 requests, 3 where others are to see a hidden thing again, and those of its effect.
    /// </summary>
    /// <param name="expected">The versions it may have; null: any.</param>
    /// <returns>
    /// The case as it is then; NotFound, Invalid if the action is not possible for such a thing, Stale if the case has another
    /// version, or if the thing is no longer what the case shows and would be seen by others again.
    /// </returns>
    public async Task<Result<Case>> ResolveAsync(
        Caller caller, string caseId, ResolveRequest request, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        var decided = await OptimisticConcurrency.RetryAsync<Case>(async () =>
        {
            if (await FindAsync(caseId, cancellationToken) is not { } found)
                return Unknown;
            if (expected.Excludes(found.VersionId))
                return new Stale();
            var now = clock.GetUtcNowMilliseconds();
            if (Refuse(request, _targets[found.Kind], now) is { } invalid)
                return invalid;
            // What a moderator lets others see is what the moderator saw.
            if (request.Action == CaseAction.Dismiss && found.Hidden
                && await _targets[found.Kind].FindAsync(found.Thing.Key, cancellationToken) is { } thing
                && thing.Version != found.Thing.Version)
            {
                await store.TryStoreAsync(found.Changed(now) with { Thing = thing }, cancellationToken);
                return new Stale();
            }

            var next = Decide(found, request, caller, now);
            return OptimisticConcurrency.Stored(await store.TryStoreAsync(next, cancellationToken));
        });
        if (decided.TryGet(out var stored, out _))
            await effects.TryApplyAsync(stored);
        return decided;
    }

    /// <summary>Takes the appeal of whoever was sanctioned, and puts the case into the queue again. 2 requests.</summary>
    /// <returns>
    /// The case; NotFound if it is none of the caller's, Conflict if there is nothing to appeal against, or once more.
    /// </returns>
    public Task<Result<Case>> AppealAsync(
        Caller caller, string caseId, AppealRequest request, CancellationToken cancellationToken) =>
        OptimisticConcurrency.RetryAsync<Case>(async () =>
        {
            if (await FindAsync(caseId, cancellationToken) is not { } found || found.AuthorId != caller.AccountId)
                return Unknown;
            if (found.Appeal is not null)
                return new Conflict(Messages.AppealedAlready);
            if (!found.CanBeAppealed)
                return new Conflict(Messages.NothingToAppeal);
            var now = clock.GetUtcNowMilliseconds();
            var next = found.Reopened(ids.Next(), now).Changed(now) with { Appeal = new CaseAppeal(request.Text!, now) };
            return OptimisticConcurrency.Stored(await store.TryStoreAsync(next, cancellationToken));
        });

    /// <summary>The caller's sanctions, and the decisions about what is theirs. 2 requests.</summary>
    /// <returns>The account and its decided cases, the latest first; Unauthorized if the account is gone.</returns>
    public async Task<Result<Standing>> GetStandingAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (!(await users.ReadAsync(caller, cancellationToken)).TryGet(out var user, out var failure))
            return failure;
        var cases = await store.ListOfAuthorAsync(caller.AccountId, MaxCasesOfStanding, cancellationToken);
        var shown = cases.Where(found => found.IsShownToAuthor)
            .OrderByDescending(found => found.UpdatedAt);
        return new Standing(user, [.. shown], clock.GetUtcNow());
    }

    private async Task<Case?> FindAsync(string caseId, CancellationToken cancellationToken) =>
        Case.PartitionOf(caseId) is { } target && await store.FindAsync(target, cancellationToken) is { } found
        && found.CaseId == caseId ? found : null;

    private static Invalid? Refuse(ResolveRequest request, IReportTarget target, DateTimeOffset now)
    {
        if (request.Action == CaseAction.Remove && !target.CanBeRemoved)
            return Invalid.Field("action", Messages.ActionImpossible);
        if (request.Until is not { } until)
            return null;
        if (request.Action != CaseAction.Suspend)
            return Invalid.Field("until", Messages.ActionImpossible);
        return until > now ? null : Invalid.Field("until", Messages.InTheFuture);
    }

    private static Case Decide(Case found, ResolveRequest request, Caller caller, DateTimeOffset now)
    {
        var next = found.Changed(now) with
        {
            Status = CaseStatus.Resolved,
            Decision = new CaseDecision(request.Action!, request.Note, caller.AccountId, now),
            PendingAt = now,
            Ttl = (int)Case.Kept.TotalSeconds,
        };
        return request.Action switch
        {
            CaseAction.Hide => next with { Hidden = true },
            CaseAction.Remove => next with { Removed = true },
            CaseAction.Warn => next with { Sanction = Sanction(SanctionKind.Warning, until: null) },
            CaseAction.Suspend => next with { Sanction = Sanction(SanctionKind.Suspension, request.Until) },
            _ => next with
            {
                Hidden = false,
                Cleared = found.Thing.Version,
                Sanction = found.Sanction is null ? null : Sanction(SanctionKind.Lifted, until: null),
            },
        };

        Sanction Sanction(string kind, DateTimeOffset? until) =>
            new(found.CaseId, next.Version, kind, now, until, [.. found.Reasons.Keys], request.Note);
    }
}

/// <summary>How an account stands with the moderators.</summary>
/// <param name="Account">The account with its sanctions.</param>
/// <param name="Cases">The cases that decided something against it, the latest first.</param>
/// <param name="At">When that was.</param>
public sealed record Standing(UserAccount Account, IReadOnlyList<Case> Cases, DateTimeOffset At);
