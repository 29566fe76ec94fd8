using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace LeRun.Functions.Docs;

/// <summary>A file that is the same until the next deployment; a reader who has it gets a 304.</summary>
/// <param name="content">The file.</param>
/// <param name="mediaType">Its media type.</param>
/// <param name="compressed">Whether <paramref name="content"/> is compressed by gzip.</param>
public sealed class StaticFile(byte[] content, string mediaType, bool compressed = false) : IResult
{
    // Nothing but what the page itself brings: no inline code or styles, no other host, no frame around it.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Sixteen digits that differ when the content does.</summary>
    public string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(content))[..16];

    /// <summary>Whether the page names the file with its version, as <c>?v=</c>.</summary>
    public bool HasVersionedUrl { get; init; }

    /// <summary>The language that it is written in; null if there is no other to choose from.</summary>
    public string? Language { get; init; }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var tag = ETags.Format(Version);
        response.Headers.ETag = ETags.SeenTag(request, tag) ?? tag;
        // A URL with this version in it never means anything else; any other is asked for again at each use.
        response.Headers.CacheControl = HasVersionedUrl && request.QueryValue("v") == Version
            ? "public, max-age=31536000, immutable"
            : "public, no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers[HeaderNames.Vary] = (Language, compressed) switch
        {
            (not null, _) => $"{HeaderNames.AcceptLanguage}, {HeaderNames.AcceptEncoding}",
            (_, true) => HeaderNames.AcceptEncoding,
            _ => default,
        };
        if (Language is not null)
            response.Headers.ContentLanguage = Language;
        if (ETags.HasSeen(request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = mediaType;
        var body = content;
        if (compressed && request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
            response.Headers.ContentEncoding = "gzip";
        else if (compressed)
            body = Decompress(content);
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    private static byte[] Decompress(byte[] content)
    {
        using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
