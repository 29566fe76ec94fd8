using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Rooms;

/// <content>Wrong passwords.</content>
public sealed partial class RoomStore
{
    /// <summary>
    /// Counts one wrong password exactly, for its account and for everybody; null if another write changed what the counts build
    /// on. 1 request.
    /// </summary>
    /// <param name="room">The room as it was read. It locks out neither the account nor everybody.</param>
    public Task<RunRoom?> TryRecordWrongPasswordAsync(
        RunRoom room, string accountId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (room.AllFailedAttempts is not { } all || !all.IsOpen(now))
        {
            // The first of a window of the room: windows of accounts that have ended are left out from now on.
            var open = room.FailedAttempts.Where(other => other.Value.IsOpen(now)).ToDictionary(StringComparer.Ordinal);
            if (open.TryGetValue(accountId, out var known))
                open[accountId] = known with { Count = known.Count + 1 };
            else if (open.Count < FailedAttempts.MaxAccounts)
                open.Add(accountId, FailedAttempts.First(now));
            return TryPatchAsync(
                room.Id,
                [],
                [PatchOperation.Set("/wrong", open), PatchOperation.Set("/wrongInAll", FailedAttempts.First(now))],
                cancellationToken,
                room.ETag);
        }

        var (condition, operations) = CountOwn(room, accountId, now);
        return TryPatchAsync(
            room.Id,
            [StillOpen("c.wrongInAll", all, FailedAttempts.MaxOfRoom), condition],
            [.. operations, PatchOperation.Increment("/wrongInAll/count", 1)],
            cancellationToken);
    }

    private static (string Condition, PatchOperation[] Operations) CountOwn(RunRoom room, string accountId, DateTimeOffset now)
    {
        var stored = $"c.wrong[{SqlLiteral.Of(accountId)}]";
        var isKnown = room.FailedAttempts.TryGetValue(accountId, out var own);
        if (own?.IsOpen(now) == true)
        {
            return (
                StillOpen(stored, own, FailedAttempts.MaxOfAccount),
                [PatchOperation.Increment($"/wrong/{accountId}/count", 1)]);
        }

        return isKnown || room.FailedAttempts.Count < FailedAttempts.MaxAccounts
            ? ($"NOT IS_DEFINED({stored}) OR {stored}.until <= {Milliseconds(now)}",
                [PatchOperation.Set($"/wrong/{accountId}", FailedAttempts.First(now))])
            : ($"NOT IS_DEFINED({stored})", []);
    }

    private static string NotLocked(string path, int max, DateTimeOffset now) =>
        $"NOT IS_DEFINED({path}) OR {path}.count < {SqlLiteral.Of(max)} OR {path}.until <= {Milliseconds(now)}";

    private static string StillOpen(string path, FailedAttempts window, int max) =>
        $"{path}.until = {Milliseconds(window.Until)} AND {path}.count < {SqlLiteral.Of(max)}";

    private static string Milliseconds(DateTimeOffset time) => SqlLiteral.Of(time.ToUnixTimeMilliseconds());
}
