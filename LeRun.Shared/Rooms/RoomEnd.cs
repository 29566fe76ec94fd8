using LeRun.Runs;

namespace LeRun.Rooms;

/// <summary>Ends rooms, keeping the result of a run.</summary>
public sealed class RoomEnd(RoomStore store, LiveRunStore lives, TimeProvider clock)
{
    /// <summary>How often what changes all the time is tried to be ended.</summary>
    internal const int Tries = 20;

    private static readonly TimeSpan ResultKept = TimeSpan.FromDays(30);

    /// <summary>Ends a room as it was read; false when it changed since. 1 request; 2 where a run was on.</summary>
    public async Task<bool> TryAsync(RunRoom room, CancellationToken cancellationToken) =>
        await TryAsync(room, room.Status == RoomStatus.Running ? await RunsOfAsync(room, cancellationToken) : null, cancellationToken);

    /// <summary>The same, with the live runs at hand. 1 request.</summary>
    public Task<bool> TryAsync(RunRoom room, IReadOnlyDictionary<string, LiveRun>? runs, CancellationToken cancellationToken)
    {
        var ranking = room.Ranking ?? (room.Status == RoomStatus.Running && runs is not null ? Ranking.Of(room, runs) : null);
        return ranking is null ? store.DeleteAsync(room, cancellationToken) : store.ReplaceAsync(ResultOf(room, ranking), cancellationToken);
    }

    /// <summary>The live runs of all who took part. 1 request.</summary>
    public Task<IReadOnlyDictionary<string, LiveRun>> RunsOfAsync(RunRoom room, CancellationToken cancellationToken) =>
        lives.ReadManyAsync(room.Members.Concat(room.Departed.Select(departed => departed.Member)).Select(member => member.Key).Distinct(), cancellationToken);

    private RunRoom ResultOf(RunRoom room, IReadOnlyList<Placing> ranking) => room with
    {
        Type = RunRoom.ResultType,
        Status = RoomStatus.Finished,
        FinishedAt = room.FinishedAt ?? Storage.UtcMilliseconds.Truncate(clock.GetUtcNow()),
        Ranking = ranking,
        Members = [],
        MemberKeys = [.. ranking.Select(runner => runner.AccountId)],
        Departed = [],
        PasswordHash = "",
        Wrong = new Dictionary<string, WrongPasswords>(StringComparer.Ordinal),
        Ttl = (int)ResultKept.TotalSeconds,
    };
}
