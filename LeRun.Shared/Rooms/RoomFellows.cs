using LeRun.Runs;
using LeRun.Users;

namespace LeRun.Rooms;

/// <summary>Tells who runs together. Costs are in Cosmos requests.</summary>
public sealed class RoomFellows(RoomStore store, UserCache users) : IRoomMembershipQuery
{
    /// <inheritdoc/>
    /// <remarks>2 requests; 1 if the runner's account was read within the last 5 seconds.</remarks>
    public async Task<string?> FindFellowAsync(
        string accountId, string normalizedUsername, CancellationToken cancellationToken) =>
        await users.ReadRecentAsync(normalizedUsername, cancellationToken) is { } runner
        && await store.ShareOpenRoomAsync(accountId, runner.AccountId, cancellationToken)
            ? runner.AccountId
            : null;
}
