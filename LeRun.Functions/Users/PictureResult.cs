using LeRun.Users.Pictures;
using Microsoft.Net.Http.Headers;

namespace LeRun.Functions.Users;

/// <summary>A picture's bytes, or the part of them that was asked for, straight from storage.</summary>
/// <param name="picture">What is known of the whole picture.</param>
/// <param name="content">The bytes to send; null sends the headers alone.</param>
/// <param name="part">Which bytes of the whole they are; null: all of them.</param>
public sealed class PictureResult(PictureProperties picture, StoredPicture? content, ContentRangeHeaderValue? part) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        await using var stored = content;
        response.StatusCode = part is null ? StatusCodes.Status200OK
            : content is null ? StatusCodes.Status416RangeNotSatisfiable
            : StatusCodes.Status206PartialContent;
        response.ContentType = picture.ContentType;
        response.Headers.LastModified = HeaderUtilities.FormatDate(picture.LastModified);
        if (part is not null)
            response.Headers.ContentRange = part.ToString();
        if (response.StatusCode == StatusCodes.Status416RangeNotSatisfiable)
            return;

        response.ContentLength = part is { From: { } from, To: { } to } ? to - from + 1 : picture.Length;
        if (stored is not null)
            await SendAsync(stored.Content, response.Body, httpContext.RequestAborted);
    }

    // A picture that its owner has deleted leaves the caches that many share within days; a viewer's own may keep it.
    private const string Immutable = "public, max-age=31536000, s-maxage=259200, immutable";

    /// <summary>
    /// Sets what every response about a picture carries, 304 included: how long to keep it, and that it is nothing but a picture.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <param name="etag">The picture's entity tag.</param>
    /// <param name="immutable">The URL names this very picture, so that it may be kept for ever.</param>
    public static void SetHeaders(HttpResponse response, string etag, bool immutable)
    {
        response.Headers.ETag = etag;
        response.Headers.CacheControl = immutable ? Immutable : "public, no-cache";
        response.Headers.Vary = HeaderNames.Accept;
        response.Headers.AcceptRanges = "bytes";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = "inline";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
    }

    /// <summary>
    /// Returns whether the caller would rather have JPEG than WebP, or does not take WebP. Whoever says nothing takes both.
    /// </summary>
    public static bool PrefersJpeg(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        if (accepted.Count == 0)
            return false;
        var webp = QualityOf("image/webp", accepted);
        return webp == 0 || QualityOf("image/jpeg", accepted) > webp;
    }

    // The range that fits most closely counts, RFC 9110 12.5.1: the type, image/*, */*.
    private static double QualityOf(string type, IList<MediaTypeHeaderValue> accepted) => accepted
        .Where(range => new MediaTypeHeaderValue(type).IsSubsetOf(range))
        .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
        .Select(range => range.Quality ?? 1)
        .FirstOrDefault();

    private static async Task SendAsync(Stream picture, Stream body, CancellationToken aborted)
    {
        try
        {
            await picture.CopyToAsync(body, aborted);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // Nobody is left to send it to.
        }
    }
}
