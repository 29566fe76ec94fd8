using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using LeRun.LocalHost.Blobs.Store;

namespace LeRun.LocalHost.Blobs;

/// <summary>Builds answers with the headers that the Blob service sends.</summary>
internal static class BlobAnswer
{
    public static HttpResponseMessage Empty(HttpStatusCode status) => new(status) { Content = new ByteArrayContent([]) };

    public static HttpResponseMessage Xml(HttpStatusCode status, XElement root) => new(status)
    {
        Content = new StringContent(
            new XDeclaration("1.0", "utf-8", null) + root.ToString(SaveOptions.DisableFormatting), Encoding.UTF8, "application/xml"),
    };

    public static HttpResponseMessage Error(BlobRefusal refusal, bool withBody)
    {
        var status = (HttpStatusCode)refusal.Status;
        var answer = withBody && refusal.Status != 304
            ? Xml(status, new XElement("Error", new XElement("Code", refusal.Code), new XElement("Message", refusal.Message)))
            : Empty(status);
        answer.Headers.Add("x-ms-error-code", refusal.Code);
        return answer;
    }

    /// <summary>After a write: its version.</summary>
    public static HttpResponseMessage Written(StoredBlob blob)
    {
        var answer = Empty(HttpStatusCode.Created);
        AddVersion(answer, blob.ETag, blob.LastModified);
        answer.Headers.Add("x-ms-request-server-encrypted", "true");
        return answer;
    }

    /// <summary>A blob's properties with its content, a part of it, or (HEAD) none.</summary>
    public static HttpResponseMessage Content(HttpStatusCode status, StoredBlob blob, byte[] content, int announcedLength)
    {
        var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent(content) };
        answer.Content.Headers.ContentLength = announcedLength;
        answer.Content.Headers.TryAddWithoutValidation("Content-Type", blob.ContentType);
        if (blob.CacheControl is { } cacheControl)
            answer.Headers.TryAddWithoutValidation("Cache-Control", cacheControl);
        AddVersion(answer, blob.ETag, blob.LastModified);
        answer.Headers.Add("Accept-Ranges", "bytes");
        answer.Headers.Add("x-ms-blob-type", "BlockBlob");
        answer.Headers.Add("x-ms-creation-time", blob.CreatedAt.ToString("R", CultureInfo.InvariantCulture));
        answer.Headers.Add("x-ms-lease-status", "unlocked");
        answer.Headers.Add("x-ms-lease-state", "available");
        answer.Headers.Add("x-ms-server-encrypted", "true");
        return answer;
    }

    public static void AddVersion(HttpResponseMessage answer, string etag, DateTimeOffset lastModified)
    {
        answer.Headers.TryAddWithoutValidation("ETag", etag);
        answer.Content.Headers.LastModified = lastModified;
    }
}
