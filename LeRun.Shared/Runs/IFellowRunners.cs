namespace LeRun.Runs;

/// <summary>Who runs together.</summary>
public interface IFellowRunners
{
    /// <summary>Whether two runners are members of one open room. 1 request.</summary>
    /// <param name="uid">The <c>_id</c> of the one who asks.</param>
    /// <param name="runner">The key of the other's username.</param>
    Task<bool> ShareOpenRoomAsync(string uid, string runner, CancellationToken cancellationToken);
}
