using System.Runtime.CompilerServices;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Rooms;

/// <summary>Takes a deleted account out of its rooms and of the results it is in.</summary>
public sealed class OwnedRooms(RoomStore store, RoomMembership membership) : IUserDataEraser
{
    private const int Step = 50;

    public async IAsyncEnumerable<DeletionCounts> EraseAsync(
        UserAccount account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await store.ListOfAsync(account.AccountId, Step, cancellationToken) is { Count: > 0 } rooms)
        {
            var left = 0;
            foreach (var room in rooms)
            {
                // The ranking first: once out of the room, it would no longer be found.
                if (room.Ranking?.Any(runner => runner.AccountId == account.AccountId) == true)
                    await StrikeAsync(room, account.AccountId, cancellationToken);
                else if ((await membership.LeaveAsync(account.AccountId, room.Id, expected: null, cancellationToken)).TryGet(out _, out _))
                    left++;
            }

            yield return DeletionCounts.Of("rooms", left);
        }
    }

    // A change in between makes it do nothing: the next look finds the room again.
    private Task<bool> StrikeAsync(RunRoom room, string uid, CancellationToken cancellationToken)
    {
        IReadOnlyList<Placing> others = [.. room.Ranking!.Where(runner => runner.AccountId != uid)];
        if (room.Type == RunRoom.RoomType)
            return store.ReplaceAsync(room with { Ranking = others }, cancellationToken);
        return others.Count == 0
            ? store.DeleteAsync(room, cancellationToken)
            : store.ReplaceAsync(room with { Ranking = others, MemberKeys = [.. others.Select(runner => runner.AccountId)] }, cancellationToken);
    }
}
