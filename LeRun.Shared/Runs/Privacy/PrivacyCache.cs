using Microsoft.Extensions.Caching.Memory;

namespace LeRun.Runs.Privacy;

/// <summary>
/// What runners let others see, as it was at most 30 seconds ago: a change on another instance holds here within a minute, the
/// lag of a replica included. What this instance changes holds here at once. Costs are in Cosmos requests.
/// </summary>
public sealed class PrivacyCache(PrivacyStore store, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    // Longer than it is believed: a read that lags behind is known by an older version.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _entries = new(new MemoryCacheOptions { SizeLimit = 50_000 });
    private readonly Lock _lock = new();

    /// <summary>A runner's privacy, if it is in memory and young enough; null: it must be read.</summary>
    public RunnerPrivacy? Recall(string accountId) =>
        _entries.TryGetValue(accountId, out Entry? entry) && clock.GetUtcNow() - entry!.AskedAt < MaxAge ? entry.Privacy : null;

    /// <summary>A runner's privacy. 1 request; none if it is in memory.</summary>
    public async Task<RunnerPrivacy> ReadAsync(string accountId, CancellationToken cancellationToken)
    {
        if (Recall(accountId) is { } known)
            return known;
        var asked = clock.GetUtcNow();
        return Remember(await store.ReadAsync(accountId, cancellationToken), asked);
    }

    /// <summary>Keeps what was read, or what was set; a later version that is known already stays.</summary>
    /// <param name="privacy">The privacy.</param>
    /// <param name="asked">When the request began.</param>
    /// <returns>The latest that is known.</returns>
    public RunnerPrivacy Remember(RunnerPrivacy privacy, DateTimeOffset asked)
    {
        lock (_lock)
        {
            var latest = _entries.TryGetValue(privacy.AccountId, out Entry? known) && known!.Privacy.Version > privacy.Version
                ? known.Privacy
                : privacy;
            _entries.Set(
                privacy.AccountId, new Entry(latest, asked), new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Kept });
            return latest;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _entries.Dispose();

    private sealed record Entry(RunnerPrivacy Privacy, DateTimeOffset AskedAt);
}
