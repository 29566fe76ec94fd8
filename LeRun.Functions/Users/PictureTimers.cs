using LeRun.Users.Pictures;

namespace LeRun.Functions.Users;

/// <summary>Deletes pictures that no account points at.</summary>
public sealed class PictureTimers(PictureService pictures)
{
    /// <summary>Runs at the times of setting <c>SweepPicturesSchedule</c>.</summary>
    [Function("SweepPictures")]
    public Task CleanUp([TimerTrigger("%SweepPicturesSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        pictures.CleanUpAsync(cancellationToken);
}
