using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LeRun.Identity;
using LeRun.Storage;
using LeRun.Localization;

namespace LeRun.Runs;

/// <summary>Live runs and records of runners.</summary>
public sealed class RunService(LiveRunStore lives, RecordStore records, IFellowRunners fellows, IdGenerator ids, TimeProvider clock)
{
    private const string List = "records";
    private const int Tries = 5;

    /// <summary>Replaces the caller's current run, and answers it; the one that stands when a later upload overtook this one.</summary>
    /// <param name="ifMatch">The versions it may replace; null: any, or none.</param>
    public async Task<Result<LiveRun>> PutLiveAsync(Caller caller, RunDataInput? data, IfMatch? ifMatch, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var run = RunDataRules.Check(validation, data, "runData", live: true, clock);
        return validation.Failure is { } invalid ? invalid : await PutLiveAsync(caller, run, ifMatch, cancellationToken);
    }

    /// <summary>Replaces the caller's current run by one that keeps the rules.</summary>
    /// <inheritdoc cref="PutLiveAsync(Caller, RunDataInput?, IfMatch?, CancellationToken)"/>
    public async Task<Result<LiveRun>> PutLiveAsync(Caller caller, RunData run, IfMatch? ifMatch, CancellationToken cancellationToken)
    {
        var live = new LiveRun
        {
            Id = LiveRun.ItemId,
            Type = LiveRun.ItemId,
            Username = caller.Username.Normalized,
            Owner = caller.Username.Display,
            Run = StoredRun.Of(run),
            UpdatedAt = UtcMilliseconds.Truncate(clock.GetUtcNow()),
            Ttl = (int)LiveRunStore.Kept.TotalSeconds,
        };
        if (await lives.PutAsync(live, ifMatch, cancellationToken) is { } tag)
            return live with { ETag = tag };
        if (ifMatch is null && await lives.ReadAsync(caller.Username.Normalized, cancellationToken) is { } later)
            return later;
        return ifMatch is null ? new Conflict(Messages.TryAgain) : new Stale();
    }

    /// <summary>A runner's current run, for the runner and for who runs with them in an open room.</summary>
    public async Task<Result<LiveRun>> GetLiveAsync(Caller caller, string? username, CancellationToken cancellationToken)
    {
        if (!Username.TryParse(username, out var runner))
            return new Forbidden(Messages.NotYours);
        if (runner != caller.Username && !await fellows.ShareOpenRoomAsync(caller.AccountId, runner.Normalized, cancellationToken))
            return new Forbidden(Messages.NotYours);
        return await lives.ReadAsync(runner.Normalized, cancellationToken) is { } live ? live : new NotFound(Messages.NoLiveRun);
    }

    /// <summary>Stores a finished run; the first one stored, when it comes again.</summary>
    /// <param name="data">The run; null finishes the current one.</param>
    /// <param name="field">The request's name for <paramref name="data"/>.</param>
    /// <param name="idempotencyKey">What the phone sends again with a retry, if it does.</param>
    public async Task<Result<RunRecord>> RecordAsync(
        Caller caller, RunDataInput? data, string field, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (idempotencyKey is not null && !(idempotencyKey.Length is > 0 and <= 200 && idempotencyKey.All(c => c is > ' ' and <= '~')))
            return Invalid.Field("Idempotency-Key", Messages.IdempotencyKeyRule);
        if (data is null)
            return await FinishLiveAsync(caller, idempotencyKey, cancellationToken);

        var validation = new Validation();
        var run = RunDataRules.Check(validation, data, field, live: false, clock);
        RunDataRules.CheckFinish(validation, data, field);
        if (validation.Failure is { } invalid)
            return invalid;

        var record = NewRecord(caller, StoredRun.Of(run), data.End, data.Name, idempotencyKey);
        return await records.StoreAsync(record, finished: null, cancellationToken) is { } stored ? stored : new Conflict(Messages.TryAgain);
    }

    /// <summary>The caller's records, newest start first.</summary>
    public async Task<Result<Page<RunRecord>>> ListRecordsAsync(
        Caller caller, string? username, bool markers, PageRequest page, CancellationToken cancellationToken)
    {
        if (!IsSelf(caller, username))
            return new Forbidden(Messages.NotYours);
        DateTimeOffset? before = null;
        if (page.Cursor is { } cursor)
        {
            if (!PageCursor.TryRead(List, cursor, out var key)
                || !long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
                || Math.Abs(milliseconds) > 1L << 45)
            {
                return Invalid.Field("cursor", Messages.BadCursor);
            }

            before = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }

        return await records.ListAsync(
            caller.Username.Normalized, before, page.Limit, markers,
            record => PageCursor.Make(List, record.Start.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)), cancellationToken);
    }

    /// <summary>One of the caller's records, with its markers.</summary>
    public async Task<Result<RunRecord>> GetRecordAsync(Caller caller, string? username, string id, CancellationToken cancellationToken)
    {
        if (!IsSelf(caller, username))
            return new Forbidden(Messages.NotYours);
        return await records.ReadAsync(caller.Username.Normalized, id, cancellationToken) is { } record ? record : new NotFound(Messages.RecordUnknown);
    }

    /// <summary>Removes one of the caller's records and answers it as it was.</summary>
    /// <param name="ifMatch">The versions it may have; null: any.</param>
    public async Task<Result<RunRecord>> DeleteRecordAsync(
        Caller caller, string? username, string id, IfMatch? ifMatch, CancellationToken cancellationToken)
    {
        var found = await GetRecordAsync(caller, username, id, cancellationToken);
        if (!found.TryGet(out var record, out var failure))
            return failure;
        if (ifMatch?.Allows(record.ETag) == false)
            return new Stale();
        return await records.DeleteAsync(record, cancellationToken) ? record : new NotFound(Messages.RecordUnknown);
    }

    // A live upload may come in between: then the newer run data is what gets finished.
    private async Task<Result<RunRecord>> FinishLiveAsync(Caller caller, string? idempotencyKey, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await lives.ReadAsync(caller.Username.Normalized, cancellationToken) is not { } live)
                return new Conflict(Messages.NoRunToFinish);
            var record = NewRecord(caller, live.Run, end: null, name: null, idempotencyKey);
            if (await records.StoreAsync(record, live, cancellationToken) is { } stored)
                return stored;
        }

        return new Conflict(Messages.TryAgain);
    }

    private RunRecord NewRecord(Caller caller, StoredRun run, DateTimeOffset? end, string? name, string? idempotencyKey) => new()
    {
        Id = ids.Next(),
        Type = RunRecord.ItemType,
        Username = caller.Username.Normalized,
        Owner = caller.Username.Display,
        Name = name,
        Meters = run.Meters,
        Seconds = run.Seconds,
        Start = run.Start,
        End = end ?? EndOf(run),
        Track = run.Track,
        MarkerCount = run.Track.Count,
        IdempotencyKey = idempotencyKey is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(idempotencyKey))),
        CreatedAt = UtcMilliseconds.Truncate(clock.GetUtcNow()),
    };

    // Finite seconds may still be more than a calendar holds.
    private static DateTimeOffset EndOf(StoredRun run) =>
        run.Seconds < (DateTimeOffset.MaxValue - run.Start).TotalSeconds - 1
            ? UtcMilliseconds.Truncate(run.Start.AddSeconds(run.Seconds))
            : UtcMilliseconds.Truncate(DateTimeOffset.MaxValue);

    private static bool IsSelf(Caller caller, string? username) => Username.TryParse(username, out var name) && name == caller.Username;
}
