using System.Security.Cryptography;
using System.Text;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Runs.Files;
using LeRun.Runs.Tracks;
using LeRun.Storage;

namespace LeRun.Runs;

/// <summary>Makes records of runs that are over. Costs are in Cosmos requests.</summary>
public sealed class RecordCreation(
    RecordStore records, RecordCounting counting, UploadMemory memory, IdGenerator ids, TimeProvider clock)
{
    /// <summary>
    /// Stores a finished run and returns its record; the first one stored, if the same run or request comes again. Fails as
    /// <see cref="Invalid"/> for a bad key, <see cref="Conflict"/> if there is no live run to finish,
    /// <see cref="Unauthorized"/> if the caller's token ended before the run began. 2 requests; 1 for a
    /// repeated run.
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

        var sent = RecordOf(caller, input) with { IdempotencyKey = key };
        if (!caller.MayUpload(sent.Start))
            return new Unauthorized(Messages.TokenExpired);
        return await StoreAsync(sent, cancellationToken);
    }

    /// <summary>Stores a record that lacks only what it is counted into; the first one stored, if the run comes again.</summary>
    internal Task<Result<RunRecord>> StoreAsync(RunRecord sent, CancellationToken cancellationToken) =>
        OptimisticConcurrency.RetryAsync<RunRecord>(async () =>
        {
            var scene = await ReadSceneAsync(sent, cancellationToken);
            // Of a run that was uploaded live, the uploads tell how it went where its markers have no times.
            var live = scene.Live is { } whole && sent.Starts.Any(whole.Head.Run.BeganAt) ? whole : null;
            var record = live is null ? sent : sent with { Samples = RunLimits.Thin(live.Samples) };
            return await TryStoreAsync(record, scene, live?.Head, cancellationToken);
        });

    /// <summary>What <see cref="StoreAsync(RunRecord, CancellationToken)"/> would return; nothing is stored.</summary>
    internal async Task<Result<RunRecord>> PreviewAsync(RunRecord sent, CancellationToken cancellationToken)
    {
        var scene = await ReadSceneAsync(sent, cancellationToken);
        return scene.Earlier
            ?? counting.Count(sent with { Visibility = scene.Privacy.DefaultVisibility }, scene)?.Record
            ?? sent;
    }

    /// <summary>The record of a file's run.</summary>
    /// <param name="caller">The runner.</param>
    /// <param name="run">The run.</param>
    /// <param name="coordinateSystem">The system of its positions.</param>
    internal RunRecord RecordOf(Caller caller, ReadRun run, string coordinateSystem)
    {
        var track = run.Track;
        var last = track.Count == 0 ? null : track[track.Count - 1];
        var state = new RunState(run.Meters, run.Seconds, last?.Latitude, last?.Longitude, Running: false, run.Start)
        {
            OffsetMinutes = run.Start.Offset == TimeSpan.Zero ? null : (int)run.Start.Offset.TotalMinutes,
            CoordinateSystem = coordinateSystem,
        };
        return RecordOf(state, track, ids.Next(), clock.GetUtcNowMilliseconds(), caller.AccountId, caller.Username.Display) with
        {
            Name = run.Name,
            Kind = run.IsWalk ? RunKind.Walk : track.Count == 0 ? RunKind.Treadmill : RunKind.Run,
            Source = run.Source,
        };
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
            OffsetMinutes = run.OffsetMinutes,
            CoordinateSystem = run.CoordinateSystem,
            TimeZone = run.TimeZone,
            Track = PackedTrack.Of(track),
            MarkerCount = track.Count,
            CreatedAt = now,
        };

    // An upload may come in between: then the newer run data is what gets finished.
    private Task<Result<RunRecord>> FinishLiveAsync(Caller caller, string? key, CancellationToken cancellationToken)
    {
        // Which month it counts in, only the live run tells; it is nearly always the one that was just uploaded, or began today.
        var known = memory.Recall(caller.AccountId)?.Run;
        var (start, starts) = (known?.Start ?? clock.GetUtcNow(), known?.Starts ?? []);
        return OptimisticConcurrency.RetryAsync<RunRecord>(async () =>
        {
            var scene = await records.ReadSceneAsync(
                caller.AccountId, RunnerScene.DaysAround(start), starts, key, cancellationToken);
            if (scene.Live is not { } whole)
                return new Conflict(Messages.NoRunToFinish);
            var run = whole.Head.Run;
            if (!caller.MayUpload(run.Start))
                return new Unauthorized(Messages.TokenExpired);
            if (!run.Starts.SequenceEqual(starts))
            {
                (start, starts) = (run.Start, run.Starts);
                scene = await records.ReadSceneAsync(
                    caller.AccountId, RunnerScene.DaysAround(start), starts, key, cancellationToken);
                if (scene.Live?.Head.ETag != whole.Head.ETag)
                    return null;
            }

            var record = RecordOf(whole, ids.Next(), clock.GetUtcNowMilliseconds()) with { IdempotencyKey = key };
            return await TryStoreAsync(record, scene, whole.Head, cancellationToken);
        });
    }

    private Task<RunnerScene> ReadSceneAsync(RunRecord record, CancellationToken cancellationToken) => records.ReadSceneAsync(
        record.AccountId, RunnerScene.DaysAround(record.Start), record.Starts, record.IdempotencyKey, cancellationToken);

    // A repeated run or request has its record. One that the server made gives way to the runner's own.
    private async Task<Result<RunRecord>?> TryStoreAsync(
        RunRecord record, RunnerScene scene, LiveRun? finished, CancellationToken cancellationToken)
    {
        if (scene.Earlier is { } earlier && !(earlier.EndedByServer && record.Seconds >= earlier.Seconds))
            return earlier;
        var write = scene.Earlier is { } replaced
            ? counting.Count(replaced.ReplacedBy(record), scene, replaced)
            : counting.Count(record with { Visibility = scene.Privacy.DefaultVisibility }, scene);
        return write is null
            ? null
            : OptimisticConcurrency.Stored(await records.TryStoreAsync(write, finished, cancellationToken));
    }

    private static bool IsIdempotencyKey(string text) => text.Length is > 0 and <= 200 && text.All(c => c is > ' ' and <= '~');
}
