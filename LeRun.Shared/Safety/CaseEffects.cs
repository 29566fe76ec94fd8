using LeRun.Storage;
using LeRun.Users;
using Microsoft.Extensions.Logging;

namespace LeRun.Safety;

/// <summary>
/// Does what cases say. A decision is first its case, then its effect: hiding, removing, a sanction. Each effect replaces a value
/// that names the version of the case, so a repeat changes nothing and a late attempt never undoes a later decision. The timer
/// completes what was cut short. Costs are in Cosmos requests.
/// </summary>
public sealed partial class CaseEffects(
    CaseStore store, IEnumerable<IReportTarget> targets, UserStore users, IdGenerator ids, TimeProvider clock,
    ILogger<CaseEffects> logger)
{
    private const int CasesATick = 100;

    // The request that decided is probably still at it for that long.
    private static readonly TimeSpan RequestTime = TimeSpan.FromMinutes(1);

    // A phone waits for the response.
    private static readonly TimeSpan RequestBudget = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, IReportTarget> _targets =
        targets.ToDictionary(target => target.Kind, StringComparer.Ordinal);

    /// <summary>
    /// Does what a case says, for as long as a request may take; the rest is the timer's. 2 requests, 4 with a sanction.
    /// </summary>
    public async Task TryApplyAsync(Case found)
    {
        using var deadline = new CancellationTokenSource(RequestBudget, clock);
        try
        {
            await ApplyAsync(found, deadline.Token);
        }
        catch (Exception exception)
        {
            Log.Stopped(logger, exception, found.CaseId);
        }
    }

    /// <summary>
    /// Completes decisions that were cut short, at most 100 of them, and warns of cases that are overdue. 2 queries over all
    /// partitions, and the requests of each decision.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var found in await store.ListPendingAsync(now - RequestTime, CasesATick, cancellationToken))
        {
            try
            {
                await ApplyAsync(found, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Log.Stopped(logger, exception, found.CaseId);
            }
        }

        if (await store.CountOverdueAsync(now, CasesATick, cancellationToken) is var overdue and > 0)
            Log.Overdue(logger, overdue);
    }

    private async Task ApplyAsync(Case found, CancellationToken cancellationToken)
    {
        var target = _targets[found.Kind];
        if (found.Removed)
            await target.RemoveAsync(found.Thing, cancellationToken);
        else if (!await target.MarkAsync(found.Thing, found.Mark, cancellationToken))
            found = await ReopenAsync(found, target, cancellationToken) ?? found;
        if (found.Sanction is { } sanction)
            await SanctionAsync(found, sanction, cancellationToken);
        await store.TryCompleteAsync(found, cancellationToken);
    }

    // Its author changed it while a moderator let others see it: a moderator has to look again.
    private async Task<Case?> ReopenAsync(Case found, IReportTarget target, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNowMilliseconds();
        if (await target.FindAsync(found.Thing.Key, cancellationToken) is not { } thing)
            return null;
        var again = found.Reopened(ids.Next(), now).Changed(now) with { Thing = thing, Hidden = true };
        return await store.TryStoreAsync(again, cancellationToken);
    }

    private Task<Result<UserAccount>> SanctionAsync(Case found, Sanction sanction, CancellationToken cancellationToken) =>
        OptimisticConcurrency.RetryAsync<UserAccount>(async () =>
        {
            var user = await users.FindLatestAsync(found.Thing.AuthorKey, cancellationToken);
            // The name may since have been registered by another account.
            if (user?.AccountId != found.AuthorId)
                return new NotFound(Localization.Messages.UserUnknown);
            return user.With(sanction, clock.GetUtcNow()) is { } sanctioned
                ? OptimisticConcurrency.Stored(await users.TryReplaceAsync(sanctioned, cancellationToken))
                : user;
        });

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The effect of case {CaseId} stopped; the timer completes it.")]
        public static partial void Stopped(ILogger logger, Exception exception, string caseId);

        [LoggerMessage(2, LogLevel.Warning, "{Count} reported cases are overdue: moderators are to decide within 24 hours.")]
        public static partial void Overdue(ILogger logger, int count);
    }
}
