using System.Text.Json.Serialization;
using LeRun.Runs;

namespace LeRun.Rooms;

/// <summary>A runner's place in the result of a room. It holds no position.</summary>
/// <param name="Rank">From 1; null for a member without a run in the room.</param>
/// <param name="AccountId">The runner's account id.</param>
/// <param name="Username">The runner's username when they joined.</param>
/// <param name="Nickname">The runner's nickname then.</param>
/// <param name="Picture">The hash of the runner's picture then; null: they had none.</param>
/// <param name="Meters">How far they ran, in metres.</param>
/// <param name="Seconds">How long they ran, in seconds.</param>
/// <param name="Finished">Whether they ran the target distance; without a target, whether they ran at all.</param>
/// <param name="TargetSeconds">
/// Seconds over the target distance at the runner's average pace; null without a target, or short of it.
/// </param>
/// <param name="GapSeconds">How many <paramref name="TargetSeconds"/> behind the winner; null without.</param>
/// <param name="GapMeters">
/// Metres behind the longest distance, or short of the target; null for those who ran it, or did not run.
/// </param>
public sealed record RankedRunner(
    int? Rank,
    [property: JsonPropertyName("uid")] string AccountId,
    string Username,
    string Nickname,
    string? Picture,
    double Meters,
    double Seconds,
    bool Finished,
    double? TargetSeconds,
    double? GapSeconds,
    double? GapMeters);

/// <summary>
/// Ranks the runners of a room: by the time over its target distance, then by distance; without a target by distance alone.
/// </summary>
public static class RoomRanking
{
    /// <summary>The ranking of a room whose run is over, best first; null if nobody ran.</summary>
    /// <param name="room">The room with its members and former members.</param>
    /// <param name="lives">Their live runs, by account id.</param>
    public static IReadOnlyList<RankedRunner>? Of(RunRoom room, IReadOnlyDictionary<string, LiveRun> lives)
    {
        var target = room.TargetMeters > 0 ? room.TargetMeters : (double?)null;
        var runners = Participants(room)
            .Select(runner => (runner.Member, Run: RunOf(room, runner, lives)))
            .OrderBy(runner => runner.Run is null)
            .ThenBy(runner => runner.Run is { } run ? TargetSeconds(run, target) ?? double.PositiveInfinity : 0)
            .ThenByDescending(runner => runner.Run?.Meters)
            .ThenBy(runner => runner.Run?.Seconds)
            .ToList();
        if (runners[0].Run is not { } first)
            return null;

        return [.. runners.Select((runner, index) => Place(runner.Member, runner.Run, first, index + 1, target))];
    }

    // Of an account that left and joined again, the latest membership counts.
    private static IEnumerable<FormerMember> Participants(RunRoom room) =>
        room.Members.Select(member => new FormerMember(member, DateTimeOffset.MaxValue))
            .Concat(room.FormerMembers.Reverse())
            .DistinctBy(runner => runner.Member.AccountId);

    // Only uploads made during both the run and the membership count.
    private static RunState? RunOf(RunRoom room, FormerMember runner, IReadOnlyDictionary<string, LiveRun> lives)
    {
        var from = room.StartedAt ?? room.CreatedAt;
        return lives.TryGetValue(runner.Member.AccountId, out var live)
            && live.UpdatedAt >= from && live.UpdatedAt >= runner.Member.JoinedAt
            && live.UpdatedAt <= runner.LeftAt && !(live.UpdatedAt > room.FinishedAt)
                ? live.Run
                : null;
    }

    private static RankedRunner Place(RoomMember member, RunState? run, RunState first, int rank, double? target)
    {
        var seconds = run is null ? null : TargetSeconds(run, target);
        return new RankedRunner(
            run is null ? null : rank, member.AccountId, member.Username, member.Nickname, member.Picture,
            Meters: run?.Meters ?? 0,
            Seconds: run?.Seconds ?? 0,
            Finished: run is not null && (target is null || seconds is not null),
            TargetSeconds: seconds,
            GapSeconds: seconds - TargetSeconds(first, target),
            GapMeters: run is null || seconds is not null ? null : (target ?? first.Meters) - run.Meters);
    }

    private static double? TargetSeconds(RunState run, double? target) =>
        run.Meters >= target ? run.Seconds * (target / run.Meters) : null;
}
