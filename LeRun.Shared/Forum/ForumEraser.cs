using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Forum;

/// <summary>Removes a deleted account's posts with their comments and likes, and its comments and likes elsewhere, correcting counts.</summary>
public sealed class OwnedForum(ForumSweep sweep) : IUserDataEraser
{
    // By the account's own id, so that nothing of who takes the name later is touched.
    public IAsyncEnumerable<DeletionCounts> EraseAsync(UserAccount account, CancellationToken cancellationToken) =>
        sweep.OfAuthorAsync(account.AccountId, cancellationToken);
}
