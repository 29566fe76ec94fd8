using LeRun.Runs;
using LeRun.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeRun.Rooms;

/// <summary>Ends rooms in which nothing happens any more.</summary>
public sealed partial class RoomExpiry(
    RoomStore store, RoomEnding ending, IOptions<RoomSettings> settings, TimeProvider clock, ILogger<RoomExpiry> logger)
{
    // The rest waits for the next tick: those looked at are gone by then, or no longer quiet.
    private const int RoomsATick = 200;

    private enum Outcome
    {
        Removed,
        Active,
        ChangedMeanwhile,
        Failed,
    }

    /// <summary>
    /// Ends rooms that were without activity for the time of the settings. 1 query, and 2 requests a room: its members' live runs
    /// at once, then a write on condition that the room is as it was found. So a join in between, or another instance of this
    /// timer, makes it do nothing.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var cutoff = clock.GetUtcNowMilliseconds() - TimeSpan.FromMinutes(settings.Value.IdleMinutes);
        var quiet = await store.ListQuietAsync(cutoff, RoomsATick, cancellationToken);
        var outcomes = new List<Outcome>();
        foreach (var room in quiet)
            outcomes.Add(await TryExpireAsync(room, cutoff, cancellationToken));

        Log.Expired(
            logger, Count(Outcome.Removed), Count(Outcome.Active), Count(Outcome.ChangedMeanwhile), Count(Outcome.Failed),
            quiet.Count == RoomsATick);

        int Count(Outcome wanted) => outcomes.Count(outcome => outcome == wanted);
    }

    private async Task<Outcome> TryExpireAsync(RunRoom room, DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        try
        {
            return await ExpireAsync(room, cutoff, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, exception, room.RoomId);
            return Outcome.Failed;
        }
    }

    private async Task<Outcome> ExpireAsync(RunRoom room, DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        var runs = await ending.ReadRunsAsync(room, cancellationToken);
        var uploads = room.Members.Where(member => runs.ContainsKey(member.AccountId))
            .Select(member => runs[member.AccountId].UpdatedAt);
        if (uploads.Order().LastOrDefault() is var last && last > cutoff)
        {
            // Noted in the room, so that the next ticks need not look again; the write also renews its time to live.
            await store.TryTouchAsync(room, last, cancellationToken);
            return Outcome.Active;
        }

        return await ending.TryEndAsync(room, runs, cancellationToken) ? Outcome.Removed : Outcome.ChangedMeanwhile;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information,
            "Quiet rooms: {Removed} removed, {Active} in use, {Changed} changed meanwhile, {Failed} failed; "
            + "more are waiting: {More}.")]
        public static partial void Expired(ILogger logger, int removed, int active, int changed, int failed, bool more);

        [LoggerMessage(2, LogLevel.Warning, "Room {RoomId} could not be expired; the next tick tries again.")]
        public static partial void Failed(ILogger logger, Exception exception, string roomId);
    }
}

/// <summary>Ends rooms: a run leaves its result, anything else leaves nothing. Costs are in Cosmos requests.</summary>
public sealed class RoomEnding(RoomStore store, LiveRunStore lives, TimeProvider clock)
{
    /// <summary>Ends a room as it was read; false if it changed since. 1 request, 2 if a run was on.</summary>
    public async Task<bool> TryEndAsync(RunRoom room, CancellationToken cancellationToken)
    {
        var runs = room.Status == RoomStatus.Running ? await ReadRunsAsync(room, cancellationToken) : null;
        return await TryEndAsync(room, runs, cancellationToken);
    }

    /// <summary>The same with its live runs at hand. 1 request.</summary>
    public Task<bool> TryEndAsync(RunRoom room, IReadOnlyDictionary<string, LiveRun>? runs, CancellationToken cancellationToken)
    {
        var ranking = room.Ranking ?? (room.Status == RoomStatus.Running && runs is not null ? RoomRanking.Of(room, runs) : null);
        return ranking is null
            ? store.TryDeleteAsync(room, cancellationToken)
            : store.TryReplaceAsync(room.ToResult(ranking, clock.GetUtcNowMilliseconds()), cancellationToken);
    }

    /// <summary>The live runs of members and former members, by account id. 1 request.</summary>
    public Task<IReadOnlyDictionary<string, LiveRun>> ReadRunsAsync(RunRoom room, CancellationToken cancellationToken)
    {
        var runners = room.Members.Concat(room.FormerMembers.Select(former => former.Member));
        return lives.ReadManyAsync(
            runners.Select(runner => runner.AccountId).Distinct(), clock.GetUtcNow() - LiveRun.ShownToFellows, cancellationToken);
    }
}
