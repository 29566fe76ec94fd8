using System.Globalization;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;

namespace LeRun.Runs;

/// <summary>Finished runs. Costs are in Cosmos requests.</summary>
public sealed class RecordService(RecordStore records, TimeProvider clock)
{
    private const string List = "records";
    private const int MaxMarkersOfPage = 50_000;

    /// <summary>
    /// Returns a page of the caller's records, newest start first. Fails as <see cref="Forbidden"/> for another's,
    /// <see cref="Invalid"/> for a bad cursor. 1 request.
    /// </summary>
    /// <param name="caller">The runner.</param>
    /// <param name="username">Whose records are asked for.</param>
    /// <param name="markers">Whether the records come with their markers.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Result<Page<RunRecord>>> ListAsync(
        Caller caller, string? username, bool markers, PageRequest page, CancellationToken cancellationToken)
    {
        if (!caller.IsNamed(username))
            return new Forbidden(Messages.NotYours);
        if (!page.TryReadKey(List, key => StartOf(key) is not null, out var last, out var failure))
            return failure;
        var before = last is null ? null : StartOf(last);
        var list = await records.ListAsync(caller.AccountId, before, page.Limit, markers, CursorAfter, cancellationToken);
        return markers ? list.Within(MaxMarkersOfPage, record => record.MarkerCount, CursorAfter) : list;
    }

    /// <summary>
    /// Returns one of the caller's records, with its markers. Fails as <see cref="Forbidden"/> for another's,
    /// <see cref="NotFound"/> if there is no such record. 1 request.
    /// </summary>
    public async Task<Result<RunRecord>> GetAsync(
        Caller caller, string? username, string id, CancellationToken cancellationToken)
    {
        if (!caller.IsNamed(username))
            return new Forbidden(Messages.NotYours);
        return await records.FindAsync(caller.AccountId, id, cancellationToken) is { } record
            ? record
            : new NotFound(Messages.RecordUnknown);
    }

    /// <summary>
    /// Returns what one of the caller's records says of its run. Fails as <see cref="GetAsync"/>. 1 request.
    /// </summary>
    /// <param name="caller">The runner.</param>
    /// <param name="username">Whose record is asked for.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="split">The length of a split, in metres.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Result<RecordAnalysis>> AnalyseAsync(
        Caller caller, string? username, string id, double split, CancellationToken cancellationToken) =>
        (await GetAsync(caller, username, id, cancellationToken)).Map(record => RecordAnalysis.Of(record, split));

    /// <summary>
    /// Deletes one of the caller's records and returns it as it was. Fails as <see cref="GetAsync"/>, and as
    /// <see cref="Stale"/> if it is not in an expected version. 2 requests.
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
    /// Changes what the runner says of one of their records and returns it. Fails as <see cref="GetAsync"/>, and as
    /// <see cref="Stale"/> if it is not in an expected version. 1 request; 2 for a failure.
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

    private static string CursorAfter(RunRecord record) =>
        PageCursor.Make(List, record.Start.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));

    // Null for a text that CursorAfter does not make; the bound is far beyond any calendar's use.
    private static DateTimeOffset? StartOf(string key) =>
        long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
        && Math.Abs(milliseconds) <= 1L << 45
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
