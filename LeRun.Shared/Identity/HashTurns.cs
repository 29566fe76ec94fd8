using LeRun.Localization;

namespace LeRun.Identity;

/// <summary>What a hash is for: whoever has an account goes before whoever asks for one.</summary>
public enum HashUse
{
    /// <summary>Proves a password.</summary>
    Login,

    /// <summary>Sets the password of an account, after a proof of its own.</summary>
    NewPassword,

    /// <summary>A new account.</summary>
    Registration,
}

/// <summary>
/// Runs hashes of passwords, each of which holds a processor for a tenth of a second: a few at once, on threads of their own, so
/// that all other requests have a processor and the thread pool to themselves. Few may wait; the rest are told to come back.
/// Accounts take turns: whoever was served longest ago, or never, goes first, and takes the place of whoever was served last
/// where no place is left. So accounts that log in on end keep nobody out but each other.
/// </summary>
/// <param name="workers">The most hashes that run at once.</param>
/// <param name="waiting">The most that wait.</param>
public sealed class HashTurns(int workers, int waiting)
{
    // At a tenth of a second a hash, the last of them waits two seconds, whoever else logs in.
    private const int WaitingPerWorker = 20;

    // Between so many accounts and twice as many are remembered as served.
    private const int Remembered = 5_000;

    private static readonly TimeSpan ComeBackAfter = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly SortedSet<Waiter> _line = new(Comparer<Waiter>.Create((one, other) => one.Order.CompareTo(other.Order)));
    private Dictionary<(HashUse, string), long> _served = [];
    private Dictionary<(HashUse, string), long> _servedBefore = [];
    private long _events;
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
    /// <param name="use">Registrations go last, and leave their places to whoever has an account.</param>
    /// <param name="accountId">Whose password it is; null if there is no account yet.</param>
    /// <param name="cancellationToken">Ends the waiting; a hash that runs goes on to its end.</param>
    /// <returns>What the hash returns; or <see cref="Busy"/> when too many wait.</returns>
    public async Task<Result<T>> RunAsync<T>(
        Func<T> hash, HashUse use, string? accountId, CancellationToken cancellationToken)
        where T : notnull
    {
        if (!await EnterAsync(use, accountId, cancellationToken))
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

    // True when it is one's turn; false when there is no place to wait, or no longer.
    private async Task<bool> EnterAsync(HashUse use, string? accountId, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            waiter = MakeWaiter(use, accountId);
            if (_running < workers)
            {
                _running++;
                NoteServed(waiter);
                return true;
            }

            _line.Add(waiter);
            if (_line.Count > waiting)
                Take(_line.Max!).Turn.TrySetResult(false);
        }

        await using var cancellation = cancellationToken.Register(() => GiveUp(waiter, cancellationToken));
        return await waiter.Turn.Task;
    }

    // The turn may come at the same moment: then it is taken.
    private void GiveUp(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_line.Remove(waiter))
                waiter.Turn.TrySetCanceled(cancellationToken);
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (_line.Min is { } next)
            {
                NoteServed(next);
                Take(next).Turn.TrySetResult(true);
            }
            else
            {
                _running--;
            }
        }
    }

    // What is asked beside the same that waits already comes after all others.
    private Waiter MakeWaiter(HashUse use, string? accountId)
    {
        if (accountId is null)
            return new Waiter(null, (use == HashUse.Registration, 0, 0, ++_events));
        var subject = (use, accountId);
        var served = _served.TryGetValue(subject, out var last) ? last : _servedBefore.GetValueOrDefault(subject);
        return new Waiter(subject, (false, _line.Count(other => other.Subject == subject), served, ++_events));
    }

    private void NoteServed(Waiter waiter)
    {
        if (waiter.Subject is not { } subject)
            return;
        if (_served.Count >= Remembered)
            (_served, _servedBefore) = ([], _served);
        _served[subject] = ++_events;
    }

    private Waiter Take(Waiter waiter)
    {
        _line.Remove(waiter);
        return waiter;
    }

    // Times are numbers that rise with every event.
    private sealed record Waiter(
        (HashUse Use, string AccountId)? Subject, (bool IsRegistration, int Ahead, long Served, long Arrived) Order)
    {
        public TaskCompletionSource<bool> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
