using System.Globalization;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Runs.Privacy;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Runs;

/// <summary>
/// What runners and others see of finished runs. Costs are in Cosmos requests, and for others 1 more where their blocks are
/// not in memory.
/// </summary>
public sealed class RecordReader(
    RecordStore records, UserCache users, IViewers viewers, PrivacyCache privacies, PrivacyKeys keys)
{
    private const string List = "records";
    private const string ListForOthers = "publicRecords";
    private const int MaxMarkersOfPage = 50_000;

    /// <summary>
    /// Returns a page of a runner's records, newest start first; to others only the public ones. Fails as <see cref="NotFound"/>
    /// for a name that nobody has, <see cref="Invalid"/> for a bad cursor. 1 request; for others up to 2 more, none if account
    /// and privacy were read lately.
    /// </summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="username">Whose records are asked for.</param>
    /// <param name="markers">Whether the records come with their markers.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Result<Page<SeenRecord>>> ListAsync(
        Caller caller, string? username, bool markers, PageRequest page, CancellationToken cancellationToken)
    {
        var isOwn = caller.IsNamed(username);
        var list = isOwn ? List : ListForOthers;
        if (!page.TryReadKey(list, key => StartOf(key, isOwn) is not null, out var last, out var failure))
            return failure;
        if (!(await FindRunnerAsync(caller, username, cancellationToken)).TryGet(out var accountId, out failure))
            return failure;
        var found = await records.ListAsync(
            accountId, last is null ? null : StartOf(last, isOwn), page.Limit, markers, publicOnly: !isOwn, CursorAfter,
            cancellationToken);
        if (markers)
            found = found.Within(MaxMarkersOfPage, record => record.MarkerCount, CursorAfter);
        var privacy = isOwn ? null : await privacies.ReadAsync(accountId, cancellationToken);
        return new Page<SeenRecord>([.. found.Items.Select(record => See(record, privacy))], found.Next);

        // The time at which a run began is in the cursor: others get it sealed.
        string CursorAfter(RunRecord record)
        {
            var start = record.Start.ToUnixTimeMilliseconds();
            return PageCursor.Make(list, isOwn ? start.ToString(CultureInfo.InvariantCulture) : keys.Seal(start));
        }
    }

    /// <summary>
    /// Returns a record, with as many of its markers as the caller may see. Fails as <see cref="NotFound"/> if there is no such
    /// record, or none that the caller may see. 1 request; for others up to 2 more.
    /// </summary>
    public async Task<Result<SeenRecord>> GetAsync(
        Caller caller, string? username, string id, CancellationToken cancellationToken) =>
        (await FindAsync(caller, username, id, cancellationToken)).Map(found => See(found.Record, found.Privacy));

    /// <summary>
    /// Returns a record whose map somebody may see, signed in or not. Fails as <see cref="GetAsync"/>, and as
    /// <see cref="NotFound"/> if there is no map. Costs as much.
    /// </summary>
    /// <param name="caller">Who asks; null: somebody without a token.</param>
    /// <param name="username">Whose record is asked for.</param>
    /// <param name="id">The record's id, or what others call it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Result<SeenRecord>> GetMapAsync(
        Caller? caller, string? username, string id, CancellationToken cancellationToken)
    {
        if (!(await FindAsync(caller, username, id, cancellationToken)).TryGet(out var found, out var failure))
            return failure;
        var seen = See(found.Record, found.Privacy);
        return seen.Track is { Count: > 1 } ? seen : new NotFound(Messages.NoMap);
    }

    /// <summary>
    /// Returns what a record says of its run; to others, of the part of it that they may see. Fails as <see cref="GetAsync"/>,
    /// and costs as much.
    /// </summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="username">Whose record is asked for.</param>
    /// <param name="id">The record's id, or what others call it.</param>
    /// <param name="split">The length of a split, in metres.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Result<RecordAnalysis>> AnalyseAsync(
        Caller caller, string? username, string id, double split, CancellationToken cancellationToken) =>
        (await FindAsync(caller, username, id, cancellationToken))
            .Map(found => RecordAnalysis.Of(found.Record, split, found.Privacy, keys));

    // Null: for its runner.
    private SeenRecord See(RunRecord record, RunnerPrivacy? privacy) =>
        privacy is null ? SeenRecord.ForRunner(record) : SeenRecord.ForOthers(record, privacy, keys);

    // A record that the caller may see, and what its runner wants; null: the caller is its runner.
    private async Task<Result<(RunRecord Record, RunnerPrivacy? Privacy)>> FindAsync(
        Caller? caller, string? username, string id, CancellationToken cancellationToken)
    {
        if (!(await FindRunnerAsync(caller, username, cancellationToken)).TryGet(out var accountId, out var failure))
            return failure;
        var isOwn = accountId == caller?.AccountId;
        var recordId = !isOwn && keys.IdOf(id) is { } named ? named : id;
        if (await records.FindAsync(accountId, recordId, cancellationToken) is not { } record)
            return new NotFound(Messages.RecordUnknown);
        if (isOwn)
            return (record, (RunnerPrivacy?)null);
        // That there is a private one is nobody else's business.
        if (record.Visibility != RunVisibility.Public)
            return new NotFound(Messages.RecordUnknown);
        return (record, await privacies.ReadAsync(accountId, cancellationToken));
    }

    // Whose runs the caller asks for: the one place that tells whether they may see any of them.
    private async Task<Result<string>> FindRunnerAsync(
        Caller? caller, string? username, CancellationToken cancellationToken)
    {
        if (!Username.TryParse(username, out var runner))
            return new NotFound(Messages.UserUnknown);
        if (caller is not null && runner == caller.Username)
            return caller.AccountId;
        var viewer = await viewers.OfAsync(caller?.AccountId, cancellationToken);
        return await users.ReadRecentAsync(runner.Normalized, cancellationToken) is { } account && viewer.Sees(account.AccountId)
            ? account.AccountId
            : new NotFound(Messages.UserUnknown);
    }

    // Null for a text that no cursor has; the bound is far beyond any calendar's use.
    private DateTimeOffset? StartOf(string key, bool isOwn)
    {
        var start = !isOwn ? keys.OpenNumber(key)
            : long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds) ? milliseconds
            : null;
        return start is { } known && Math.Abs(known) <= 1L << 45 ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
    }
}
