namespace LeRun.Identity;

/// <summary>
/// Lets one holder of a key in at a time within this process. No key waits for another one; a key takes memory while somebody
/// holds it or waits for it.
/// </summary>
public sealed class KeyedLock
{
    private readonly Dictionary<string, Queue> _queues = [];

    /// <summary>Waits for the key's turn; disposing the result ends it.</summary>
    public async Task<IDisposable> EnterAsync(string key, CancellationToken cancellationToken)
    {
        Queue? queue;
        lock (_queues)
        {
            if (!_queues.TryGetValue(key, out queue))
                _queues[key] = queue = new Queue();
            queue.Count++;
        }

        try
        {
            await queue.Turn.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Leave(key, queue);
            throw;
        }

        return new Holder(this, key, queue);
    }

    private void Leave(string key, Queue queue)
    {
        lock (_queues)
        {
            if (--queue.Count == 0)
                _queues.Remove(key);
        }
    }

    private sealed class Queue
    {
        public SemaphoreSlim Turn { get; } = new(1);

        // Who holds the key and who waits for it.
        public int Count { get; set; }
    }

    private sealed class Holder(KeyedLock owner, string key, Queue queue) : IDisposable
    {
        public void Dispose()
        {
            queue.Turn.Release();
            owner.Leave(key, queue);
        }
    }
}
