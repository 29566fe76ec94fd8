using LeRun.Localization;

namespace LeRun.Users.Pictures;

/// <summary>
/// Decodes pictures two at a time, so that neither memory nor processors go to them alone, on threads of their own. A few may
/// wait; the rest are told to come back. A picture that takes much memory is decoded alone.
/// </summary>
public sealed class DecodeTurns
{
    /// <summary>The most that are decoded at once in a process.</summary>
    public const int AtOnce = 2;

    /// <summary>The most that wait. A phone's photo takes a fifth of a second, so the last of them waits two.</summary>
    public const int Waiting = 20;

    private static readonly TimeSpan ComeBackAfter = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _turns = new(AtOnce);

    // Whoever needs all turns collects them one by one; two that did would wait for each other.
    private readonly SemaphoreSlim _collecting = new(1);

    private int _inside;

    /// <summary>Runs <paramref name="decode"/> when its turn comes.</summary>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <param name="decode">Runs on a thread that does not belong to the pool.</param>
    /// <param name="alone">Nothing else is decoded meanwhile.</param>
    /// <param name="cancellationToken">Ends the waiting; what runs goes on to its end.</param>
    /// <returns>What <paramref name="decode"/> returns; or <see cref="Busy"/> when too many wait.</returns>
    public async Task<Result<T>> RunAsync<T>(Func<Result<T>> decode, bool alone, CancellationToken cancellationToken)
        where T : notnull
    {
        var turns = 0;
        try
        {
            if (Interlocked.Increment(ref _inside) > AtOnce + Waiting)
                return new Busy(Messages.Busy, ComeBackAfter);
            if (!alone)
            {
                await _turns.WaitAsync(cancellationToken);
                turns = 1;
            }
            else
            {
                await _collecting.WaitAsync(cancellationToken);
                try
                {
                    for (; turns < AtOnce; turns++)
                        await _turns.WaitAsync(cancellationToken);
                }
                finally
                {
                    _collecting.Release();
                }
            }

            return await Task.Factory.StartNew(
                decode, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
            if (turns > 0)
                _turns.Release(turns);
        }
    }
}
