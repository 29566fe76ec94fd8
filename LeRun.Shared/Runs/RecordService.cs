using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;

namespace LeRun.Runs;

/// <summary>Changes of finished runs. Costs are in Cosmos requests.</summary>
public sealed class RecordService(RecordStore records, TimeProvider clock)
{
    /// <summary>
    /// Deletes one of the caller's records and returns it as it was. Fails as <see cref="Forbidden"/> for another's,
    /// <see cref="NotFound"/> if there is no such record, <see cref="Stale"/> if it is not in an expected version. 2 requests.
    /// </summary>
    public async Task<Result<RunRecord>> DeleteAsync(
        Caller caller, string? username, string id, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (!caller.IsNamed(username))
            return new Forbidden(Messages.NotYours);
        return await OptimisticConcurrency.RetryAsync<RunRecord>(async () =>
        {
            var (record, scene) = await records.ReadSceneOfAsync(caller.AccountId, id, cancellationToken);
            if (record is null)
                return new NotFound(Messages.RecordUnknown);
            if (expected.Excludes(record.VersionId))
                return new Stale();
            var longest = record.ToCounted() is { } run && scene.MonthOf(run.Date)?.NeedsOthers(run) == true
                ? await records.LongestOtherAsync(caller.AccountId, run, cancellationToken)
                : 0;
            var ofLive = scene.Live?.Head is { RecordId: null } head && record.Starts.Any(head.Run.BeganAt)
                ? head
                : null;
            var write = RecordCounting.Discount(record, scene, longest);
            return OptimisticConcurrency.Stored(
                await records.TryDeleteAsync(write, ofLive, cancellationToken) ? record : null);
        });
    }

    /// <summary>
    /// Changes what the runner says of one of their records and returns it. Fails as <see cref="DeleteAsync"/>. 1 request; 2 for
    /// a failure.
    /// </summary>
    public async Task<Result<RunRecord>> UpdateAsync(
        Caller caller, string? username, string id, UpdateRecordRequest request, ExpectedVersion? expected,
        CancellationToken cancellationToken)
    {
        if (!caller.IsNamed(username))
            return new Forbidden(Messages.NotYours);
        if (!IdGenerator.IsId(id))
            return new NotFound(Messages.RecordUnknown);
        var now = clock.GetUtcNowMilliseconds();
        if (await records.TryUpdateAsync(caller.AccountId, id, request, expected, now, cancellationToken) is { } updated)
            return updated;
        return await records.FindAsync(caller.AccountId, id, cancellationToken) is null
            ? new NotFound(Messages.RecordUnknown)
            : new Stale();
    }
}
