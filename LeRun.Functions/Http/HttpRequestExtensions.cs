using System.Globalization;
using System.Numerics;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LeRun.Functions.Http;

/// <summary>
/// What functions read from a request besides its body. A read that the function does not declare throws an
/// <see cref="InvalidOperationException"/> that names the missing declaration.
/// </summary>
public static class HttpRequestExtensions
{
    extension(HttpRequest request)
    {
        /// <summary>The caller of a function that is not for anyone.</summary>
        public Caller Caller => request.HttpContext.Features.GetRequiredFeature<Caller>();

        /// <summary>
        /// Cancelled when the caller is gone, or when the time of a request with a token is up (<see cref="RequestTime"/>).
        /// Functions do not take it as a parameter: the worker would bind that to the query.
        /// </summary>
        public CancellationToken Aborted => request.Time?.Token ?? request.HttpContext.RequestAborted;

        /// <summary>The time that the request has; null where no token was checked.</summary>
        internal RequestTime? Time => request.HttpContext.Features.Get<RequestTime>();

        /// <summary>The declaration of the function being invoked; null outside of a function.</summary>
        public FunctionDeclaration? Declaration => request.HttpContext.Features.Get<FunctionDeclaration>();

        /// <summary>The language that the caller prefers (<c>Accept-Language</c>) of those there are; else English.</summary>
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

        /// <summary>The versions that the caller is ready to change (<c>If-Match</c>); null: any.</summary>
        public ExpectedVersion? ExpectedVersion => ETags.ExpectedVersion(request);

        /// <summary>Returns a parameter of the query; null if it is missing.</summary>
        public string? QueryValue(string name)
        {
            request.Declaration?.EnsureQuery(name);
            return request.Find(name);
        }

        /// <summary>Returns a number of the query.</summary>
        /// <param name="name">The parameter.</param>
        /// <param name="min">The least that it may be.</param>
        /// <param name="max">The most that it may be.</param>
        /// <param name="otherwise">What it is if it is missing.</param>
        /// <param name="styles">How it is written.</param>
        /// <returns>The number; or <see cref="Invalid"/> for anything else.</returns>
        public Result<T> NumberValue<T>(string name, T min, T max, T otherwise, NumberStyles styles)
            where T : struct, INumber<T>
        {
            if (request.QueryValue(name) is not { } text)
                return otherwise;
            return T.TryParse(text, styles, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
                ? number
                : Invalid.Field(name, Messages.NumberRule(min, max));
        }

        /// <summary>Returns a header; null if it is missing.</summary>
        public string? HeaderValue(string name)
        {
            request.Declaration?.EnsureHeader(name);
            return request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
        }

        /// <summary>Returns whether the caller asks for a part that is left out by default (<c>?include=a,b</c>).</summary>
        public bool Includes(string part) => (request.QueryValue("include") ?? "")
            .Split(',', StringSplitOptions.TrimEntries).Contains(part, StringComparer.OrdinalIgnoreCase);

        /// <summary>Returns which page of a list is wanted (<c>limit</c>, <c>cursor</c>).</summary>
        /// <returns>The page; or <see cref="Invalid"/> for a limit out of range.</returns>
        public Result<PageRequest> Page()
        {
            request.Declaration?.EnsurePage();
            var (limit, text) = (PageRequest.DefaultLimit, request.Find("limit"));
            if (text is not null && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit))
                return Invalid.Field("limit", Messages.LimitRange);
            return limit is >= 1 and <= PageRequest.MaxLimit
                ? new PageRequest(limit, request.Find("cursor"))
                : Invalid.Field("limit", Messages.LimitRange);
        }

        /// <summary>
        /// Puts a message into the caller's language. The response tells the language, and that it depends on the caller.
        /// </summary>
        public string Localize(LocalizedMessage message)
        {
            var language = request.Language;
            var headers = request.HttpContext.Response.Headers;
            (headers.ContentLanguage, headers.Vary) = (language.Name, HeaderNames.AcceptLanguage);
            return message.Localize(language);
        }

        private string? Find(string parameter) => request.Query.TryGetValue(parameter, out var value) ? value.ToString() : null;
    }
}
