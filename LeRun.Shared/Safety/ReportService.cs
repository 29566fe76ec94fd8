using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Extensions.Options;

namespace LeRun.Safety;

/// <summary>Takes reports, and opens a case for each thing that is reported. Costs are in Cosmos requests.</summary>
public sealed class ReportService(
    CaseStore store, CaseEffects effects, IEnumerable<IReportTarget> targets, IViewers viewers, ActivityLimits limits,
    IOptions<ModerationSettings> settings, IdGenerator ids, TimeProvider clock)
{
    // The reports of younger accounts count for moderators alone: an account is made in a second.
    private static readonly TimeSpan Seasoned = TimeSpan.FromDays(1);

    private readonly Dictionary<string, IReportTarget> _targets =
        targets.ToDictionary(target => target.Kind, StringComparer.Ordinal);

    /// <summary>
    /// Stores a report of something that the caller sees. 4 requests, and those of hiding the thing when the last report that
    /// it takes comes; 2 for a repeat; 1 more where the caller's blocks are not in memory.
    /// </summary>
    /// <returns>
    /// The report, the first one if the caller reported the thing already; NotFound, TooManyAttempts if they reported too much
    /// today, Unauthorized if their account is gone.
    /// </returns>
    public async Task<Result<Report>> ReportAsync(Caller caller, ReportRequest request, CancellationToken cancellationToken)
    {
        var viewer = await viewers.OfAsync(caller.AccountId, cancellationToken);
        if (await _targets[request.Kind!].FindAsync(viewer, request.Id!, cancellationToken) is not { } thing)
            return new NotFound(Messages.ReportTargetUnknown);

        var target = Case.PartitionOf(thing.Key.Kind, thing.Key.Id);
        var found = await store.FindAsync(target, caller.AccountId, cancellationToken);
        if (IsRepeat(found.Case, found.Report, thing))
            return found.Report!;
        var asked = await limits.AskAsync(caller, Activity.Report, key: null, cancellationToken);
        if (!asked.TryGet(out var leave, out var failure))
            return failure;

        var attempts = 0;
        Case? stored = null;
        var result = await OptimisticConcurrency.RetryAsync<Report>(async () =>
        {
            if (attempts++ > 0)
                found = await store.FindAsync(target, caller.AccountId, cancellationToken);
            if (IsRepeat(found.Case, found.Report, thing))
                return found.Report!;
            var now = clock.GetUtcNowMilliseconds();
            var counted = Count(found.Case, thing, leave.User, request.Reason!, now);
            var report = new Report
            {
                Id = Report.IdOf(caller.AccountId),
                Type = Report.ItemType,
                Target = target,
                ReportId = ids.Next(),
                CaseId = counted.CaseId,
                ReporterId = caller.AccountId,
                Kind = thing.Key.Kind,
                ThingId = thing.Key.Id,
                Reason = request.Reason!,
                Detail = request.Detail,
                ThingVersion = thing.Version,
                Snapshot = counted.Thing.Version == thing.Version ? null : thing.Snapshot,
                CreatedAt = now,
                Ttl = (int)Report.Kept.TotalSeconds,
            };
            stored = await store.TryStoreAsync(counted, report, cancellationToken);
            return OptimisticConcurrency.Stored(stored is null ? null : report);
        });
        if (stored?.PendingAt is not null)
            await effects.TryApplyAsync(stored);
        return result;
    }

    // What was dismissed can be reported again once it has changed.
    private static bool IsRepeat(Case? found, Report? report, ReportedThing thing) =>
        report is not null && (found?.Status != CaseStatus.Resolved || report.ThingVersion == thing.Version);

    private Case Count(Case? found, ReportedThing thing, UserAccount reporter, string reason, DateTimeOffset now)
    {
        var counted = found switch
        {
            null => Case.Of(thing, ids.Next(), now),
            { Status: CaseStatus.Open } => found,
            _ => found.Reopened(ids.Next(), now) with
            {
                Thing = thing,
                Count = 0,
                Seasoned = 0,
                Reasons = new Dictionary<string, int>(StringComparer.Ordinal),
            },
        };
        var isSeasoned = reporter.CreatedAt <= now - Seasoned && !reporter.IsSuspended(now);
        counted = counted.Changed(now) with
        {
            Count = counted.Count + 1,
            Seasoned = counted.Seasoned + (isSeasoned ? 1 : 0),
            Reasons = new Dictionary<string, int>(counted.Reasons, StringComparer.Ordinal)
            {
                [reason] = counted.Reasons.GetValueOrDefault(reason) + 1,
            },
        };
        var hides = settings.Value.HideAfterReports is var limit and > 0 && counted.Seasoned >= limit
            && !counted.Hidden && counted.Cleared != thing.Version;
        return hides ? counted with { Hidden = true, PendingAt = now } : counted;
    }
}
