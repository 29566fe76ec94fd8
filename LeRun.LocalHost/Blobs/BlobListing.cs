using System.Globalization;
using System.Net;
using System.Xml.Linq;
using LeRun.LocalHost.Blobs.Store;

namespace LeRun.LocalHost.Blobs;

/// <summary>Lists blobs by prefix, a page at a time; the marker is the name that the next page starts with.</summary>
internal static class BlobListing
{
    private const int LargestPage = 5000;

    private static readonly HashSet<string> _known =
        new(["restype", "comp", "prefix", "marker", "maxresults", "timeout", "showonly"], StringComparer.Ordinal);

    public static HttpResponseMessage List(BlobAddress address, IEnumerable<StoredBlob> blobsByName)
    {
        if (address.Query.Keys.FirstOrDefault(k => !_known.Contains(k)) is { } unknown)
            throw BlobRefusal.Unsupported($"the list parameter {unknown}");
        var size = LargestPage;
        if (address.Query.TryGetValue("maxresults", out var text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size < 1))
            throw new BlobRefusal(400, "OutOfRangeQueryParameterValue", "The maxresults parameter is out of range.");
        size = Math.Min(size, LargestPage);

        var prefix = address.Query.GetValueOrDefault("prefix", "");
        var marker = address.Query.GetValueOrDefault("marker", "");
        var found = blobsByName
            .Where(b => b.Name.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(b.Name, marker) >= 0)
            .Take(size + 1)
            .ToList();
        return BlobResponse.Xml(HttpStatusCode.OK, new XElement(
            "EnumerationResults",
            new XAttribute("ContainerName", address.Container),
            new XElement("Prefix", prefix),
            new XElement("Marker", marker),
            new XElement("MaxResults", size),
            new XElement("Blobs", found.Take(size).Select(Describe)),
            new XElement("NextMarker", found.Count > size ? found[size].Name : "")));
    }

    private static XElement Describe(StoredBlob blob) => new(
        "Blob",
        new XElement("Name", blob.Name),
        new XElement(
            "Properties",
            new XElement("Creation-Time", blob.CreatedAt.ToString("R", CultureInfo.InvariantCulture)),
            new XElement("Last-Modified", blob.LastModified.ToString("R", CultureInfo.InvariantCulture)),
            new XElement("Etag", blob.ETag.Trim('"')),
            new XElement("Content-Length", blob.Length),
            new XElement("Content-Type", blob.ContentType),
            new XElement("BlobType", "BlockBlob"),
            new XElement("LeaseStatus", "unlocked"),
            new XElement("LeaseState", "available"),
            new XElement("ServerEncrypted", true)));
}
