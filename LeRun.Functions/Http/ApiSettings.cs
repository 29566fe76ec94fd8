using Microsoft.Extensions.Options;

namespace LeRun.Functions.Http;

/// <summary>Settings <c>Api__…</c>.</summary>
public sealed class ApiSettings
{
    public const string Section = "Api";

    /// <summary>The address that links and picture URLs begin with; left out, it is the one that the request came to.</summary>
    public string? PublicUrl { get; set; }

    internal sealed class Validator : IValidateOptions<ApiSettings>
    {
        public ValidateOptionsResult Validate(string? name, ApiSettings options) =>
            string.IsNullOrEmpty(options.PublicUrl)
            || (Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var address) && address.Scheme is "https" or "http")
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("Api__PublicUrl must be an address (https://...).");
    }
}
