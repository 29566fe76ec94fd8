using System.Globalization;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Runs;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Rooms;

/// <summary>Changes of a room by its host, and of members' own run data by each.</summary>
public sealed class RoomUpdates(RoomStore store, RoomEnd end, RunService runs, RoomPasswords passwords, TimeProvider clock)
{
    private const int Tries = 20;

    /// <summary>Changes what is given. 1 request, and 1 more for run data; 2 more for the update that finishes the run.</summary>
    /// <param name="run">The caller's own run data; null: none came.</param>
    /// <returns>The room with the caller's own live run.</returns>
    public async Task<Result<LiveRoom>> UpdateAsync(
        Caller caller, long number, RoomInput input, LiveRunInput? run, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (RoomRules.IdOf(number) is not { } id)
            return RoomService.Unknown;
        var validation = new Validation();
        RoomRules.Check(validation, input);
        if (validation.Failure is { } invalid)
            return invalid;
        if (run is not null && runs.CheckStart(run, "runData") is { } ahead)
            return ahead;

        var changed = input.Given.Count == 0
            ? await TouchAsync(caller, id, expected, cancellationToken)
            : await ChangeAsync(caller, id, input, expected, cancellationToken);
        if (!changed.TryGet(out var room, out var failure))
            return failure;
        if (run is null)
            return LiveRoom.Changed(room, own: null);
        return (await runs.PutLiveAsync(caller, run, expected: null, cancellationToken)).Map(live => LiveRoom.Changed(room, live));
    }

    // The room notes that it was used, so that its expiry, which may just have found it idle, lets it be. Its version stays:
    // nothing of it changed for those who watch.
    private async Task<Result<RunRoom>> TouchAsync(Caller caller, string id, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var touched = await store.PatchAsync(
                id,
                $"ARRAY_CONTAINS(c.memberKeys, \"{caller.AccountId}\") AND {ItemVersion.Condition(expected, "c.uid")}",
                [PatchOperation.Set("/activeAt", UtcMilliseconds.Truncate(clock.GetUtcNow()))],
                cancellationToken);
            if (touched is not null)
                return touched;
            if (await store.ReadRoomAsync(id, cancellationToken) is not { } room)
                return RoomService.Unknown;
            if (!room.Has(caller.AccountId))
                return new Forbidden(Messages.MembersOnly);
            if (expected.Excludes(room.VersionId))
                return new Stale();
        }

        return new Conflict(Messages.TryAgain);
    }

    // Nearly always the host asks for what is allowed: the first try says so without reading the room. Not so the end of the
    // run, whose result takes its members.
    private async Task<Result<RunRoom>> ChangeAsync(Caller caller, string id, RoomInput input, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        RunRoom? room = null;
        for (var tries = 0; tries < Tries; tries++)
        {
            if (tries > 0 || input.Status == RoomStatus.Finished)
            {
                room = await store.ReadRoomAsync(id, cancellationToken);
                if (room is null)
                    return RoomService.Unknown;
                if (Refusal(room, caller, input, expected) is { } refusal)
                    return refusal;
                if (room.IsFinished)
                    return room;
            }

            var condition = $"c.memberKeys[0] = \"{caller.AccountId}\" AND {StatusAllows(input, room)} AND {ItemVersion.Condition(expected, "c.uid")}"
                + (input.Capacity is { } capacity ? string.Create(CultureInfo.InvariantCulture, $" AND ARRAY_LENGTH(c.members) <= {capacity}") : "");
            if (await store.PatchAsync(id, condition, await OperationsAsync(id, input, room, cancellationToken), cancellationToken) is { } changed)
                return changed;
        }

        return new Conflict(Messages.TryAgain);
    }

    private static Failure? Refusal(RunRoom room, Caller caller, RoomInput input, ExpectedVersion? expected)
    {
        if (!room.Has(caller.AccountId))
            return new Forbidden(Messages.MembersOnly);
        if (!room.IsHost(caller.AccountId))
            return new Forbidden(Messages.HostsFields(string.Join(", ", input.Given)));
        if (expected.Excludes(room.VersionId))
            return new Stale();
        if (room.IsFinished)
            return input is { Status: RoomStatus.Finished, Given.Count: 1 } ? null : new Conflict(Messages.RoomFinished);
        if (input.Status == RoomStatus.Waiting && room.Status == RoomStatus.Running)
            return new Conflict(Messages.RoomStarted);
        return input.Capacity < room.Members.Count ? new Conflict(Messages.CapacityBelowMembers(room.Members.Count)) : null;
    }

    private static string StatusAllows(RoomInput input, RunRoom? room) => (input.Status, room) switch
    {
        (RoomStatus.Finished, { } known) => string.Create(CultureInfo.InvariantCulture, $"c.version = {known.Version}"),
        (not null, { } known) => $"c.status = \"{known.Status}\"",
        (not null, null) => $"c.status = \"{RoomStatus.Waiting}\"",
        _ => $"c.status != \"{RoomStatus.Finished}\"",
    };

    private async Task<IReadOnlyList<PatchOperation>> OperationsAsync(string id, RoomInput input, RunRoom? room, CancellationToken cancellationToken)
    {
        var now = UtcMilliseconds.Truncate(clock.GetUtcNow());
        List<PatchOperation> operations = [.. RoomMembership.Touched(now)];
        if (input.Name is { } name)
            operations.Add(PatchOperation.Set("/name", name.Trim()));
        if (input.Password is { } password)
            operations.Add(PatchOperation.Set("/passwordHash", passwords.Hash(id, password)));
        if (input.Capacity is { } capacity)
            operations.Add(PatchOperation.Set("/capacity", capacity));
        if (input.TargetMeters is { } target)
            operations.Add(PatchOperation.Set("/targetMeters", target));

        if (input.Status is not null && input.Status != room?.Status)
            operations.Add(PatchOperation.Set("/status", input.Status));
        if (input.Status == RoomStatus.Running && room?.Status != RoomStatus.Running)
            operations.Add(PatchOperation.Set("/startedAt", now));
        if (input.Status == RoomStatus.Finished)
        {
            operations.Add(PatchOperation.Set("/finishedAt", now));
            var goal = room! with { TargetMeters = input.TargetMeters ?? room.TargetMeters };
            if (Ranking.Of(goal, await end.RunsOfAsync(room, cancellationToken)) is { } ranking)
                operations.Add(PatchOperation.Set("/ranking", ranking));
        }

        return operations;
    }
}
