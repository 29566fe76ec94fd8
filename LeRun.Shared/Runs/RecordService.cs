using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Runs.Tracks;
using LeRun.Storage;

namespace LeRun.Runs;

/// <summary>Finished runs. Costs are in Cosmos requests.</summary>
public sealed class RecordService(LiveRunStore lives, RecordStore records, IdGenerator ids, TimeProvider clock)
{
    private const string List = "records";
    private const int MaxMarkersOfPage = 50_000;

    /// <summary>
    /// Stores a finished run and returns its record; the first one stored, if the same run or request comes again. Fails as
    /// <see cref="Invalid"/> for a bad key, <see cref="Conflict"/> if there is no live run to finish. 1 request; 2 for a repeated
    /// run, 2 to finish the live run.
    /// </summary>
    /// <param name="caller">The runner.</param>
    /// <param name="request">The run; without one, the live run finishes.</param>
    /// <param name="idempotencyKey">What the phone sends again with a retry; null: nothing.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Result<RunRecord>> StoreAsync(
        Caller caller, StoreRecordRequest request, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (idempotencyKey is not null && !IsIdempotencyKey(idempotencyKey))
            return Invalid.Field("Idempotency-Key", Messages.IdempotencyKeyRule);
        var key = idempotencyKey is null
            ? null
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(idempotencyKey)));
        if ((request.RunRecord ?? request.RunData) is not { } input)
            return await FinishLiveAsync(caller, key, cancellationToken);

        var record = RecordOf(caller, input) with { IdempotencyKey = key };
        return await OptimisticConcurrency.RetryAsync<RunRecord>(async () =>
            OptimisticConcurrency.Stored(await records.TryStoreAsync(record, finished: null, cancellationToken)));
    }

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
        if (!IsSelf(caller, username))
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
        if (!IsSelf(caller, username))
            return new Forbidden(Messages.NotYours);
        return await records.FindAsync(caller.AccountId, id, cancellationToken) is { } record
            ? record
            : new NotFound(Messages.RecordUnknown);
    }

    /// <summary>
    /// Deletes one of the caller's records and returns it as it was. Fails as <see cref="GetAsync"/>, and as
    /// <see cref="Stale"/> if it is not in an expected version. 2 requests.
    /// </summary>
    public async Task<Result<RunRecord>> DeleteAsync(
        Caller caller, string? username, string id, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (!IsSelf(caller, username))
            return new Forbidden(Messages.NotYours);
        return await OptimisticConcurrency.RetryAsync<RunRecord>(async () =>
        {
            var (record, live) = await records.FindWithLiveAsync(caller.AccountId, id, cancellationToken);
            if (record is null)
                return new NotFound(Messages.RecordUnknown);
            if (expected.Excludes(record.VersionId))
                return new Stale();
            var ofLive = live?.Run.BeganAt(record.SentStart ?? record.Start) == true && live.RecordId is null ? live : null;
            var isDeleted = await records.TryDeleteAsync(record, ofLive, cancellationToken);
            return OptimisticConcurrency.Stored(isDeleted ? record : null);
        });
    }

    /// <summary>The record of a live run.</summary>
    /// <param name="whole">The live run.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="now">When it is stored.</param>
    internal static RunRecord RecordOf(WholeLiveRun whole, string id, DateTimeOffset now)
    {
        var head = whole.Head;
        var track = whole.Blocks.Count == 0 ? Track.Empty : Track.Concat([.. whole.Blocks.Select(block => block.Unpack())]);
        return RecordOf(head.Run, track, id, now, head.AccountId, head.Username) with
        {
            Next = head.IsThinned ? head.Next : null,
            Samples = RunLimits.Thin(whole.Samples),
            Source = RunSource.Live,
        };
    }

    private RunRecord RecordOf(Caller caller, FinishedRunInput input)
    {
        var now = clock.GetUtcNowMilliseconds();
        var track = input.Markers?.Track ?? Track.Empty;
        var record = RecordOf(
            RunClock.Filed(input.ToRunState(), now), RunLimits.Thin(track), ids.Next(), now, caller.AccountId,
            caller.Username.Display);
        return record with
        {
            End = input.End ?? record.End,
            Name = input.Name?.Trim(),
            Next = track.Count > record.MarkerCount ? track.Count : null,
            Source = RunSource.Upload,
        };
    }

    private static RunRecord RecordOf(
        RunState run, Track track, string id, DateTimeOffset now, string accountId, string username) => new()
        {
            Id = id,
            Type = RunRecord.ItemType,
            AccountId = accountId,
            Username = username,
            Meters = run.Meters,
            Seconds = run.Seconds,
            Start = run.Start,
            SentStart = run.SentStart,
            // A live run of an earlier release may last longer than a calendar holds.
            End = UtcMilliseconds.Truncate(run.Start.AddSeconds(Math.Min(run.Seconds, RunDataInput.MaxAmount))),
            Latitude = run.Latitude,
            Longitude = run.Longitude,
            CoordinateSystem = run.CoordinateSystem,
            TimeZone = run.TimeZone,
            Track = PackedTrack.Of(track),
            MarkerCount = track.Count,
            CreatedAt = now,
        };

    // An upload may come in between: then the newer run data is what gets finished.
    private Task<Result<RunRecord>> FinishLiveAsync(Caller caller, string? key, CancellationToken cancellationToken) =>
        OptimisticConcurrency.RetryAsync<RunRecord>(async () =>
        {
            if (await lives.FindWholeAsync(caller.AccountId, cancellationToken) is not { } whole)
                return new Conflict(Messages.NoRunToFinish);
            var record = RecordOf(whole, ids.Next(), clock.GetUtcNowMilliseconds()) with
            {
                IdempotencyKey = key,
            };
            return OptimisticConcurrency.Stored(await records.TryStoreAsync(record, whole.Head, cancellationToken));
        });

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
