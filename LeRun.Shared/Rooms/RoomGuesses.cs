using System.Globalization;
using LeRun.Localization;
using Microsoft.Azure.Cosmos;

namespace LeRun.Rooms;

/// <summary>Counts wrong room passwords in the room itself, and locks a user out for the rest of a window after too many.</summary>
public sealed class RoomGuesses(RoomStore store, TimeProvider clock)
{
    private const int GuessesThatLock = 5;

    // The tally is part of the room: past this many users, the oldest window is forgotten.
    private const int MostUsers = 200;

    private const int Tries = 60;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>A condition on the stored room: the user is not locked out.</summary>
    public string NotLocked(string uid) => string.Create(
        CultureInfo.InvariantCulture,
        $"(NOT IS_DEFINED(c.wrong[\"{uid}\"]) OR c.wrong[\"{uid}\"].count < {GuessesThatLock} OR c.wrong[\"{uid}\"].until <= {Now()})");

    /// <summary>For how long the user is locked out; null: they are not.</summary>
    public TimeSpan? LockedFor(RunRoom room, string uid) =>
        room.Wrong.TryGetValue(uid, out var wrong) && wrong.Count >= GuessesThatLock && wrong.Until > Now()
            ? TimeSpan.FromMilliseconds(wrong.Until - Now())
            : null;

    /// <summary>
    /// Counts one wrong password exactly, whoever else counts, and answers what it leads to. 1 request; 2 more for each time
    /// that something else changed first.
    /// </summary>
    public async Task<Failure> CountAsync(RunRoom? room, string uid, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries && room is not null; tries++)
        {
            if (LockedFor(room, uid) is { } wait)
                return new TooManyAttempts(Messages.TooManyGuesses, wait);
            if (await CountOnceAsync(room, uid, cancellationToken) is { } counted)
                return LockedFor(counted, uid) is { } locked ? new TooManyAttempts(Messages.TooManyGuesses, locked) : new Forbidden(Messages.RoomPasswordWrong);
            room = await store.ReadRoomAsync(room.Id, cancellationToken);
        }

        return room is null ? RoomService.Unknown : new Conflict(Messages.TryAgain);
    }

    private Task<RunRoom?> CountOnceAsync(RunRoom room, string uid, CancellationToken cancellationToken)
    {
        if (room.Wrong.TryGetValue(uid, out var wrong) && wrong.Until > Now())
        {
            var same = string.Create(
                CultureInfo.InvariantCulture,
                $"c.wrong[\"{uid}\"].until = {wrong.Until} AND c.wrong[\"{uid}\"].count < {GuessesThatLock}");
            return store.PatchAsync(room.Id, same, [PatchOperation.Increment($"/wrong/{uid}/count", 1)], cancellationToken);
        }

        var open = room.Wrong.Where(other => other.Value.Until > Now()).OrderByDescending(other => other.Value.Until).Take(MostUsers - 1);
        var tally = open.Append(new(uid, new WrongPasswords(1, Now() + (long)Window.TotalMilliseconds)))
            .ToDictionary(other => other.Key, other => other.Value, StringComparer.Ordinal);
        return store.PatchAsync(room.Id, "true", [PatchOperation.Set("/wrong", tally)], cancellationToken, room.ETag);
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
