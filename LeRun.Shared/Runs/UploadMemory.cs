using Microsoft.Extensions.Caching.Memory;

namespace LeRun.Runs;

/// <summary>
/// What this instance last stored of each runner's live run, so that the next upload need not read it first. Only ever a guess:
/// another instance may have stored more since, and each write says what it takes for granted.
/// </summary>
public sealed class UploadMemory : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly MemoryCache _uploads = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    /// <summary>What was last stored of a runner; null: nothing within the hour.</summary>
    internal StoredUpload? Recall(string accountId) => _uploads.Get<StoredUpload>(accountId);

    /// <summary>Notes what was stored.</summary>
    internal void Remember(string accountId, StoredUpload upload) => _uploads.Set(
        accountId, upload, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });

    /// <inheritdoc cref="Remember(string, StoredUpload)"/>
    internal void Remember(LiveRun head) => Remember(head.AccountId, new StoredUpload(head.Run.Start, head.Next, head.Hash));

    /// <inheritdoc/>
    public void Dispose() => _uploads.Dispose();
}

/// <summary>How far a live run is stored.</summary>
/// <param name="Start">The run.</param>
/// <param name="Next">How many markers are held.</param>
/// <param name="Hash">Their hash; null: it is not known.</param>
internal sealed record StoredUpload(DateTimeOffset Start, int Next, string? Hash);
