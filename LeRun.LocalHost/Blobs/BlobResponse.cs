using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using LeRun.LocalHost.Blobs.Store;

namespace LeRun.LocalHost.Blobs;

/// <summary>Builds responses with the headers that the Blob service sends.</summary>
internal static class BlobResponse
{
    public static HttpResponseMessage Empty(HttpStatusCode status) => new(status) { Content = new ByteArrayContent([]) };

    public static HttpResponseMessage Xml(HttpStatusCode status, XElement root) => new(status)
    {
        Content = new StringContent(
            new XDeclaration("1.0", "utf-8", null) + root.ToString(SaveOptions.DisableFormatting),
            Encoding.UTF8,
            "application/xml"),
    };

    public static HttpResponseMessage Error(BlobRefusal refusal, bool withBody)
    {
        var status = (HttpStatusCode)refusal.Status;
        var response = withBody
            ? Xml(status, new XElement("Error", new XElement("Code", refusal.Code), new XElement("Message", refusal.Message)))
            : Empty(status);
        response.Headers.Add("x-ms-error-code", refusal.Code);
        return response;
    }

    /// <summary>Returns the version that a write created.</summary>
    public static HttpResponseMessage Written(StoredBlob blob)
    {
        var response = Empty(HttpStatusCode.Created);
        AddVersion(response, blob.ETag, blob.LastModified);
        response.Headers.Add("x-ms-request-server-encrypted", "true");
        return response;
    }

    /// <summary>Returns a blob's properties with its content, with a part of it or, for HEAD, with none.</summary>
    public static HttpResponseMessage Content(HttpStatusCode status, StoredBlob blob, byte[] content, int announcedLength)
    {
        var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(content) };
        response.Content.Headers.ContentLength = announcedLength;
        response.Content.Headers.TryAddWithoutValidation("Content-Type", blob.ContentType);
        AddVersion(response, blob.ETag, blob.LastModified);
        response.Headers.Add("Accept-Ranges", "bytes");
        response.Headers.Add("x-ms-blob-type", "BlockBlob");
        response.Headers.Add("x-ms-creation-time", blob.CreatedAt.ToString("R", CultureInfo.InvariantCulture));
        response.Headers.Add("x-ms-lease-status", "unlocked");
        response.Headers.Add("x-ms-lease-state", "available");
        response.Headers.Add("x-ms-server-encrypted", "true");
        return response;
    }

    public static void AddVersion(HttpResponseMessage response, string etag, DateTimeOffset lastModified)
    {
        response.Headers.TryAddWithoutValidation("ETag", etag);
        response.Content.Headers.LastModified = lastModified;
    }
}
