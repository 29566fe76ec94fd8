using LeRun.Users;
using Microsoft.Extensions.Caching.Memory;

namespace LeRun.Safety;

/// <summary>
/// The blocks of those who look at things, kept in memory for a minute: a block holds at once on the instance that stored it,
/// and on every other within 60 s.
/// </summary>
public sealed class BlockMemory(BlockStore store, TimeProvider clock) : IViewers, IDisposable
{
    /// <summary>A block holds on every instance at most this long after it was set.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(60);

    private readonly MemoryCache _viewers = new(new MemoryCacheOptions { SizeLimit = 20_000 });
    private long _changes;

    /// <inheritdoc/>
    public async ValueTask<Viewer> OfAsync(string? accountId, CancellationToken cancellationToken)
    {
        if (accountId is null)
            return Viewer.Anyone;
        var now = clock.GetUtcNow();
        if (_viewers.TryGetValue(accountId, out Entry? known) && now - known!.ReadAt < MaxAge)
            return known.Viewer;

        var changes = Volatile.Read(ref _changes);
        var viewer = new Viewer(accountId, await store.ReadBothWaysAsync(accountId, cancellationToken));
        // A read that began before a change may end after it.
        if (changes == Volatile.Read(ref _changes))
        {
            _viewers.Set(
                accountId,
                new Entry(viewer, now),
                new MemoryCacheEntryOptions
                {
                    Size = 1 + (viewer.Blocked.Count / 100),
                    AbsoluteExpirationRelativeToNow = MaxAge,
                });
        }

        return viewer;
    }

    /// <summary>Makes this instance read the blocks of two accounts anew.</summary>
    public void Forget(string accountId, string otherAccountId)
    {
        Interlocked.Increment(ref _changes);
        _viewers.Remove(accountId);
        _viewers.Remove(otherAccountId);
    }

    /// <inheritdoc/>
    public void Dispose() => _viewers.Dispose();

    private sealed record Entry(Viewer Viewer, DateTimeOffset ReadAt);
}
