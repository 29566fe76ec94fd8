using LeRun.Safety;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Rooms;

/// <summary>
/// Rooms, as things that can be reported: what is seen of them is the name. Others than members do not see a hidden one.
/// </summary>
public sealed class RoomTarget(RoomStore store, RoomEnding ending, TimeProvider clock) : IReportTarget
{
    /// <inheritdoc/>
    public string Kind => "room";

    /// <inheritdoc/>
    public bool CanBeRemoved => true;

    /// <inheritdoc/>
    public async Task<ReportedThing?> FindAsync(Viewer viewer, string id, CancellationToken cancellationToken) =>
        RunRoom.IdOf(id) is { } runID && await store.FindRoomAsync(runID, cancellationToken) is { } room
        && (room.IsSeenBy(viewer) || room.HasMember(viewer.AccountId ?? ""))
            ? Of(room)
            : null;

    /// <inheritdoc/>
    public async Task<ReportedThing?> FindAsync(TargetKey key, CancellationToken cancellationToken) =>
        await FindRoomAsync(key, cancellationToken) is { } room ? Of(room) : null;

    /// <inheritdoc/>
    public async Task<bool> MarkAsync(ReportedThing thing, ModerationMark mark, CancellationToken cancellationToken) =>
        await store.TryMarkAsync(thing.Key.Locator!, thing.Key.Id, mark.Hidden ? null : thing.Version, mark, cancellationToken)
        || mark.Hidden
        || await FindRoomAsync(thing.Key, cancellationToken) is not { } room
        || room.Name == thing.Version || room.Moderation?.CaseVersion > mark.CaseVersion;

    /// <inheritdoc/>
    public Task RemoveAsync(ReportedThing thing, CancellationToken cancellationToken) =>
        OptimisticConcurrency.RetryAsync<ReportedThing>(async () =>
        {
            if (await FindRoomAsync(thing.Key, cancellationToken) is not { } room)
                return thing;
            var end = RoomEnd.Of(room, accountId: "", clock.GetUtcNowMilliseconds());
            return OptimisticConcurrency.Stored(await ending.TryEndAsync(room, end, cancellationToken) ? thing : null);
        });

    private static ReportedThing Of(RunRoom room)
    {
        var host = room.Members[0];
        var snapshot = new Dictionary<string, string>(StringComparer.Ordinal) { ["runID"] = room.Id, ["name"] = room.Name };
        return new ReportedThing(
            new TargetKey("room", room.RoomId, room.Id), host.AccountId, host.NormalizedUsername, host.Username, room.Name,
            snapshot);
    }

    // The number may since have been given to another room.
    private async Task<RunRoom?> FindRoomAsync(TargetKey key, CancellationToken cancellationToken) =>
        await store.FindRoomAsync(key.Locator!, cancellationToken) is { } room && room.RoomId == key.Id ? room : null;
}
