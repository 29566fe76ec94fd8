using LeRun.Identity;

namespace LeRun.Functions.Http;

/// <summary>
/// The time that a request has for its work once its token was checked. A token may be ended right after its check; what the
/// request still changes is over before the erasure of a deleted account looks for the last time. Time in which the body comes
/// does not count: the token is checked again when it has come.
/// </summary>
internal sealed class RequestTime : IDisposable
{
    private readonly CancellationTokenSource _time;
    private readonly CancellationTokenSource _either;

    /// <summary>Begins when the token has been checked.</summary>
    public RequestTime(HttpContext http, TimeProvider clock)
    {
        _time = new CancellationTokenSource(Revocations.Grace, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_time.Token, http.RequestAborted);
        Token = _either.Token;
    }

    /// <summary>Cancelled when the time is up, or when the caller is gone.</summary>
    public CancellationToken Token { get; }

    /// <summary>Waits for the token's next check.</summary>
    public void Pause() => _time.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>Begins anew: the token has just been checked.</summary>
    public void Restart() => _time.CancelAfter(Revocations.Grace);

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _time.Dispose();
    }
}
