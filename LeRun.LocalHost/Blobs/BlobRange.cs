using System.Net.Http.Headers;
using LeRun.LocalHost.Blobs.Store;

namespace LeRun.LocalHost.Blobs;

/// <summary>The part of a blob that a read asks for.</summary>
internal sealed record BlobRange(int Start, int Length)
{
    /// <summary>Returns null for the whole blob. <c>x-ms-range</c> overrides <c>Range</c>, as at the service.</summary>
    /// <exception cref="BlobRefusal">416 if the range starts after the end; 400 for forms that are not supported.</exception>
    public static BlobRange? Of(HttpRequestMessage request, StoredBlob blob)
    {
        var header = request.Headers.TryGetValues("x-ms-range", out var values)
            ? RangeHeaderValue.Parse(string.Join(",", values))
            : request.Headers.Range;
        if (header is null)
            return null;
        if (header.Unit != "bytes" || header.Ranges.Count != 1 || header.Ranges.Single().From is not { } start)
            throw BlobRefusal.Unsupported("this kind of range");
        if (start >= blob.Length)
            throw BlobRefusal.InvalidRange;

        var end = Math.Min(header.Ranges.Single().To ?? long.MaxValue, blob.Length - 1);
        return new BlobRange((int)start, (int)(end - start + 1));
    }
}
