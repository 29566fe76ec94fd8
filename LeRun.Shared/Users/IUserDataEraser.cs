using LeRun.Storage;

namespace LeRun.Users;

/// <summary>
/// Erases one kind of data that accounts own. Each feature that keeps something of its users registers one, and an
/// <see cref="IUserDataExporter"/> beside it.
/// </summary>
public interface IUserDataEraser
{
    /// <summary>
    /// Erases what a deleted account owned up to its erasure's cutoff, in bounded steps. Whatever stops it, another call erases
    /// the rest.
    /// </summary>
    /// <param name="account">The account, already closed: no login, no valid token.</param>
    /// <param name="cancellationToken">Stops it between two steps, or within one.</param>
    /// <returns>What each step erased, by the names that the API shows: <c>records</c>, <c>posts</c> and so on.</returns>
    IAsyncEnumerable<DeletionCounts> EraseAsync(UserAccount account, CancellationToken cancellationToken);
}
