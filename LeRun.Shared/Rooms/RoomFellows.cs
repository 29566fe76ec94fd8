using LeRun.Runs;
using LeRun.Users;

namespace LeRun.Rooms;

/// <summary>Tells who runs together. Costs are in Cosmos requests.</summary>
public sealed class RoomFellows(RoomStore store, UserCache users, IViewers viewers) : IRoomMembershipQuery
{
    /// <inheritdoc/>
    /// <remarks>
    /// 2 requests; 1 if the runner's account was read within the last 5 seconds, 1 more where the user's blocks are not in
    /// memory.
    /// </remarks>
    public async Task<string?> FindFellowAsync(
        string accountId, string normalizedUsername, CancellationToken cancellationToken) =>
        await users.ReadRecentAsync(normalizedUsername, cancellationToken) is { } runner
        && (await viewers.OfAsync(accountId, cancellationToken)).Sees(runner.AccountId)
        && await store.ShareOpenRoomAsync(accountId, runner.AccountId, cancellationToken)
            ? runner.AccountId
            : null;
}
