using LeRun.Rooms;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Functions.Rooms;

/// <summary>Removes rooms in which nothing happens any more.</summary>
public sealed class RoomTimers(RoomExpiry expiry)
{
    [Function("ExpireRunRooms")]
    public Task Expire([TimerTrigger("%ExpireRunRoomsSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        expiry.RunAsync(cancellationToken);
}
