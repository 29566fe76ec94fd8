using System.Text.Json;

namespace LeRun.LocalHost;

/// <summary>What LocalHost takes from the Functions host's own settings file.</summary>
internal static class HostJson
{
    private static readonly JsonDocumentOptions s_lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary><c>extensions.http.routePrefix</c>, which is <c>api</c> when the folder's host.json does not say otherwise.</summary>
    public static string RoutePrefix(string folder)
    {
        var path = Path.Combine(folder, "host.json");
        if (!File.Exists(path))
            return "api";

        using var json = JsonDocument.Parse(File.ReadAllBytes(path), s_lenient);
        return json.RootElement.TryGetProperty("extensions", out var extensions)
            && extensions.TryGetProperty("http", out var http)
            && http.TryGetProperty("routePrefix", out var prefix)
                ? prefix.GetString() ?? ""
                : "api";
    }
}
