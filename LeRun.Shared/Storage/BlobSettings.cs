using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace LeRun.Storage;

/// <summary>Where profile pictures live: section <c>Blobs</c>, with either an endpoint or a connection string.</summary>
public sealed class BlobSettings
{
    public const string Section = "Blobs";

    /// <summary>The account's Blob endpoint, such as <c>https://account.blob.core.windows.net</c>, entered by managed identity.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>For Azurite (<c>UseDevelopmentStorage=true</c>) or an account key.</summary>
    public string? ConnectionString { get; set; }

    public string Container { get; set; } = "profile-pictures";

    /// <summary>Creates the container at start when it is missing. In Azure infra/ does that.</summary>
    public bool CreateContainer { get; set; }

    /// <summary>Answers in place of the network; code sets it, configuration can't.</summary>
    public HttpMessageHandler? Transport { get; set; }
}

internal sealed partial class BlobSettingsValidator : IValidateOptions<BlobSettings>
{
    public ValidateOptionsResult Validate(string? name, BlobSettings options)
    {
        var failures = new List<string>();
        if (options.Endpoint is null == string.IsNullOrWhiteSpace(options.ConnectionString))
            failures.Add("Set one of Blobs__Endpoint (managed identity) and Blobs__ConnectionString (account key or Azurite).");
        if (options.Endpoint is { } endpoint && (!endpoint.IsAbsoluteUri || endpoint.Scheme != Uri.UriSchemeHttps))
            failures.Add("Blobs__Endpoint must be an https address: tokens are not sent in the clear.");
        if (!string.IsNullOrWhiteSpace(options.ConnectionString) && !IsConnectionString(options.ConnectionString))
            failures.Add("Blobs__ConnectionString is no storage connection string.");
        if (options.Container.Length is < 3 or > 63 || !ContainerName().IsMatch(options.Container))
            failures.Add("Blobs__Container must be 3 to 63 lower-case letters, digits and single hyphens between them.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
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
