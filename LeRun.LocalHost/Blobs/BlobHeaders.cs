namespace LeRun.LocalHost.Blobs;

/// <summary>Reads a request's headers.</summary>
internal static class BlobHeaders
{
    private static readonly string[] _optional = ["If-", "x-ms-blob-", "x-ms-if-", "x-ms-lease-", "x-ms-meta-"];

    private static readonly HashSet<string> _known =
        new(["If-Match", "If-None-Match", "x-ms-blob-type", "x-ms-blob-content-type"], StringComparer.OrdinalIgnoreCase);

    /// <exception cref="BlobRefusal">400 if a condition or a property of the blob is one that is not supported here.</exception>
    public static void Check(HttpRequestMessage request)
    {
        foreach (var (name, _) in request.Headers)
        {
            if (!_known.Contains(name) && _optional.Any(start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
                throw BlobRefusal.Unsupported($"the header {name}");
        }
    }

    public static string? Get(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
