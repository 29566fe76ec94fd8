using System.Globalization;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Rooms;

/// <summary>Joining and leaving, right under any concurrency: each is one conditional change of the stored room.</summary>
public sealed class RoomMembership(RoomStore store, RoomGuesses guesses, RoomEnd end, Newcomers newcomers, RoomPasswords passwords, TimeProvider clock)
{
    // Each try that fails means that somebody else got something done: a full room's worth of them may.
    private const int Tries = 60;

    private const int MostDeparted = 50;

    // One attempt at a time for a user: guesses sent at once must not all be checked before the first is counted.
    private readonly KeyedLock _attempts = new();

    /// <summary>Makes the caller a member; who is one already stays one. 2 requests, 3 to find out why not, 4 to count a wrong password.</summary>
    public async Task<Result<RunRoom>> JoinAsync(Caller caller, long number, RoomPassword password, IfMatch? ifMatch, CancellationToken cancellationToken)
    {
        if (RoomRules.IdOf(number) is not { } id)
            return RoomService.Unknown;

        using var turn = await _attempts.EnterAsync(caller.AccountId, cancellationToken);
        if (!(await newcomers.ReadAsync(caller, cancellationToken)).TryGet(out var member, out var failure))
            return failure;

        var hashes = passwords.Hashes(id, password);
        for (var tries = 0; tries < Tries; tries++)
        {
            if (await store.PatchAsync(id, MayJoin(member, hashes, ifMatch), Join(member), cancellationToken) is { } joined)
                return joined;
            if (await store.ReadRoomAsync(id, cancellationToken) is not { } room)
                return RoomService.Unknown;
            if (room.Has(caller.AccountId))
                return room;
            if (await RefusalAsync(room, caller, password, hashes, ifMatch, cancellationToken) is { } refusal)
                return refusal;
        }

        return new Conflict(Messages.TryAgain);
    }

    /// <summary>Takes the caller's place away; the last one out ends the room. 2 requests; 3 for the last out of a run.</summary>
    public Task<Result<RoomSummary>> LeaveAsync(Caller caller, long number, IfMatch? ifMatch, CancellationToken cancellationToken) =>
        RoomRules.IdOf(number) is { } id
            ? LeaveAsync(caller.AccountId, id, ifMatch, cancellationToken)
            : Task.FromResult<Result<RoomSummary>>(RoomService.Unknown);

    /// <summary>The same, for the user of a uid.</summary>
    internal async Task<Result<RoomSummary>> LeaveAsync(string uid, string id, IfMatch? ifMatch, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            if (await store.ReadRoomAsync(id, cancellationToken) is not { } room)
                return RoomService.Unknown;
            var place = room.PlaceOf(uid);
            if (place < 0)
                return new Forbidden(Messages.MembersOnly);
            if (!ifMatch.Allows(room))
                return new Stale();
            if (room.Members.Count == 1)
            {
                if (await end.TryAsync(room, cancellationToken))
                    return RoomSummary.Of(room) with { MemberCount = 0 };
            }
            else if (await store.PatchAsync(id, MayLeave(uid, place, ifMatch), Leave(room, place), cancellationToken) is { } left)
            {
                return RoomSummary.Of(left);
            }
        }

        return new Conflict(Messages.TryAgain);
    }

    private string MayJoin(RoomMember member, IReadOnlyList<string> hashes, IfMatch? ifMatch)
    {
        var fits = string.Join(", ", hashes.Prepend("").Select(hash => $"\"{hash}\""));
        return $"ARRAY_LENGTH(c.members) < c.capacity AND NOT ARRAY_CONTAINS(c.memberKeys, \"{member.AccountId}\")"
            + $" AND c.status != \"{RoomStatus.Finished}\" AND c.passwordHash IN ({fits})"
            + $" AND {guesses.NotLocked(member.AccountId)} AND {RoomVersion.Condition(ifMatch)}";
    }

    private static PatchOperation[] Join(RoomMember member) =>
    [
        PatchOperation.Add("/members/-", member),
        PatchOperation.Add("/memberKeys/-", member.AccountId),
        .. Touched(member.JoinedAt),
    ];

    // Places move up when somebody before leaves: then this is false, and the next try finds the new place.
    private static string MayLeave(string uid, int place, IfMatch? ifMatch) => string.Create(
        CultureInfo.InvariantCulture,
        $"c.memberKeys[{place}] = \"{uid}\" AND ARRAY_LENGTH(c.members) > 1 AND {RoomVersion.Condition(ifMatch)}");

    private PatchOperation[] Leave(RunRoom room, int place)
    {
        var now = UtcMilliseconds.Truncate(clock.GetUtcNow());
        return
        [
            PatchOperation.Remove(string.Create(CultureInfo.InvariantCulture, $"/members/{place}")),
            PatchOperation.Remove(string.Create(CultureInfo.InvariantCulture, $"/memberKeys/{place}")),
            .. room is { Status: RoomStatus.Running, Departed.Count: < MostDeparted }
                ? new[] { PatchOperation.Add("/departed/-", new DepartedMember(room.Members[place], now)) }
                : [],
            .. Touched(now),
        ];
    }

    /// <summary>What every join, leave and update changes.</summary>
    internal static PatchOperation[] Touched(DateTimeOffset now) =>
    [
        PatchOperation.Set("/activeAt", now),
        PatchOperation.Set("/updatedAt", now),
        PatchOperation.Increment("/version", 1),
    ];

    // Null when the room as it is now would take the caller: it was another one a moment ago.
    private async Task<Failure?> RefusalAsync(
        RunRoom room, Caller caller, RoomPassword password, IReadOnlyList<string> hashes, IfMatch? ifMatch, CancellationToken cancellationToken)
    {
        if (guesses.LockedFor(room, caller.AccountId) is { } wait)
            return new TooManyAttempts(Messages.TooManyGuesses, wait);
        if (room.PasswordHash.Length > 0 && password.IsNone)
            return new Forbidden(Messages.RoomPasswordNeeded);
        if (room.PasswordHash.Length > 0 && !hashes.Contains(room.PasswordHash, StringComparer.Ordinal))
            return await guesses.CountAsync(room, caller.AccountId, cancellationToken);
        if (room.IsFinished)
            return new Conflict(Messages.RoomFinished);
        if (room.Members.Count >= room.Capacity)
            return new Conflict(Messages.RoomFull);
        return ifMatch.Allows(room) ? null : new Stale();
    }
}
