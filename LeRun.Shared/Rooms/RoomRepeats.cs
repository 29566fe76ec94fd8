using Microsoft.Extensions.Caching.Memory;

namespace LeRun.Rooms;

/// <summary>
/// Tells a repeated request to leave or end a room from a second one. Storage knows who did so a moment ago; whether they were
/// told, only the instance knows that told them. Whoever was told and asks once more hears that there is nothing left to do.
/// </summary>
public sealed class RoomRepeats(TimeProvider clock)
{
    private readonly MemoryCache _told = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>Notes that an account is told that it left or ended a room.</summary>
    /// <param name="room">The room.</param>
    /// <param name="at">When it did.</param>
    public void NoteTold(RunRoom room, string accountId, DateTimeOffset at) =>
        _told.Set(
            (room.RoomId, accountId, at),
            true,
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = RoomEnd.Repeatable });

    /// <summary>
    /// What is stored under a run ID as an account sees it that left the room a moment ago without being told so by this
    /// instance; null for any other account.
    /// </summary>
    public RunRoom? LeftBy(string accountId, RunRoom stored) =>
        stored.Left?.LastOrDefault(left => left.AccountId == accountId) is { } left && IsOpen(stored, accountId, left.At)
            ? Restore(stored)
            : EndedBy(accountId, stored);

    /// <summary>The same for an account that ended the room.</summary>
    public RunRoom? EndedBy(string accountId, RunRoom stored) =>
        stored.End is { } end && end.AccountId == accountId && IsOpen(stored, accountId, end.At) ? Restore(stored) : null;

    private static RunRoom Restore(RunRoom stored) => stored.End is { } end
        ? stored with
        {
            Status = end.Status,
            PasswordHash = end.HasPassword ? "was set" : "",
            // A response without members only counts them.
            MemberIds = [.. Enumerable.Repeat("", end.MemberCount)],
        }
        : stored;

    private bool IsOpen(RunRoom room, string accountId, DateTimeOffset at) =>
        clock.GetUtcNow() - at < RoomEnd.Repeatable && !_told.TryGetValue((room.RoomId, accountId, at), out _);
}
