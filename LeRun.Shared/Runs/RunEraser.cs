using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Runs;

/// <summary>Erases a deleted account's live run and run records: its partition, which no other account ever has.</summary>
public sealed class RunEraser(RecordStore store) : IUserDataEraser
{
    /// <inheritdoc/>
    public IAsyncEnumerable<DeletionCounts> EraseAsync(UserAccount account, CancellationToken cancellationToken) =>
        store.DeleteAllAsync(account.AccountId, cancellationToken);
}
