using System.IO.Compression;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace LeRun.Functions.Http;

/// <summary>The content codings of RFC 9110 that bodies may have: responses br and gzip, requests gzip.</summary>
public static class ContentCodings
{
    /// <summary>The coding that a request may have.</summary>
    public const string Gzip = "gzip";

    private const string Brotli = "br";

    private static readonly HashSet<string> Gzips = new([Gzip, "x-gzip"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The codings of responses, the one that saves most first.</summary>
    public static IReadOnlyList<string> OfResponses { get; } = [Brotli, Gzip];

    /// <summary>Returns the coding that a caller likes best (<c>Accept-Encoding</c>) of those there are; null: none.</summary>
    public static string? Accepted(HttpRequest request)
    {
        // A browser would understand anything; whoever says nothing is an app that may not.
        if (request.Headers.AcceptEncoding.Count == 0)
            return null;
        var wanted = request.GetTypedHeaders().AcceptEncoding;
        var best = OfResponses.MaxBy(coding => QualityOf(coding, wanted))!;
        var (quality, plain) = (QualityOf(best, wanted), Find("identity", wanted));
        return quality > 0 && (plain is null || quality >= (plain.Quality ?? 1)) ? best : null;
    }

    /// <summary>Returns a stream that encodes what is written to it.</summary>
    /// <param name="coding">One of <see cref="OfResponses"/>.</param>
    /// <param name="target">Takes the encoded bytes, and stays open.</param>
    public static Stream Encode(string coding, Stream target) => coding == Brotli
        ? new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true)
        : new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true);

    /// <summary>
    /// Decodes the body of a request from here on, while it is read. An encoded byte costs no memory before it is read, and
    /// readers count what comes out.
    /// </summary>
    /// <param name="request">The request, of whose body nothing is read yet.</param>
    /// <returns>False for a coding that no route takes.</returns>
    public static bool TryDecode(HttpRequest request)
    {
        var coding = request.Headers.ContentEncoding.ToString();
        if (coding.Length == 0 || coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return true;
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
            return true;
        if (!Gzips.Contains(coding))
            return false;
        request.Body = new GZipStream(new EncodedBody(request.Body), CompressionMode.Decompress);
        request.ContentLength = null;
        request.Headers.ContentEncoding = default;
        return true;
    }

    private static double QualityOf(string coding, IList<StringWithQualityHeaderValue> wanted) =>
        (Find(coding, wanted) ?? Find("*", wanted)) is { } found ? found.Quality ?? 1 : 0;

    private static StringWithQualityHeaderValue? Find(string coding, IList<StringWithQualityHeaderValue> wanted) =>
        wanted.FirstOrDefault(value => value.Value.Equals(coding, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The encoded bytes, counted too: blocks that decode to nothing would otherwise be read for as long as they come.
    /// </summary>
    private sealed class EncodedBody(Stream body) : Stream
    {
        // Above the largest body of any route, a picture of 5 MiB in base64.
        private const int MaxBytes = 8 * 1024 * 1024;

        private int _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await body.ReadAsync(buffer, cancellationToken);
            _read += read;
            return _read <= MaxBytes
                ? read
                : throw new BadHttpRequestException("The encoded body is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();
    }
}
