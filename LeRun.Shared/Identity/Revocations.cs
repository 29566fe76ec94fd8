using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace LeRun.Identity;

/// <summary>
/// Knows which access tokens died before they expired. It keeps them in memory and refreshes them in the background with two
/// small queries, so that a token dies everywhere within a minute and no request reads the database for it.
/// </summary>
public sealed class Revocations(
    IRevocationSource source, IEndedSessionSource sessions, IOptions<AuthSettings> settings, TimeProvider clock)
{
    /// <summary>A token is dead on every instance at most this long after what ended it.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>What a request changes is over this long after its token was last checked.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan RefreshAfter = TimeSpan.FromSeconds(30);

    // Requests wait for the refresh from here on: well before the bound, so that a slow query does not break it.
    private static readonly TimeSpan WaitAfter = TimeSpan.FromSeconds(45);

    // Another instance's clock may be behind ours: look back a little further than the last refresh.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Revocation> _byUser = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _endedSessions = new(StringComparer.Ordinal);
    private readonly Lock _refreshing = new();
    private long _freshTicks;
    private Task? _refresh;

    /// <summary>Whether the token of a caller was ended: with its session, by a password change or a deletion.</summary>
    public async Task<bool> IsRevokedAsync(Caller caller, CancellationToken cancellationToken) =>
        await IsRevokedAsync(caller.Username.Normalized, caller.TokenVersion, cancellationToken)
        || (caller.SessionId is { } session && _endedSessions.ContainsKey(session));

    /// <summary>Whether a token of <paramref name="version"/> was ended by a password change or a deletion.</summary>
    /// <param name="normalizedUsername">Of the token's user.</param>
    /// <param name="version">Of the token.</param>
    public async Task<bool> IsRevokedAsync(string normalizedUsername, int version, CancellationToken cancellationToken)
    {
        var age = clock.GetUtcNow() - FreshAt;
        if (age > RefreshAfter)
        {
            var refresh = RefreshOnceAsync();
            if (age > WaitAfter)
                await refresh.WaitAsync(cancellationToken);
        }

        return _byUser.TryGetValue(normalizedUsername, out var revocation) && version < revocation.Version;
    }

    /// <summary>Makes this instance know at once; the others find it in storage.</summary>
    public void Note(Revocation revocation) =>
        _byUser.AddOrUpdate(
            revocation.NormalizedUsername, revocation, (_, known) => known.Version > revocation.Version ? known : revocation);

    /// <summary>Makes this instance know at once that a session ended; the others find it in storage.</summary>
    public void NoteEndOfSession(string sessionId, DateTimeOffset at) => _endedSessions[sessionId] = at;

    private DateTimeOffset FreshAt => new(Volatile.Read(ref _freshTicks), TimeSpan.Zero);

    private Task RefreshOnceAsync()
    {
        lock (_refreshing)
        {
            if (_refresh is null or { IsCompleted: true })
                _refresh = RefreshAsync();
            return _refresh;
        }
    }

    private async Task RefreshAsync()
    {
        var now = clock.GetUtcNow();
        await Task.WhenAll(RefreshAccountsAsync(now), RefreshSessionsAsync(now));
        Volatile.Write(ref _freshTicks, now.UtcTicks);
    }

    private async Task RefreshAccountsAsync(DateTimeOffset now)
    {
        var oldest = now - settings.Value.RevocationsKept - Overlap;
        await foreach (var revocation in source.SinceAsync(Since(oldest)))
            Note(revocation);
        foreach (var expired in _byUser.Values.Where(revocation => revocation.At < oldest))
            _byUser.TryRemove(expired.NormalizedUsername, out _);
    }

    private async Task RefreshSessionsAsync(DateTimeOffset now)
    {
        var oldest = now - settings.Value.EndedSessionsKept - Overlap;
        await foreach (var (id, at) in sessions.SinceAsync(Since(oldest)))
            NoteEndOfSession(id, at);
        foreach (var (id, _) in _endedSessions.Where(session => session.Value < oldest))
            _endedSessions.TryRemove(id, out _);
    }

    // What the last refresh read need not be read again.
    private DateTimeOffset Since(DateTimeOffset oldest) => FreshAt > oldest + Overlap ? FreshAt - Overlap : oldest;
}

/// <summary>The end of a user's tokens.</summary>
/// <param name="NormalizedUsername">The user.</param>
/// <param name="Version">Tokens of lower versions are dead.</param>
/// <param name="At">Since when they are.</param>
public sealed record Revocation(string NormalizedUsername, int Version, DateTimeOffset At);

/// <summary>Where revocations are stored.</summary>
public interface IRevocationSource
{
    /// <summary>Returns every account with tokens that were ended at or after a time.</summary>
    IAsyncEnumerable<Revocation> SinceAsync(DateTimeOffset since);
}

/// <summary>Where the ends of sessions are stored.</summary>
public interface IEndedSessionSource
{
    /// <summary>Returns every session that was ended at or after a time, while any of its tokens could be of use.</summary>
    IAsyncEnumerable<(string SessionId, DateTimeOffset At)> SinceAsync(DateTimeOffset since);
}
