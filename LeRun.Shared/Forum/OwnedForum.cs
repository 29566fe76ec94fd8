using System.Runtime.CompilerServices;
using LeRun.Users;

namespace LeRun.Forum;

/// <summary>Removes a deleted account's posts with their comments and likes, and its comments and likes elsewhere, correcting counts.</summary>
public sealed class OwnedForum(ForumSweep sweep) : IOwnedByUsers
{
    public async IAsyncEnumerable<Removed> RemoveAsync(UserAccount owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // By the account's own id, so that nothing of who takes the name later is touched.
        await foreach (var step in sweep.OfAuthorAsync(owner.AccountId, cancellationToken))
        {
            foreach (var (kind, count) in step.Counts)
                yield return new Removed(kind, count);
        }
    }
}
