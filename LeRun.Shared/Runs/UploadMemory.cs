using Microsoft.Extensions.Caching.Memory;

namespace LeRun.Runs;

/// <summary>
/// The heads of live runs as this instance last stored them, so that the next upload need not read them first. Only ever a
/// guess: another instance may have stored more since, and each write says what it takes for granted.
/// </summary>
public sealed class UploadMemory : IDisposable
{
    // A head is 2 KB or so.
    private const int MaxHeads = 20_000;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly MemoryCache _heads = new(new MemoryCacheOptions { SizeLimit = MaxHeads });

    /// <summary>What was last stored of a runner; null: nothing within the hour.</summary>
    public LiveRun? Recall(string accountId) => _heads.Get<LiveRun>(accountId);

    /// <summary>Notes what was stored.</summary>
    public void Remember(LiveRun head) => _heads.Set(
        head.AccountId, head, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });

    /// <summary>Something was stored of a runner, of which not all is known.</summary>
    public void Forget(string accountId) => _heads.Remove(accountId);

    /// <inheritdoc/>
    public void Dispose() => _heads.Dispose();
}
