namespace LeRun.Functions.Http;

/// <summary>
/// Keeps large responses from taking the memory and the processors of all others: two at a time are made. One that waits for
/// its reader lets another go on, so that slow readers hold up nobody; few are under way at all.
/// </summary>
public sealed class LargeResponses : IDisposable
{
    /// <summary>How many are made at the same time.</summary>
    public const int MaxMade = 2;

    /// <summary>How many are under way, those included that wait for a turn or for their reader.</summary>
    public const int MaxUnderWay = 16;

    private readonly SemaphoreSlim _turns = new(MaxMade);
    private int _underWay;

    /// <summary>When to come back if too many are under way.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Waits for a turn. Must be followed by <see cref="End"/> if it returns true.</summary>
    /// <returns>False if too many are under way.</returns>
    public async Task<bool> TryBeginAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _underWay) <= MaxUnderWay)
        {
            try
            {
                await _turns.WaitAsync(cancellationToken);
                return true;
            }
            catch (OperationCanceledException)
            {
                Interlocked.Decrement(ref _underWay);
                throw;
            }
        }

        Interlocked.Decrement(ref _underWay);
        return false;
    }

    /// <summary>Lets others go on while the reader takes what there is so far.</summary>
    /// <param name="send">Sends it.</param>
    public async Task SendAsync(Func<Task> send)
    {
        _turns.Release();
        try
        {
            await send();
        }
        finally
        {
            // Nobody holds a turn for longer than it takes to make the next piece.
            await _turns.WaitAsync(CancellationToken.None);
        }
    }

    /// <summary>Ends a turn.</summary>
    public void End()
    {
        _turns.Release();
        Interlocked.Decrement(ref _underWay);
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}

/// <summary>Too many large responses are under way; nothing of this one was sent.</summary>
public sealed class TooManyLargeResponsesException : Exception;
