using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Runs;

/// <summary>
/// Erases a deleted account's live run and run records. Its partition is the username, which may have a new owner by now: only
/// what was stored up to the erasure's cutoff goes.
/// </summary>
public sealed class RunEraser(RecordStore store) : IUserDataEraser
{
    /// <inheritdoc/>
    public IAsyncEnumerable<DeletionCounts> EraseAsync(UserAccount account, CancellationToken cancellationToken) =>
        store.DeleteAllAsync(account.Id, account.Erasure!.Cutoff, cancellationToken);
}
