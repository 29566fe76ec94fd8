namespace LeRun;

/// <summary>
/// Lets a few at a time do what takes much memory or a processor, and a few more wait for that; whoever comes beyond them is
/// told to come back rather than kept.
/// </summary>
/// <param name="atOnce">How many have a turn at the same time.</param>
/// <param name="waiting">How many wait for one.</param>
public sealed class Turns(int atOnce, int waiting) : IDisposable
{
    private readonly int _atOnce = atOnce;
    private readonly SemaphoreSlim _free = new(atOnce);

    // Whoever needs all turns collects them one by one; two that did would wait for each other.
    private readonly SemaphoreSlim _collecting = new(1);

    private int _inside;

    /// <summary>Waits for a turn, which ends when it is disposed of.</summary>
    /// <param name="alone">Nobody else has a turn meanwhile.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The turn; null at once if too many wait.</returns>
    public async Task<Turn?> TryTakeAsync(CancellationToken cancellationToken, bool alone = false)
    {
        if (Interlocked.Increment(ref _inside) > _atOnce + waiting)
        {
            Interlocked.Decrement(ref _inside);
            return null;
        }

        var turn = new Turn(this);
        try
        {
            if (alone)
                await turn.CollectAsync(cancellationToken);
            else
                await turn.TakeAsync(cancellationToken);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _free.Dispose();
        _collecting.Dispose();
    }

    /// <summary>The right to go on.</summary>
    public sealed class Turn : IDisposable
    {
        private readonly Turns _turns;
        private int _taken;
        private int _isEnded;

        internal Turn(Turns turns) => _turns = turns;

        /// <summary>Lets others go on while this one waits for something else.</summary>
        /// <param name="wait">What it waits for.</param>
        public async Task PauseAsync(Func<Task> wait)
        {
            var taken = _taken;
            Release();
            try
            {
                await wait();
            }
            finally
            {
                while (_taken < taken)
                    await TakeAsync(CancellationToken.None);
            }
        }

        /// <summary>Ends it; a second time does nothing.</summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isEnded, 1) != 0)
                return;
            Release();
            Interlocked.Decrement(ref _turns._inside);
        }

        internal async Task TakeAsync(CancellationToken cancellationToken)
        {
            await _turns._free.WaitAsync(cancellationToken);
            _taken++;
        }

        internal async Task CollectAsync(CancellationToken cancellationToken)
        {
            await _turns._collecting.WaitAsync(cancellationToken);
            try
            {
                while (_taken < _turns._atOnce)
                    await TakeAsync(cancellationToken);
            }
            finally
            {
                _turns._collecting.Release();
            }
        }

        private void Release()
        {
            if (_taken > 0)
                _turns._free.Release(_taken);
            _taken = 0;
        }
    }
}
