using System.Runtime.CompilerServices;

namespace LeRun.Storage;

/// <summary>
/// Deletes many things in steps of bounded size, and so in bounded memory. What is deleted stays deleted: whatever stops it,
/// the next call goes on with what is left.
/// </summary>
internal static class DeletionSteps
{
    /// <summary>The most things that one step deletes.</summary>
    public const int Size = 100;

    private const int Parallelism = 8;

    /// <summary>Deletes until nothing is left, and returns what each step deleted, also the one that was cut short.</summary>
    /// <param name="findNext">Finds up to <see cref="Size"/> of what is left; empty ends it.</param>
    /// <param name="delete">Deletes one of them, and counts what it deletes as soon as that is gone. Several run at once.</param>
    public static async IAsyncEnumerable<DeletionCounts> RunAsync<T>(
        Func<CancellationToken, Task<IReadOnlyList<T>>> findNext,
        Func<T, DeletionCounts, CancellationToken, Task> delete,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        while (await findNext(cancellationToken) is { Count: > 0 } found)
        {
            var deleted = new DeletionCounts();
            var step = Parallel.ForEachAsync(found, options, async (item, token) => await delete(item, deleted, token));
            // The counts go out first: a step that fails has still deleted something.
            await step.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            yield return deleted;
            await step;
        }
    }
}
