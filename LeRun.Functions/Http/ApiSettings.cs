namespace LeRun.Functions.Http;

/// <summary>Settings <c>Api__…</c>.</summary>
public sealed class ApiSettings : ISettings
{
    /// <inheritdoc/>
    public static string Section => "Api";

    /// <summary>The address that links and picture URLs begin with; by default the one that the request came to.</summary>
    public string? PublicUrl { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (!string.IsNullOrEmpty(PublicUrl)
            && !(Uri.TryCreate(PublicUrl, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"))
        {
            yield return "Api__PublicUrl must be an address (https://...).";
        }
    }
}
