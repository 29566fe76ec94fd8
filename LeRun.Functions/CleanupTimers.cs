using LeRun.Forum;
using LeRun.Rooms;
using LeRun.Runs;
using LeRun.Safety;
using LeRun.Users;
using LeRun.Users.Pictures;

namespace LeRun.Functions;

/// <summary>
/// All timers. They complete what requests left to do, and remove what nobody uses. A timer may fire twice or late, on several
/// instances at once: each job goes by what is stored, and does nothing where nothing is to be done.
/// </summary>
public sealed class CleanupTimers(
    AccountErasure accounts, ForumDeletion forum, RoomExpiry rooms, PictureService pictures, RecordBackfill records,
    CaseEffects cases)
{
    /// <summary>Completes deletions of accounts, posts and comments.</summary>
    [Function("FinishAccountDeletions")]
    public Task FinishDeletions(
        [TimerTrigger("%FinishAccountDeletionsSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        Task.WhenAll(forum.CleanUpAsync(cancellationToken), accounts.CleanUpAsync(cancellationToken));

    /// <summary>Removes rooms in which nothing happens any more.</summary>
    [Function("ExpireRunRooms")]
    public Task ExpireRooms([TimerTrigger("%ExpireRunRoomsSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        rooms.RunAsync(cancellationToken);

    /// <summary>Deletes pictures that no account points at.</summary>
    [Function("SweepPictures")]
    public Task CleanUpPictures([TimerTrigger("%SweepPicturesSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        pictures.CleanUpAsync(cancellationToken);

    /// <summary>Completes what moderators decided, and warns of cases that are overdue.</summary>
    [Function("FinishDecisions")]
    public Task FinishDecisions(
        [TimerTrigger("%FinishDecisionsSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        cases.RunAsync(cancellationToken);

    /// <summary>Counts records that were stored before there were statistics.</summary>
    [Function("CountOldRecords")]
    public Task CountOldRecords(
        [TimerTrigger("%CountOldRecordsSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        records.RunAsync(cancellationToken);
}
