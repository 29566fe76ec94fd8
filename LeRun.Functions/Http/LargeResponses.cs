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

    private readonly Turns _turns = new(MaxMade, MaxUnderWay - MaxMade);

    /// <summary>When to come back if too many are under way.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Waits for a turn to make one. It pauses while the reader takes what there is so far: nobody holds a turn for longer than
    /// it takes to make the next piece.
    /// </summary>
    /// <returns>The turn; null if too many are under way.</returns>
    public Task<Turns.Turn?> TryBeginAsync(CancellationToken cancellationToken) => _turns.TryTakeAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}

/// <summary>Too many large responses are under way; nothing of this one was sent.</summary>
public sealed class TooManyLargeResponsesException : Exception;
