using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace LeRun.LocalHost.Blobs;

/// <summary>A request's method and address, in the emulators' form <c>/account/container/blob?query</c>.</summary>
internal sealed partial record BlobAddress(
    BlobOperation Operation, string Container, string? Blob, IReadOnlyDictionary<string, string> Query)
{
    private const int LongestBlobName = 1024;

    public static BlobAddress Of(HttpRequestMessage request)
    {
        var uri = request.RequestUri!;
        var parts = uri.AbsolutePath.Split('/', 4, StringSplitOptions.None);
        var container = parts.Length > 2 ? Uri.UnescapeDataString(parts[2]) : "";
        var blob = parts.Length > 3 && parts[3].Length > 0 ? Uri.UnescapeDataString(parts[3]) : null;
        var query = QueryHelpers.ParseQuery(uri.Query).ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal);
        return new BlobAddress(OperationOf(request.Method.Method, blob, query), container, blob, query);
    }

    /// <exception cref="BlobRefusal">400 if a name is invalid or the operation is not supported.</exception>
    public void Check()
    {
        if (Operation == BlobOperation.Unknown)
            throw BlobRefusal.Unsupported("this operation");
        if (Container.Length is < 3 or > 63 || !ContainerName().IsMatch(Container) || Blob?.Length > LongestBlobName)
            throw BlobRefusal.InvalidResourceName;
    }

    private static BlobOperation OperationOf(string method, string? blob, Dictionary<string, string> query) =>
        (method, blob is null, query.GetValueOrDefault("restype"), query.GetValueOrDefault("comp")) switch
        {
            ("PUT", true, "container", null) => BlobOperation.CreateContainer,
            ("GET" or "HEAD", true, "container", null) => BlobOperation.GetContainer,
            ("GET", true, "container", "list") => BlobOperation.List,
            ("PUT", false, null, null) => BlobOperation.Put,
            ("GET", false, null, null) => BlobOperation.Get,
            ("HEAD", false, null, null) => BlobOperation.Head,
            ("DELETE", false, null, null) => BlobOperation.Delete,
            _ => BlobOperation.Unknown,
        };

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex ContainerName();
}
