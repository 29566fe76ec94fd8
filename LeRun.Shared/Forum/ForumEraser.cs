using System.Runtime.CompilerServices;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Forum;

/// <summary>
/// Erases a deleted account's posts with all that is under them, and its comments and likes under others' posts, whose counts
/// follow. It goes by the account id, so that nothing is touched of whoever has the username later.
/// </summary>
public sealed class ForumEraser(ForumDeletionStore store, ForumDeletion deletion) : IUserDataEraser
{
    // Likes and comments go first: a post's deletion takes those under it along without correcting counts.
    private static readonly string[][] Order =
        [[Like.ItemType], [Comment.ItemType, Comment.DeletedType], [Post.ItemType, Post.DeletedType]];

    /// <inheritdoc/>
    public async IAsyncEnumerable<DeletionCounts> EraseAsync(
        UserAccount account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var types in Order)
        {
            var steps = DeletionSteps.RunAsync(
                token => store.FindOfAuthorAsync(account.AccountId, types, DeletionSteps.Size, token),
                deletion.DeleteAsync,
                cancellationToken);
            await foreach (var step in steps)
                yield return step;
        }
    }
}
