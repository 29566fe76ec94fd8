using LeRun.Runs;
using LeRun.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeRun.Rooms;

/// <summary>Ends rooms in which nothing happens any more.</summary>
public sealed partial class RoomExpiry(
    RoomStore store, RoomEnding ending, IOptions<RoomSettings> settings, TimeProvider clock, ILogger<RoomExpiry> logger)
{
    private const int RoomsAStep = 200;

    // A tick comes every five minutes, and the Functions host ends whatever runs for longer.
    private static readonly TimeSpan TimeATick = TimeSpan.FromMinutes(4);

    private enum Outcome
    {
        Removed,
        Active,
        ChangedMeanwhile,
        Failed,
    }

    /// <summary>
    /// Ends rooms that were without activity for the time of the settings, the longest quiet first, until there are no more or
    /// the tick's time is up; the rest is the next tick's. 1 query for 200 rooms, and 2 requests a room: its members' live runs
    /// at once, then a write on condition that the room is as it was found. So a join in between, or another instance of this
    /// timer, makes it do nothing.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetUtcNowMilliseconds();
        var cutoff = began - TimeSpan.FromMinutes(settings.Value.IdleMinutes);
        var outcomes = new List<Outcome>();
        // Rooms that stay as they are. All others are gone or no longer quiet, so that the next query goes on behind them.
        var left = new HashSet<string>(StringComparer.Ordinal);
        bool more;
        do
        {
            var quiet = await store.ListQuietAsync(cutoff, RoomsAStep, cancellationToken);
            var untried = quiet.Where(room => !left.Contains(room.RoomId)).ToList();
            more = untried.Count > 0 && quiet.Count == RoomsAStep;
            foreach (var room in untried)
            {
                if (IsTimeUp())
                {
                    more = true;
                    break;
                }

                var outcome = await TryExpireAsync(room, cutoff, cancellationToken);
                outcomes.Add(outcome);
                if (outcome is Outcome.ChangedMeanwhile or Outcome.Failed)
                    left.Add(room.RoomId);
            }
        }
        while (more && !IsTimeUp());

        Log.Expired(
            logger, Count(Outcome.Removed), Count(Outcome.Active), Count(Outcome.ChangedMeanwhile), Count(Outcome.Failed), more);

        bool IsTimeUp() => clock.GetUtcNow() - began >= TimeATick;

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

        return await ending.TryEndAsync(room, runs, end: null, cancellationToken) ? Outcome.Removed : Outcome.ChangedMeanwhile;
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

/// <summary>
/// Ends rooms: a run leaves its result, anything else leaves nothing after some minutes. Costs are in Cosmos requests.
/// </summary>
public sealed class RoomEnding(RoomStore store, LiveRunStore lives, TimeProvider clock)
{
    /// <summary>Ends a room as it was read; false if it changed since. 1 request, 2 if a run was on.</summary>
    /// <param name="end">Who asked for it; null: nobody who might ask again.</param>
    public async Task<bool> TryEndAsync(RunRoom room, RoomEnd? end, CancellationToken cancellationToken)
    {
        var runs = room.Status == RoomStatus.Running ? await ReadRunsAsync(room, cancellationToken) : null;
        return await TryEndAsync(room, runs, end, cancellationToken);
    }

    /// <summary>The same with its live runs at hand. 1 request.</summary>
    public Task<bool> TryEndAsync(
        RunRoom room, IReadOnlyDictionary<string, LiveRun>? runs, RoomEnd? end, CancellationToken cancellationToken)
    {
        var ranking = room.Ranking ?? (room.Status == RoomStatus.Running && runs is not null ? RoomRanking.Of(room, runs) : null);
        if (ranking is not null)
            return store.TryReplaceAsync(room.ToResult(ranking, end, clock.GetUtcNowMilliseconds()), cancellationToken);
        return end is null
            ? store.TryDeleteAsync(room, cancellationToken)
            : store.TryReplaceAsync(room.ToEnded(end), cancellationToken);
    }

    /// <summary>The live runs of members and former members, by account id. 1 request.</summary>
    public Task<IReadOnlyDictionary<string, LiveRun>> ReadRunsAsync(RunRoom room, CancellationToken cancellationToken)
    {
        var runners = room.Members.Concat(room.FormerMembers.Select(former => former.Member));
        return lives.ReadManyAsync(
            runners.Select(runner => runner.AccountId).Distinct(), clock.GetUtcNow() - LiveRun.ShownToFellows, cancellationToken);
    }
}
