using System.Runtime.CompilerServices;
using LeRun.Storage;

namespace LeRun.Users.Pictures;

/// <summary>Erases a deleted account's pictures.</summary>
public sealed class PictureEraser(PictureStore pictures) : IUserDataEraser
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<DeletionCounts> EraseAsync(
        UserAccount account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return DeletionCounts.Of("pictures", await pictures.DeleteAllAsync(account.AccountId, cancellationToken));
    }
}
