using System.Globalization;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LeRun.Functions.Http;

/// <summary>What functions read from a request besides its body.</summary>
public static class Requests
{
    /// <summary>Who is calling a function that only the signed-in may call.</summary>
    public static Caller Caller(this HttpRequest request) => request.HttpContext.Features.GetRequiredFeature<Caller>();

    /// <summary>The language that the caller reads best of those there are.</summary>
    public static CultureInfo Language(this HttpRequest request)
    {
        foreach (var wanted in request.GetTypedHeaders().AcceptLanguage.Where(language => language.Quality != 0).OrderByDescending(language => language.Quality ?? 1))
        {
            var primary = wanted.Value.Value!.Split('-')[0];
            if (LocalizedMessage.Languages.FirstOrDefault(known => known.TwoLetterISOLanguageName.Equals(primary, StringComparison.OrdinalIgnoreCase)) is { } language)
                return language;
        }

        return LocalizedMessage.Languages[0];
    }

    /// <summary>A message in the caller's language; the answer will say which that is, and that it depends on the caller.</summary>
    public static string Say(this HttpRequest request, LocalizedMessage message)
    {
        var language = request.Language();
        var headers = request.HttpContext.Response.Headers;
        (headers.ContentLanguage, headers.Vary) = (language.Name, HeaderNames.AcceptLanguage);
        return message.Localize(language);
    }

    /// <summary>The versions that the caller is ready to change; null: whatever is there.</summary>
    public static IfMatch? IfMatch(this HttpRequest request)
    {
        if (request.Headers.IfMatch.Count == 0)
            return null;
        // If-Match compares strongly: a weak tag matches nothing, and neither does what is no tag at all.
        var tags = request.GetTypedHeaders().IfMatch;
        return new IfMatch(
            tags.Any(tag => tag.Tag == EntityTagHeaderValue.Any.Tag),
            [.. tags.Where(tag => !tag.IsWeak).Select(tag => tag.Tag.Value!)]);
    }

    /// <summary>Whether the caller already has the version of <paramref name="tag"/>.</summary>
    public static bool HasSeen(this HttpRequest request, string tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == EntityTagHeaderValue.Any.Tag || known.Tag == tag);

    /// <summary>Which page of a list is wanted.</summary>
    public static Task<Result<PageRequest>> PageAsync(this HttpRequest request) => Task.FromResult(Page(request));

    /// <summary>Whether the caller asked for a part that is left out unless asked for (<c>?include=a,b</c>).</summary>
    public static bool Includes(this HttpRequest request, string part) =>
        request.Query["include"].ToString().Split(',', StringSplitOptions.TrimEntries).Contains(part, StringComparer.OrdinalIgnoreCase);

    private static Result<PageRequest> Page(HttpRequest request)
    {
        var limit = PageRequest.DefaultLimit;
        if (request.Query.TryGetValue("limit", out var text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > PageRequest.MostItems))
        {
            return Invalid.Field("limit", Messages.LimitRange);
        }

        return new PageRequest(limit, request.Query.TryGetValue("cursor", out var cursor) ? cursor.ToString() : null);
    }

    /// <summary>The address under which callers reach this API, without a path: <c>https://host</c>.</summary>
    public static string PublicAddress(this HttpRequest request)
    {
        var settings = request.HttpContext.RequestServices.GetRequiredService<IOptions<ApiSettings>>().Value;
        if (settings.PublicUrl is { Length: > 0 } address)
            return address.TrimEnd('/');
        // Azure ends TLS in front of the host and tells so in a header.
        var scheme = request.Headers["X-Forwarded-Proto"].FirstOrDefault() is "https" ? "https" : request.Scheme;
        return $"{scheme}://{request.Host.ToUriComponent()}";
    }
}
