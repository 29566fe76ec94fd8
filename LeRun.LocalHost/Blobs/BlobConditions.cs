using LeRun.LocalHost.Blobs.Store;

namespace LeRun.LocalHost.Blobs;

/// <summary>Evaluates the conditional headers of a request (RFC 9110, 13) with the Blob service's error codes.</summary>
internal static class BlobConditions
{
    /// <param name="blob">Null if the blob does not exist.</param>
    /// <exception cref="BlobRefusal">
    /// 412 unless the blob has the version of If-Match; 409 if it exists in spite of <c>If-None-Match: *</c>, which only a write
    /// supports.
    /// </exception>
    public static void Check(HttpRequestMessage request, StoredBlob? blob)
    {
        if (BlobHeaders.Get(request, "If-Match") is { } match && (blob is null || (match != "*" && Quoted(match) != blob.ETag)))
            throw BlobRefusal.ConditionNotMet;
        if (BlobHeaders.Get(request, "If-None-Match") is not { } none)
            return;
        if (none != "*" || request.Method != HttpMethod.Put)
            throw BlobRefusal.Unsupported("this use of If-None-Match");
        if (blob is not null)
            throw BlobRefusal.BlobAlreadyExists;
    }

    private static string Quoted(string etag) => etag.StartsWith('"') ? etag : $"\"{etag}\"";
}
