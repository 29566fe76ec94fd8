using System.Text.RegularExpressions;
using Azure.Storage.Blobs;

namespace LeRun.Storage;

/// <summary>Settings <c>Blobs__…</c>: exactly one of <see cref="Endpoint"/> and <see cref="ConnectionString"/>.</summary>
public sealed partial class BlobSettings : ISettings
{
    /// <inheritdoc/>
    public static string Section => "Blobs";

    /// <summary>
    /// The account's Blob endpoint, such as <c>https://account.blob.core.windows.net</c>; access is by the managed identity.
    /// </summary>
    public Uri? Endpoint { get; set; }

    /// <summary>For Azurite (<c>UseDevelopmentStorage=true</c>) or an account key.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The container's name.</summary>
    public string Container { get; set; } = "profile-pictures";

    /// <summary>Creates the container at start when it is missing. In Azure infra/ does that.</summary>
    public bool CreateContainer { get; set; }

    /// <summary>
    /// Serves requests in place of the network: the in-process Blob storage of LocalHost. Code sets it, configuration cannot.
    /// </summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (Endpoint is null == string.IsNullOrWhiteSpace(ConnectionString))
            yield return "Set one of Blobs__Endpoint (managed identity) and Blobs__ConnectionString (account key or Azurite).";
        if (Endpoint is { } endpoint && (!endpoint.IsAbsoluteUri || endpoint.Scheme != Uri.UriSchemeHttps))
            yield return "Blobs__Endpoint must be an https address: tokens are not sent in the clear.";
        if (!string.IsNullOrWhiteSpace(ConnectionString) && !IsConnectionString(ConnectionString))
            yield return "Blobs__ConnectionString is not a storage connection string.";
        if (Container.Length is < 3 or > 63 || !ContainerName().IsMatch(Container))
            yield return "Blobs__Container must be 3 to 63 lower-case letters, digits and single hyphens between them.";
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new BlobServiceClient(text).Uri is not null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex ContainerName();
}
