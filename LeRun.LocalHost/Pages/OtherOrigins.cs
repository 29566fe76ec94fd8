using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace LeRun.LocalHost.Pages;

/// <summary>
/// Which web pages of elsewhere may call the API and read its answers, as the platform decides it in Azure: those that this
/// machine serves, where apps are developed, and those of the origins that the command line names.
/// </summary>
internal static class OtherOrigins
{
    /// <summary>Allows them, for the routes of the API alone.</summary>
    public static void Use(IApplicationBuilder app, string routePrefix, IReadOnlyList<string> origins)
    {
        var allowed = new HashSet<string>(origins, StringComparer.OrdinalIgnoreCase);
        app.UseWhen(
            http => http.Request.Path.StartsWithSegments($"/{routePrefix}", StringComparison.OrdinalIgnoreCase),
            api => api.UseCors(cors => Allow(cors, origin => allowed.Contains(origin) || IsLoopback(origin))));
    }

    private static void Allow(CorsPolicyBuilder cors, Func<string, bool> origin) => cors
        .SetIsOriginAllowed(origin)
        .AllowAnyMethod()
        .AllowAnyHeader()
        .WithExposedHeaders("ETag", "Link", "Retry-After", "Preference-Applied", "Content-Language")
        .SetPreflightMaxAge(TimeSpan.FromMinutes(10));

    private static bool IsLoopback(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback;
}
