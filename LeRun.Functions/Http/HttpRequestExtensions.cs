using System.Globalization;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LeRun.Functions.Http;

/// <summary>What functions read from a request besides its body. What they declare is what they may read.</summary>
public static class HttpRequestExtensions
{
    extension(HttpRequest request)
    {
        /// <summary>Who is calling a function that only the signed-in may call.</summary>
        public Caller Caller => request.HttpContext.Features.GetRequiredFeature<Caller>();

        /// <summary>Cancelled when the caller is gone. Functions take it from here: a parameter could be set by the query.</summary>
        public CancellationToken Aborted => request.HttpContext.RequestAborted;

        /// <summary>What the function being invoked declares; null outside of a function.</summary>
        public FunctionDeclaration? Declaration => request.HttpContext.Features.Get<FunctionDeclaration>();

        /// <summary>The language that the caller reads best of those there are.</summary>
        public CultureInfo Language => request.GetTypedHeaders().AcceptLanguage
            .Where(wanted => wanted.Quality != 0)
            .OrderByDescending(wanted => wanted.Quality ?? 1)
            .Select(wanted => wanted.Value.Value!.Split('-')[0])
            .Select(wanted => LocalizedMessage.Languages.FirstOrDefault(
                known => known.TwoLetterISOLanguageName.Equals(wanted, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(known => known is not null) ?? LocalizedMessage.Languages[0];

        /// <summary>The address under which callers reach this API, without a path: <c>https://host</c>.</summary>
        public string PublicAddress
        {
            get
            {
                var settings = request.HttpContext.RequestServices.GetRequiredService<IOptions<ApiSettings>>().Value;
                if (settings.PublicUrl is { Length: > 0 } address)
                    return address.TrimEnd('/');
                // Azure ends TLS in front of the host and tells so in a header.
                var scheme = request.Headers["X-Forwarded-Proto"].FirstOrDefault() is "https" ? "https" : request.Scheme;
                return $"{scheme}://{request.Host.ToUriComponent()}";
            }
        }

        /// <summary>The versions that the caller is ready to change (<c>If-Match</c>); null: whichever there is.</summary>
        public ExpectedVersion? ExpectedVersion => ETags.ExpectedVersion(request);

        /// <summary>A parameter of the query; null if it is missing.</summary>
        public string? QueryValue(string name)
        {
            request.Declaration?.EnsureQuery(name);
            return request.Query.TryGetValue(name, out var value) ? value.ToString() : null;
        }

        /// <summary>A header; null if it is missing.</summary>
        public string? HeaderValue(string name)
        {
            request.Declaration?.EnsureHeader(name);
            return request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
        }

        /// <summary>Whether the caller asked for a part that is left out unless asked for (<c>?include=a,b</c>).</summary>
        public bool Includes(string part) =>
            (request.QueryValue("include") ?? "").Split(',', StringSplitOptions.TrimEntries).Contains(part, StringComparer.OrdinalIgnoreCase);

        /// <summary>Which page of a list is wanted.</summary>
        public Result<PageRequest> Page()
        {
            var limit = PageRequest.DefaultLimit;
            if (request.Query.TryGetValue("limit", out var text)
                && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > PageRequest.MaxLimit))
            {
                return Invalid.Field("limit", Messages.LimitRange);
            }

            return new PageRequest(limit, request.Query.TryGetValue("cursor", out var cursor) ? cursor.ToString() : null);
        }

        /// <summary>A message in the caller's language; the response will say which that is, and that it depends on the caller.</summary>
        public string Localize(LocalizedMessage message)
        {
            var language = request.Language;
            var headers = request.HttpContext.Response.Headers;
            (headers.ContentLanguage, headers.Vary) = (language.Name, HeaderNames.AcceptLanguage);
            return message.Localize(language);
        }
    }
}
