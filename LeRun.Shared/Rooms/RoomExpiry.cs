using LeRun.Storage;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeRun.Rooms;

/// <summary>Removes rooms in which nothing happens any more.</summary>
public sealed partial class RoomExpiry(RoomStore store, RoomEnd end, IOptions<RoomSettings> settings, TimeProvider clock, ILogger<RoomExpiry> logger)
{
    // What is left waits for the next tick: those looked at are gone by then, or no longer quiet.
    private const int RoomsATick = 200;

    private enum Outcome
    {
        Removed,
        Active,
        ChangedMeanwhile,
        Failed,
    }

    /// <summary>
    /// Ends rooms without activity for the time of the settings. 1 query, and 2 requests a room: its members' live runs at once,
    /// then a write that holds only if the room is still as it was found, so that a join in between, or another instance of
    /// this, makes it do nothing.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var cutoff = clock.GetUtcNow() - TimeSpan.FromMinutes(settings.Value.IdleMinutes);
        var quiet = await store.ListQuietAsync(cutoff, RoomsATick, cancellationToken);
        var outcomes = new List<Outcome>();
        foreach (var room in quiet)
            outcomes.Add(await TryExpireAsync(room, cutoff, cancellationToken));

        Log.Expired(
            logger, Count(Outcome.Removed), Count(Outcome.Active), Count(Outcome.ChangedMeanwhile), Count(Outcome.Failed), quiet.Count == RoomsATick);

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
            Log.Failed(logger, exception, room.Uid);
            return Outcome.Failed;
        }
    }

    private async Task<Outcome> ExpireAsync(RunRoom room, DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        var runs = await end.RunsOfAsync(room, cancellationToken);
        var uploads = room.Members.Where(member => runs.ContainsKey(member.Key)).Select(member => runs[member.Key].UpdatedAt);
        if (uploads.Order().LastOrDefault() is var last && last > cutoff)
        {
            // Noted in the room, so that the next ticks need not look again, and its time to live begins anew.
            await store.PatchAsync(room.Id, "true", [PatchOperation.Set("/activeAt", UtcMilliseconds.Truncate(last))], cancellationToken, room.ETag);
            return Outcome.Active;
        }

        return await end.TryAsync(room, runs, cancellationToken) ? Outcome.Removed : Outcome.ChangedMeanwhile;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information,
            "Quiet rooms: {Removed} removed, {Active} in use, {Changed} changed meanwhile, {Failed} failed; more are waiting: {More}.")]
        public static partial void Expired(ILogger logger, int removed, int active, int changed, int failed, bool more);

        [LoggerMessage(2, LogLevel.Warning, "Room {Uid} could not be expired; the next tick tries again.")]
        public static partial void Failed(ILogger logger, Exception exception, string uid);
    }
}
