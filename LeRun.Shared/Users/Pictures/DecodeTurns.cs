using LeRun.Localization;

namespace LeRun.Users.Pictures;

/// <summary>
/// Decodes pictures two at a time, so that neither memory nor processors go to them alone, on threads of their own. A few may
/// wait; the rest are told to come back. A picture that takes much memory is decoded alone.
/// </summary>
public sealed class DecodeTurns : IDisposable
{
    /// <summary>The most that are decoded at once in a process.</summary>
    public const int AtOnce = 2;

    /// <summary>The most that wait. A phone's photo takes a fifth of a second, so the last of them waits two.</summary>
    public const int Waiting = 20;

    private static readonly TimeSpan ComeBackAfter = TimeSpan.FromSeconds(3);

    private readonly Turns _turns = new(AtOnce, Waiting);

    /// <summary>Runs <paramref name="decode"/> when its turn comes.</summary>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <param name="decode">Runs on a thread that does not belong to the pool.</param>
    /// <param name="alone">Nothing else is decoded meanwhile.</param>
    /// <param name="cancellationToken">Ends the waiting; what runs goes on to its end.</param>
    /// <returns>What <paramref name="decode"/> returns; or <see cref="Busy"/> when too many wait.</returns>
    public async Task<Result<T>> RunAsync<T>(Func<Result<T>> decode, bool alone, CancellationToken cancellationToken)
        where T : notnull
    {
        using var turn = await _turns.TryTakeAsync(cancellationToken, alone);
        return turn is null
            ? new Busy(Messages.Busy, ComeBackAfter)
            : await Task.Factory.StartNew(
                decode, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}
