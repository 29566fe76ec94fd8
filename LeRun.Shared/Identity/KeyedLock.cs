namespace LeRun.Identity;

/// <summary>Lets one holder of a key in at a time within this process. Keys share a fixed number of semaphores.</summary>
public sealed class KeyedLock
{
    private readonly SemaphoreSlim[] _semaphores = [.. Enumerable.Range(0, 1024).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Waits for the key's turn; disposing the result ends it.</summary>
    public async Task<IDisposable> EnterAsync(string key, CancellationToken cancellationToken)
    {
        var semaphore = _semaphores[(uint)key.GetHashCode(StringComparison.Ordinal) % _semaphores.Length];
        await semaphore.WaitAsync(cancellationToken);
        return new Turn(semaphore);
    }

    private sealed class Turn(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
