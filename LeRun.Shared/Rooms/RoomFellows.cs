using LeRun.Runs;
using LeRun.Users;

namespace LeRun.Rooms;

/// <summary>Tells who runs together.</summary>
public sealed class RoomFellows(RoomStore store, UserCache users) : IRoomMembershipQuery
{
    /// <inheritdoc/>
    public async Task<bool> ShareOpenRoomAsync(
        string accountId, string normalizedUsername, CancellationToken cancellationToken) =>
        await users.ReadRecentAsync(normalizedUsername, cancellationToken) is { } runner
        && await store.ShareOpenRoomAsync(accountId, runner.AccountId, cancellationToken);
}
