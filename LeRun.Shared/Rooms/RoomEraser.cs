using System.Runtime.CompilerServices;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Rooms;

/// <summary>Takes a deleted account out of its rooms and out of the results that it is in.</summary>
public sealed class RoomEraser(RoomStore store, RoomMembership membership) : IUserDataEraser
{
    private const int Step = 50;

    /// <inheritdoc/>
    public async IAsyncEnumerable<DeletionCounts> EraseAsync(
        UserAccount account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var accountId = account.AccountId;
        while (await store.ListOfAccountAsync(accountId, Step, cancellationToken) is { Count: > 0 } rooms)
        {
            var left = 0;
            foreach (var room in rooms)
            {
                if (room.Type == RunRoom.EndedType)
                {
                    await store.TryDeleteAsync(room, cancellationToken);
                    continue;
                }

                // The ranking comes first: without a place in the room, the account would no longer find it.
                if (room.Ranking?.Any(runner => runner.AccountId == accountId) == true)
                    await TryLeaveRankingAsync(room, accountId, cancellationToken);
                else if (await TryLeaveAsync(room, accountId, cancellationToken))
                    left++;
            }

            yield return DeletionCounts.Of("rooms", left);
        }
    }

    private async Task<bool> TryLeaveAsync(RunRoom room, string accountId, CancellationToken cancellationToken) =>
        (await membership.LeaveAsync(accountId, room.Id, expected: null, isRepeatable: false, cancellationToken))
            .TryGet(out _, out _);

    // Does nothing if the room changed since it was read: the next query finds it again.
    private Task<bool> TryLeaveRankingAsync(RunRoom room, string accountId, CancellationToken cancellationToken)
    {
        IReadOnlyList<RankedRunner> others = [.. room.Ranking!.Where(runner => runner.AccountId != accountId)];
        if (room.Type == RunRoom.RoomType)
            return store.TryReplaceAsync(room with { Ranking = others }, cancellationToken);
        if (others.Count == 0)
            return store.TryDeleteAsync(room, cancellationToken);
        IReadOnlyList<string> otherIds = [.. others.Select(runner => runner.AccountId)];
        return store.TryReplaceAsync(
            room with { Ranking = others, MemberIds = otherIds, Members = [], Left = null, End = null }, cancellationToken);
    }
}
