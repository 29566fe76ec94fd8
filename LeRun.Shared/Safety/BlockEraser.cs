using System.Runtime.CompilerServices;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Safety;

/// <summary>Erases whom a deleted account blocked, and takes it out of the lists of those who blocked it.</summary>
public sealed class BlockEraser(BlockStore store) : IUserDataEraser
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<DeletionCounts> EraseAsync(
        UserAccount account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await store.TryDeleteAsync(account.AccountId, cancellationToken);
        var steps = DeletionSteps.RunAsync(
            token => store.ListHoldingAsync(account.AccountId, DeletionSteps.Size, token),
            async (list, _, token) =>
            {
                // One that changed meanwhile is found again by the next step.
                await store.TryRemoveAsync(list, list.Blocked.ToList().IndexOf(account.AccountId), token);
            },
            cancellationToken);
        await foreach (var step in steps)
            yield return step;
    }
}
