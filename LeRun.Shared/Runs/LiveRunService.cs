using LeRun.Identity;
using LeRun.Localization;
using LeRun.Runs.Tracks;
using LeRun.Storage;

namespace LeRun.Runs;

/// <summary>Uploads of live runs. Costs are in Cosmos requests.</summary>
public sealed class LiveRunService(
    LiveRunStore lives, RecordStore records, RecordCounting counting, UploadMemory memory, IdGenerator ids, TimeProvider clock)
{
    // Shorter than this is no run that anybody would miss.
    private const double RecordedMeters = 100;
    private const double RecordedSeconds = 60;

    /// <summary>
    /// Stores the live run as a whole and returns it; the one that stands if a later upload of the same run came first. Of a
    /// track that goes on where the stored one ends only the rest is written. Fails as <see cref="Stale"/> if no live run is in
    /// an expected version, <see cref="Unauthorized"/> if the caller's token ended before the run began. 1 request in steady
    /// state; another start first makes a record of the run before: 2 to 4.
    /// </summary>
    public async Task<Result<LiveRunSnapshot>> PutAsync(
        Caller caller, LiveRunInput input, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        var upload = NewUpload(input.ToRunState(), from: 0, input.Markers);
        if (!caller.MayUpload(upload.Run.Start))
            return new Unauthorized(Messages.TokenExpired);
        var known = memory.Recall(caller.AccountId);
        if (known is null && expected is null && await TryBeginAsync(caller, upload, cancellationToken) is { } begun)
            return LiveRunSnapshot.Of(begun, upload.Markers);
        // Nearly always the track begins with what this instance last stored of it, and that still stands.
        if (known is not null && !expected.Excludes(known.VersionId) && upload.ContinuesWhole(known)
            && await TryStoreAsync(known, upload, expected, cancellationToken) is { } stored)
        {
            return LiveRunSnapshot.Of(stored, upload.Markers);
        }

        return await OptimisticConcurrency.RetryAsync<LiveRunSnapshot>(async () =>
        {
            var head = await lives.FindAsync(caller.AccountId, cancellationToken);
            if (expected is not null && (head is null || expected.Excludes(head.VersionId)))
                return new Stale();
            if (head?.Run.BeganAt(upload.Run.StartAsSent) != true)
            {
                var begin = LiveRunChange.Begin(caller.AccountId, caller.Username.Display, head, upload);
                return Answer(await TryReplaceAsync(head, upload, begin, cancellationToken));
            }

            if (upload.ContinuesWhole(head) && LiveRunChange.Append(head, upload) is { } change)
                return Answer(await TryCommitAsync(change, cancellationToken));
            if (await lives.FindWholeAsync(caller.AccountId, cancellationToken) is not { } whole || whole.Head.ETag != head.ETag)
                return null;
            return upload.Run.Seconds < head.Run.Seconds
                ? LiveRunSnapshot.Of(whole).ForRunner()
                : Answer(await TryCommitAsync(LiveRunChange.Rewrite(whole, upload), cancellationToken));
        });

        Result<LiveRunSnapshot>? Answer(LiveRun? stored) =>
            OptimisticConcurrency.Stored(stored is null ? null : LiveRunSnapshot.Of(stored, upload.Markers));
    }

    /// <summary>
    /// Adds markers to the live run, or begins it. What overlaps is not written again; beyond a gap only the position and the
    /// totals are taken. Fails as <see cref="OtherRun"/> while another device uploads another run, <see cref="Unauthorized"/> if
    /// the caller's token ended before the run began. 1 request in steady state.
    /// </summary>
    /// <returns>The head of the live run: its <see cref="LiveRun.Next"/> says where to go on.</returns>
    public async Task<Result<LiveRun>> AppendAsync(
        Caller caller, AppendRunDataRequest request, CancellationToken cancellationToken)
    {
        var upload = NewUpload(request.ToRunState(), request.From!.Value, request.Markers) with { Device = request.Device };
        if (!caller.MayUpload(upload.Run.Start))
            return new Unauthorized(Messages.TokenExpired);
        if (await TryAppendAsync(caller, upload, cancellationToken) is { } appended)
            return appended;

        return await OptimisticConcurrency.RetryAsync<LiveRun>(async () =>
        {
            var head = await lives.FindAsync(caller.AccountId, cancellationToken);
            if (head?.Run.BeganAt(upload.Run.StartAsSent) == true)
            {
                if (LiveRunChange.MustThin(head, upload))
                    return await ThinAsync(caller, cancellationToken);
                if (LiveRunChange.Append(head, upload) is not { } change)
                    return head;
                return OptimisticConcurrency.Stored(await TryCommitAsync(change, cancellationToken));
            }

            if (head is not null && request.Takeover != true && upload.IsOverruledBy(head))
                return new OtherRun(new CurrentRun(head.Run.Start, head.UpdatedAt, head.Device));
            if (upload.From > 0 && await TryResumeAsync(caller, head, upload, cancellationToken))
                return null;
            var begin = LiveRunChange.Begin(caller.AccountId, caller.Username.Display, head, upload);
            return OptimisticConcurrency.Stored(await TryReplaceAsync(head, upload, begin, cancellationToken));
        });
    }

    /// <summary>
    /// Drops the caller's live run and returns what it was. Fails as <see cref="NotFound"/> if there is none. 2 requests.
    /// </summary>
    public Task<Result<LiveRunSnapshot>> DropAsync(Caller caller, CancellationToken cancellationToken) =>
        OptimisticConcurrency.RetryAsync<LiveRunSnapshot>(async () =>
        {
            if (await lives.FindAsync(caller.AccountId, cancellationToken) is not { } head)
                return new NotFound(Messages.NoLiveRun);
            return OptimisticConcurrency.Stored(await lives.TryDropAsync(head, cancellationToken)
                ? new LiveRunSnapshot(head, Markers: null).ForRunner()
                : null);
        });

    private RunUpload NewUpload(RunState run, int from, TrackInput? markers)
    {
        var now = clock.GetUtcNowMilliseconds();
        return new RunUpload(RunClock.Filed(run, now), from, markers?.Track ?? Track.Empty)
        {
            VersionId = ids.Next(),
            ReceivedAt = now,
        };
    }

    // Null unless the upload goes on where the stored markers end, or begins a runner's first run.
    private async Task<LiveRun?> TryAppendAsync(Caller caller, RunUpload upload, CancellationToken cancellationToken)
    {
        var known = memory.Recall(caller.AccountId);
        if (known is null && upload.From == 0 && await TryBeginAsync(caller, upload, cancellationToken) is { } begun)
            return begun;
        if (known is not null && known.Run.BeganAt(upload.Run.StartAsSent) && known.Next == upload.From
            && upload.Run.Seconds >= known.Run.Seconds && !LiveRunChange.MustThin(known, upload))
        {
            return await TryStoreAsync(known, upload, expected: null, cancellationToken);
        }

        // Another instance may have taken the upload before.
        if (upload.Run.SentStart is not null || await lives.TryAppendAsync(
            caller.AccountId, upload, block: null, before: null, hash: null, expected: null, cancellationToken) is null)
        {
            return null;
        }

        memory.Forget(caller.AccountId);
        // As much of the head as the response to the upload shows.
        var head = LiveRunChange.Begin(caller.AccountId, caller.Username.Display, before: null, upload).Head;
        return head with { Next = upload.To };
    }

    // Stores an upload that goes on where a live run ends, as it was when it was last written or read.
    private async Task<LiveRun?> TryStoreAsync(
        LiveRun known, RunUpload upload, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (LiveRunChange.Append(known, upload) is not { } change)
            return null;
        // The start of a wrong clock is not that which the run is filed under.
        if (!change.IsPlain || known.Run.SentStart is not null)
            return await TryCommitAsync(change, cancellationToken);
        var rest = upload.After(known.Next);
        var etag = await lives.TryAppendAsync(
            known.AccountId, rest, rest.Markers.Count == 0 ? null : change.Head.Tail[^1], known.Hash, change.Head.Hash, expected,
            cancellationToken);
        if (etag is null)
            return null;
        var stored = change.Head with { ETag = etag };
        memory.Remember(stored);
        return stored;
    }

    private async Task<LiveRun?> TryBeginAsync(Caller caller, RunUpload upload, CancellationToken cancellationToken) =>
        await TryCommitAsync(
            LiveRunChange.Begin(caller.AccountId, caller.Username.Display, before: null, upload), cancellationToken);

    // Another run takes the place of the one before, which becomes a record if it is long enough to be missed and is none yet.
    private async Task<LiveRun?> TryReplaceAsync(
        LiveRun? before, RunUpload upload, LiveRunChange change, CancellationToken cancellationToken)
    {
        if (before is not { RecordId: null, Run: { Meters: >= RecordedMeters, Seconds: >= RecordedSeconds } })
            return await TryCommitAsync(change, cancellationToken);
        var scene = await records.ReadSceneAsync(
            before.AccountId, RunnerScene.DaysAround(before.Run.Start), before.Run.Starts, idempotencyKey: null,
            cancellationToken);
        if (scene.Live is not { } whole || whole.Head.ETag != before.ETag)
            return null;

        // There may be a record: the runner's own, or the server's of the same run before it went on.
        var record = RecordCreation.RecordOf(whole, ids.Next(), upload.ReceivedAt) with { EndedByServer = true };
        var earlier = scene.Earlier;
        var write = earlier is null ? counting.Count(record with { Visibility = scene.Privacy.DefaultVisibility }, scene)
            : earlier.EndedByServer && record.Seconds > earlier.Seconds
                ? counting.Count(earlier.ReplacedBy(record), scene, earlier)
                : null;
        return await TryCommitAsync(change with { Record = write }, cancellationToken);
    }

    // The server took the run for ended and made a record of it; the phone sends only what came after.
    private async Task<bool> TryResumeAsync(
        Caller caller, LiveRun? before, RunUpload upload, CancellationToken cancellationToken)
    {
        var record = await records.FindByStartAsync(caller.AccountId, upload.Run.StartAsSent, cancellationToken);
        if (record is not { EndedByServer: true })
            return false;
        var resume = LiveRunChange.Resume(caller.AccountId, caller.Username.Display, before, upload, record);
        return await TryReplaceAsync(before, upload, resume, cancellationToken) is not null;
    }

    private async Task<LiveRun?> TryCommitAsync(LiveRunChange change, CancellationToken cancellationToken)
    {
        var stored = await lives.CommitAsync(change, cancellationToken);
        if (stored is not null)
            memory.Remember(stored);
        return stored;
    }

    // Rare, and followed by another attempt to store the upload.
    private async Task<Result<LiveRun>?> ThinAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (await lives.FindWholeAsync(caller.AccountId, cancellationToken) is { } whole)
            await TryCommitAsync(LiveRunChange.Thin(whole), cancellationToken);
        return null;
    }
}
