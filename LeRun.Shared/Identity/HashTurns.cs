using LeRun.Localization;

namespace LeRun.Identity;

/// <summary>Who waits for a hash: whoever proves a password goes before whoever asks for a new account.</summary>
public enum HashPriority
{
    /// <summary>A new account.</summary>
    Registration,

    /// <summary>A login, or a change by somebody who is signed in.</summary>
    Login,
}

/// <summary>
/// Runs hashes of passwords, each of which holds a processor for a tenth of a second: a few at once, on threads of their own, so
/// that all other requests have a processor and the thread pool to themselves. Few may wait; the rest are told to come back.
/// </summary>
/// <param name="workers">The most hashes that run at once.</param>
/// <param name="waiting">The most that wait.</param>
public sealed class HashTurns(int workers, int waiting)
{
    // At a tenth of a second a hash, the last of them waits two seconds, whoever else logs in.
    private const int WaitingPerWorker = 20;

    private static readonly TimeSpan ComeBackAfter = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource<bool>> _logins = [];
    private readonly LinkedList<TaskCompletionSource<bool>> _registrations = [];
    private int _running;

    /// <summary>A queue for this machine, which leaves one processor to everything else if there are several.</summary>
    public static HashTurns ForThisMachine()
    {
        var workers = Math.Max(1, Environment.ProcessorCount - 1);
        return new HashTurns(workers, WaitingPerWorker * workers);
    }

    /// <summary>Runs a hash when its turn comes.</summary>
    /// <typeparam name="T">What the hash returns.</typeparam>
    /// <param name="hash">Runs on a thread that does not belong to the pool.</param>
    /// <param name="priority">Logins go first, and take the place of a waiting registration where no place is left.</param>
    /// <param name="cancellationToken">Ends the waiting; a hash that runs goes on to its end.</param>
    /// <returns>What the hash returns; or <see cref="Busy"/> when too many wait.</returns>
    public async Task<Result<T>> RunAsync<T>(Func<T> hash, HashPriority priority, CancellationToken cancellationToken)
        where T : notnull
    {
        if (!await EnterAsync(priority, cancellationToken))
            return new Busy(Messages.Busy, ComeBackAfter);
        try
        {
            return await Task.Factory.StartNew(
                hash, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            Leave();
        }
    }

    // True when it is one's turn; false when there is no place to wait.
    private async Task<bool> EnterAsync(HashPriority priority, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_running < workers)
            {
                _running++;
                return true;
            }

            if (_logins.Count + _registrations.Count >= waiting)
            {
                if (priority != HashPriority.Login || _registrations.Last is not { } newest)
                    return false;
                _registrations.RemoveLast();
                newest.Value.TrySetResult(false);
            }

            (priority == HashPriority.Login ? _logins : _registrations).AddLast(turn);
        }

        await using var cancellation = cancellationToken.Register(() => GiveUp(turn, cancellationToken));
        return await turn.Task;
    }

    // The turn may come at the same moment: then it is taken.
    private void GiveUp(TaskCompletionSource<bool> turn, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_logins.Remove(turn) || _registrations.Remove(turn))
                turn.TrySetCanceled(cancellationToken);
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            var queue = _logins.Count > 0 ? _logins : _registrations;
            if (queue.First is not { } next)
            {
                _running--;
                return;
            }

            queue.RemoveFirst();
            next.Value.TrySetResult(true);
        }
    }
}
