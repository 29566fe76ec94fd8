using System.Text.Json.Serialization;
using LeRun.Runs;

namespace LeRun.Rooms;

/// <summary>How a runner came in. Small, and without any position.</summary>
/// <param name="Rank">From 1; null for who ran nothing while the room's run was on.</param>
/// <param name="Finished">Ran the target distance; where none was set, ran at all.</param>
/// <param name="TargetSeconds">The time over the target distance at the runner's own pace; null without a target, or short of it.</param>
/// <param name="GapSeconds">Behind the winner's <paramref name="TargetSeconds"/>; null where there is none.</param>
/// <param name="GapMeters">Behind the longest distance, or short of the target; null for who ran it, or nothing.</param>
public sealed record Placing(
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
/// Ranks the runners of a room: by the time over its target distance, then by distance; by distance alone where no target is set.
/// </summary>
public static class Ranking
{
    /// <summary>The ranking of a room whose run is over; null when nobody ran.</summary>
    /// <param name="lives">The live runs of its members and of who left, by the keys of their usernames.</param>
    public static IReadOnlyList<Placing>? Of(RunRoom room, IReadOnlyDictionary<string, LiveRun> lives)
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

    private static IEnumerable<DepartedMember> Participants(RunRoom room) =>
        room.Members.Select(member => new DepartedMember(member, DateTimeOffset.MaxValue))
            .Concat(room.Departed.Reverse())
            .DistinctBy(runner => runner.Member.AccountId);

    // What was uploaded before the run, before the runner joined or after they left is none of the room's.
    private static StoredRun? RunOf(RunRoom room, DepartedMember runner, IReadOnlyDictionary<string, LiveRun> lives)
    {
        var from = room.StartedAt ?? room.CreatedAt;
        return lives.TryGetValue(runner.Member.Key, out var live)
            && live.UpdatedAt >= from && live.UpdatedAt >= runner.Member.JoinedAt && live.UpdatedAt <= runner.LeftAt && !(live.UpdatedAt > room.FinishedAt)
                ? live.Run
                : null;
    }

    private static Placing Place(RoomMember member, StoredRun? run, StoredRun first, int rank, double? target)
    {
        var seconds = run is null ? null : TargetSeconds(run, target);
        return new Placing(
            run is null ? null : rank, member.AccountId, member.Username, member.Nickname, member.Picture, run?.Meters ?? 0, run?.Seconds ?? 0,
            Finished: run is not null && (target is null || seconds is not null),
            TargetSeconds: seconds,
            GapSeconds: seconds - TargetSeconds(first, target),
            GapMeters: run is null || seconds is not null ? null : (target ?? first.Meters) - run.Meters);
    }

    private static double? TargetSeconds(StoredRun run, double? target) => run.Meters >= target ? run.Seconds * (target / run.Meters) : null;
}
