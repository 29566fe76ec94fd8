using LeRun.Rooms;

namespace LeRun.Functions.Rooms;

/// <summary>Ends rooms in which nothing happens any more.</summary>
public sealed class RoomTimers(RoomExpiry expiry)
{
    /// <summary>Runs by setting <c>ExpireRunRoomsSchedule</c>; at most 200 rooms at a time.</summary>
    [Function("ExpireRunRooms")]
    public Task Expire([TimerTrigger("%ExpireRunRoomsSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        expiry.RunAsync(cancellationToken);
}
