using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;

namespace LeRun.Runs;

/// <summary>Live runs and run records.</summary>
public sealed class RunService(
    LiveRunStore lives, RecordStore records, IRoomMembershipQuery rooms, IdGenerator ids, TimeProvider clock)
{
    private const string List = "records";
    private const int MaxMarkersOfPage = 50_000;
    private const string RunDataField = "runData";

    // Phones' clocks are wrong now and then, but not by more than this.
    private static readonly TimeSpan MaxStartAhead = TimeSpan.FromDays(1);

    /// <summary>
    /// Replaces the caller's live run and returns it; the one that stands if a later upload of the same run came first. Fails as
    /// <see cref="Invalid"/> for a start too far ahead, <see cref="Stale"/> if no live run is in an expected version. 1 Cosmos
    /// request in steady state.
    /// </summary>
    public async Task<Result<LiveRun>> PutLiveAsync(
        Caller caller, LiveRunInput input, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (CheckStart(input, RunDataField) is { } invalid)
            return invalid;
        var live = new LiveRun
        {
            Id = LiveRun.ItemId,
            Type = LiveRun.ItemId,
            NormalizedUsername = caller.Username.Normalized,
            Username = caller.Username.Display,
            Run = StoredRun.Of(input.ToRunData()),
            VersionId = ids.Next(),
            UpdatedAt = clock.GetUtcNowMilliseconds(),
            Ttl = (int)LiveRunStore.Kept.TotalSeconds,
        };
        if (expected is not null)
            return await lives.TryReplaceAsync(live, expected, cancellationToken) ? live : new Stale();
        return await lives.PutAsync(live, cancellationToken) is { } standing ? standing : new Conflict(Messages.TryAgain);
    }

    /// <summary>What is wrong with a run's start by this server's clock; null: nothing.</summary>
    /// <param name="input">The run.</param>
    /// <param name="field">The request's name for it.</param>
    public Invalid? CheckStart(RunDataInput input, string field) =>
        input.Start > clock.GetUtcNow() + MaxStartAhead ? Invalid.Field($"{field}.start", Messages.StartTooLate) : null;

    /// <summary>
    /// Returns a runner's live run to the runner and to members of the same open room. Fails as <see cref="Forbidden"/> for
    /// others, <see cref="NotFound"/> if there is none. 1 Cosmos request; 2 for a fellow member.
    /// </summary>
    public async Task<Result<LiveRun>> GetLiveAsync(Caller caller, string? username, CancellationToken cancellationToken)
    {
        if (!Username.TryParse(username, out var runner))
            return new Forbidden(Messages.NotYours);
        if (runner != caller.Username
            && !await rooms.ShareOpenRoomAsync(caller.AccountId, runner.Normalized, cancellationToken))
        {
            return new Forbidden(Messages.NotYours);
        }

        return await lives.FindAsync(runner.Normalized, cancellationToken) is { } live ? live : new NotFound(Messages.NoLiveRun);
    }

    /// <summary>
    /// Stores a finished run and returns its record; the first one stored, if the same run or request comes again. Fails as
    /// <see cref="Invalid"/> for a start too far ahead or a bad key, <see cref="Conflict"/> if there is no live run to finish.
    /// 1 Cosmos request; 2 for a repeated run, 2 to finish the live run.
    /// </summary>
    /// <param name="caller">The runner.</param>
    /// <param name="request">The run; without one, the live run finishes.</param>
    /// <param name="idempotencyKey">What the phone sends again with a retry; null: nothing.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Result<RunRecord>> StoreRecordAsync(
        Caller caller, StoreRecordRequest request, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (idempotencyKey is not null && !IsIdempotencyKey(idempotencyKey))
            return Invalid.Field("Idempotency-Key", Messages.IdempotencyKeyRule);
        var (input, field) = request.RunRecord is { } named ? (named, "runRecord") : (request.RunData, RunDataField);
        if (input is null)
            return await FinishLiveAsync(caller, idempotencyKey, cancellationToken);
        if (CheckStart(input, field) is { } invalid)
            return invalid;

        var record = NewRecord(caller, StoredRun.Of(input.ToRunData()), input.End, input.Name?.Trim(), idempotencyKey);
        return await records.TryStoreAsync(record, finished: null, cancellationToken) is { } stored
            ? stored
            : new Conflict(Messages.TryAgain);
    }

    /// <summary>
    /// Returns a page of the caller's records, newest start first. Fails as <see cref="Forbidden"/> for another's,
    /// <see cref="Invalid"/> for a bad cursor. 1 Cosmos request.
    /// </summary>
    /// <param name="caller">The runner.</param>
    /// <param name="username">Whose records are asked for.</param>
    /// <param name="markers">Whether the records come with their markers.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Result<Page<RunRecord>>> ListRecordsAsync(
        Caller caller, string? username, bool markers, PageRequest page, CancellationToken cancellationToken)
    {
        if (!IsSelf(caller, username))
            return new Forbidden(Messages.NotYours);
        if (!page.TryReadKey(List, key => StartOf(key) is not null, out var last, out var failure))
            return failure;
        var before = last is null ? null : StartOf(last);
        var list = await records.ListAsync(
            caller.Username.Normalized, before, page.Limit, markers, CursorAfter, cancellationToken);
        return markers ? list.Within(MaxMarkersOfPage, record => record.MarkerCount, CursorAfter) : list;
    }

    /// <summary>
    /// Returns one of the caller's records, with its markers. Fails as <see cref="Forbidden"/> for another's,
    /// <see cref="NotFound"/> if there is no such record. 1 Cosmos request.
    /// </summary>
    public async Task<Result<RunRecord>> GetRecordAsync(
        Caller caller, string? username, string id, CancellationToken cancellationToken)
    {
        if (!IsSelf(caller, username))
            return new Forbidden(Messages.NotYours);
        return await records.FindAsync(caller.Username.Normalized, id, cancellationToken) is { } record
            ? record
            : new NotFound(Messages.RecordUnknown);
    }

    /// <summary>
    /// Deletes one of the caller's records and returns it as it was. Fails as <see cref="GetRecordAsync"/>, and as
    /// <see cref="Stale"/> if it is not in an expected version. 2 Cosmos requests.
    /// </summary>
    public async Task<Result<RunRecord>> DeleteRecordAsync(
        Caller caller, string? username, string id, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        var found = await GetRecordAsync(caller, username, id, cancellationToken);
        if (!found.TryGet(out var record, out var failure))
            return failure;
        if (expected.Excludes(record.VersionId))
            return new Stale();
        return await records.TryDeleteAsync(record, cancellationToken) ? record : new NotFound(Messages.RecordUnknown);
    }

    // An upload may come in between: then the newer run data is what gets finished.
    private Task<Result<RunRecord>> FinishLiveAsync(Caller caller, string? idempotencyKey, CancellationToken cancellationToken) =>
        OptimisticConcurrency.RetryAsync<RunRecord>(async () =>
        {
            if (await lives.FindAsync(caller.Username.Normalized, cancellationToken) is not { } live)
                return new Conflict(Messages.NoRunToFinish);
            var record = NewRecord(caller, live.Run, end: null, name: null, idempotencyKey);
            if (await records.TryStoreAsync(record, live, cancellationToken) is { } stored)
                return stored;
            return null;
        });

    private RunRecord NewRecord(Caller caller, StoredRun run, DateTimeOffset? end, string? name, string? idempotencyKey) => new()
    {
        Id = ids.Next(),
        Type = RunRecord.ItemType,
        NormalizedUsername = caller.Username.Normalized,
        Username = caller.Username.Display,
        Name = name,
        Meters = run.Meters,
        Seconds = run.Seconds,
        Start = run.Start,
        // A live run of an earlier release may last longer than a calendar holds.
        End = end ?? UtcMilliseconds.Truncate(run.Start.AddSeconds(Math.Min(run.Seconds, RunDataInput.MaxAmount))),
        Track = run.Track,
        MarkerCount = run.Track.Count,
        IdempotencyKey = idempotencyKey is null
            ? null
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(idempotencyKey))),
        CreatedAt = clock.GetUtcNowMilliseconds(),
    };

    private static string CursorAfter(RunRecord record) =>
        PageCursor.Make(List, record.Start.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));

    // Null for a text that CursorAfter does not make; the bound is far beyond any calendar's use.
    private static DateTimeOffset? StartOf(string key) =>
        long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
        && Math.Abs(milliseconds) <= 1L << 45
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    private static bool IsIdempotencyKey(string text) => text.Length is > 0 and <= 200 && text.All(c => c is > ' ' and <= '~');

    private static bool IsSelf(Caller caller, string? username) =>
        Username.TryParse(username, out var name) && name == caller.Username;
}

/// <summary>What runs must know of rooms, which know runs.</summary>
public interface IRoomMembershipQuery
{
    /// <summary>Whether a user and a runner are members of one room whose run is not over. 1 request.</summary>
    /// <param name="accountId">The user's account.</param>
    /// <param name="normalizedUsername">The runner.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<bool> ShareOpenRoomAsync(string accountId, string normalizedUsername, CancellationToken cancellationToken);
}
