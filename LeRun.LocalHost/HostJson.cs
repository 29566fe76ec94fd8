using System.Text.Json;

namespace LeRun.LocalHost;

/// <summary>What LocalHost reads from the Functions host's own settings file.</summary>
internal static class HostJson
{
    private static readonly JsonDocumentOptions _lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Returns <c>extensions.http.routePrefix</c>, which is <c>api</c> unless the folder's host.json sets it.</summary>
    public static string RoutePrefix(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "host.json")), _lenient);
        return json.RootElement.TryGetProperty("extensions", out var extensions)
            && extensions.TryGetProperty("http", out var http)
            && http.TryGetProperty("routePrefix", out var prefix)
                ? prefix.GetString() ?? ""
                : "api";
    }
}
