using LeRun.Export;

namespace LeRun.Functions.Export;

/// <summary>A zip that is written while it is made. It is cut off, and so no whole response, if anything goes wrong.</summary>
/// <param name="archive">Writes it.</param>
/// <param name="part">The part of the export that it has.</param>
/// <param name="turn">Ends with it.</param>
public sealed class ExportResult(ExportArchive archive, ExportPart part, IDisposable turn) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var taken = turn;
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.ContentType = "application/zip";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = "attachment; filename=\"lerun-export.zip\"";
        var isWhole = await archive.TryWriteAsync(
            part, response.Body, token => UrlOf(request, token), request.Language, httpContext.RequestAborted);
        if (!isWhole)
            httpContext.Abort();
    }

    /// <summary>The URL of a link to an export.</summary>
    public static string UrlOf(HttpRequest request, string token) => $"{request.PublicAddress}/api/export/{token}";
}

/// <summary>Where to download an export.</summary>
/// <param name="Url">The link: it needs no token, and works once.</param>
/// <param name="ExpiresAt">How long it works.</param>
public sealed record ExportView(string Url, DateTimeOffset ExpiresAt);

/// <summary>
/// How many exports an instance makes at once: each of them reads and compresses as fast as its reader takes it.
/// </summary>
public sealed class ExportTurns : IDisposable
{
    /// <summary>How many there are. Nobody waits for one: an export takes minutes.</summary>
    public const int Max = 4;

    private readonly Turns _turns = new(Max, waiting: 0);

    /// <summary>When to come back if there is none left.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Takes a turn, which disposing it ends; null if none is left.</summary>
    public async Task<IDisposable?> TryTakeAsync(CancellationToken cancellationToken) =>
        await _turns.TryTakeAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}
