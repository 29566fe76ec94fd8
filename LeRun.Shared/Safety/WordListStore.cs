using System.Buffers;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeRun.Safety;

/// <summary>
/// The word list: the blob <c>Moderation__Words</c> in the container of pictures, a word or phrase a line. It is read again every
/// five minutes; while it cannot be, the last one counts.
/// </summary>
public sealed partial class WordListStore(
    BlobContainerClient container, IOptions<ModerationSettings> settings, TimeProvider clock, ILogger<WordListStore> logger)
    : IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _reading = new(1);
    private SearchValues<string>? _words;
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    /// <summary>The words, folded; null if they never could be read. At most 1 Blob request in five minutes.</summary>
    public async Task<SearchValues<string>?> ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (clock.GetUtcNow() - _readAt < MaxAge)
                return _words;
            using var patience = new CancellationTokenSource(Patience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                _words = SearchValues.Create([.. await ReadWordsAsync(either.Token)], StringComparison.Ordinal);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Log.Unread(logger, exception);
            }

            // A list that cannot be read is not asked for again with each text.
            _readAt = clock.GetUtcNow() - (_words is null ? MaxAge - Patience : TimeSpan.Zero);
            return _words;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async Task<IEnumerable<string>> ReadWordsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var blob = await container.GetBlobClient(settings.Value.Words).DownloadContentAsync(cancellationToken);
            return blob.Value.Content.ToString().Split('\n').Select(FoldedText.Of).Where(word => word.Length > 0);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return [];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The word list could not be read; the last one counts.")]
        public static partial void Unread(ILogger logger, Exception exception);
    }
}
