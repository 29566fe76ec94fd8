using System.Security.Cryptography;
using System.Text;

namespace LeRun.LocalHost.Cosmos.Server;

/// <summary>The key of Microsoft's emulator, which is published and no secret, and the signatures made with it.</summary>
public static class EmulatorKey
{
    public const string Value = "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==";

    private const string Prefix = "type=master&ver=1.0&sig=";

    /// <summary>Whether a request's authorization is its signature by this key.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The URL's path as it was sent.</param>
    /// <param name="date">The header <c>x-ms-date</c>, or <c>Date</c>.</param>
    /// <param name="authorization">The header <c>Authorization</c>.</param>
    internal static bool Signs(string method, string path, string date, string authorization)
    {
        var token = Uri.UnescapeDataString(authorization);
        if (!token.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var signature = Encoding.UTF8.GetBytes(token[Prefix.Length..]);
        var (type, links) = Resource(path);
        return links.Exists(link => CryptographicOperations.FixedTimeEquals(Sign(method, type, link, date), signature));
    }

    // The type of what is addressed, and its link: by names, or a resource id in lower case.
    private static (string Type, List<string> Links) Resource(string path)
    {
        var segments = path.Trim('/').Split('/');
        if (segments is [""])
            return ("", [""]);
        // Types and names alternate; what ends with a type is a feed of its parent.
        var (type, parts) = segments.Length % 2 == 0 ? (segments[^2], segments) : (segments[^1], segments[..^1]);
        var link = string.Join('/', parts);
        var id = parts.Length == 0 ? "" : Uri.UnescapeDataString(parts[^1]);
        return (type, [Uri.UnescapeDataString(link), link, id.ToLowerInvariant()]);
    }

    private static byte[] Sign(string method, string type, string link, string date)
    {
        var text = $"{method.ToLowerInvariant()}\n{type.ToLowerInvariant()}\n{link}\n{date.ToLowerInvariant()}\n\n";
        var signature = HMACSHA256.HashData(Convert.FromBase64String(Value), Encoding.UTF8.GetBytes(text));
        return Encoding.UTF8.GetBytes(Convert.ToBase64String(signature));
    }
}
