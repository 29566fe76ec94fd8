using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace LeRun.LocalHost.Pages;

/// <summary>
/// What a browser finds at the printed address: <c>/</c> tells what this is and where to go on, and the API's own address leads
/// to its documentation. In Azure the Functions host answers both itself.
/// </summary>
internal sealed class StartPage
{
    private readonly string _prefix;
    private readonly string _page;
    private readonly string _policy;

    /// <param name="routePrefix">What every route starts with; may be empty.</param>
    public StartPage(string routePrefix)
    {
        _prefix = routePrefix.Length == 0 ? "" : $"/{routePrefix}";
        using var file = new StreamReader(typeof(StartPage).Assembly.GetManifestResourceStream("start.html")!);
        _page = file.ReadToEnd().Replace("{prefix}", _prefix, StringComparison.Ordinal);
        // The page's own styles, and nothing else.
        var style = _page.Split("<style>")[1].Split("</style>")[0];
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        _policy = $"default-src 'none'; style-src 'sha256-{hash}'; img-src data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /// <summary>Answers a request for either address; any other goes on.</summary>
    public Task HandleAsync(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
            return next(http);
        var path = http.Request.Path.Value!;
        if (path is "/" or "")
            return WriteAsync(http);
        if (_prefix.Length == 0 || !string.Equals(path.TrimEnd('/'), _prefix, StringComparison.OrdinalIgnoreCase))
            return next(http);
        http.Response.Redirect($"{_prefix}/docs");
        return Task.CompletedTask;
    }

    private Task WriteAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        (headers.ContentSecurityPolicy, headers.XContentTypeOptions, headers.CacheControl) = (_policy, "nosniff", "no-cache");
        headers["Referrer-Policy"] = "no-referrer";
        http.Response.ContentType = "text/html; charset=utf-8";
        var address = WebUtility.HtmlEncode($"{http.Request.Scheme}://{http.Request.Host}");
        return http.Response.WriteAsync(_page.Replace("{address}", address, StringComparison.Ordinal), http.RequestAborted);
    }
}
