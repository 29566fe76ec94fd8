using System.Globalization;
using LeRun.LocalHost.Blobs.Store;

namespace LeRun.LocalHost.Blobs;

/// <summary>The conditional headers of a request (RFC 9110, 13), with the Blob service's own answers.</summary>
internal static class BlobConditions
{
    /// <summary>Throws 304 or 412 unless an existing blob may be read.</summary>
    public static void CheckRead(HttpRequestMessage request, StoredBlob blob)
    {
        CheckUnchanged(request, blob);
        if (IsUnchanged(request, blob))
            throw BlobRefusal.NotModified;
    }

    /// <summary>Throws 409 or 412 unless a blob, or the place where none is, may be written or deleted.</summary>
    public static void CheckWrite(HttpRequestMessage request, StoredBlob? blob)
    {
        CheckUnchanged(request, blob);
        if (blob is null)
            return;
        if (Header(request, "If-None-Match") == "*")
            throw BlobRefusal.BlobAlreadyExists;
        if (IsUnchanged(request, blob))
            throw BlobRefusal.ConditionNotMet;
    }

    private static void CheckUnchanged(HttpRequestMessage request, StoredBlob? blob)
    {
        var mismatch = Header(request, "If-Match") is { } match && (blob is null || (match != "*" && Quoted(match) != blob.ETag));
        var modified = Date(request, "If-Unmodified-Since") is { } date && blob is not null && WholeSeconds(blob) > date;
        if (mismatch || modified)
            throw BlobRefusal.ConditionNotMet;
    }

    private static bool IsUnchanged(HttpRequestMessage request, StoredBlob blob) =>
        Header(request, "If-None-Match") is { } none
            ? none == "*" || Quoted(none) == blob.ETag
            : Date(request, "If-Modified-Since") is { } date && WholeSeconds(blob) <= date;

    private static DateTimeOffset? Date(HttpRequestMessage request, string name) =>
        DateTimeOffset.TryParseExact(
            Header(request, name), "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    /// <summary>HTTP dates have no fractions.</summary>
    private static DateTimeOffset WholeSeconds(StoredBlob blob) =>
        blob.LastModified.AddTicks(-(blob.LastModified.Ticks % TimeSpan.TicksPerSecond));

    private static string Quoted(string etag) => etag.StartsWith('"') ? etag : $"\"{etag}\"";

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
