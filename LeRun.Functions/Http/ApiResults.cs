using LeRun.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace LeRun.Functions.Http;

/// <summary>
/// What a function method returns: JSON of a declared type, or a problem. The type is what the API document describes, so that
/// a method cannot return anything but what it is documented to.
/// </summary>
/// <typeparam name="T">The type of the body, or of an element of the page.</typeparam>
public abstract class ApiResult<T> : IResult
{
    private readonly Problem? _problem;

    private protected ApiResult(Problem? problem) => _problem = problem;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => _problem?.ExecuteAsync(httpContext) ?? WriteAsync(httpContext);

    /// <summary>Writes the response of a success.</summary>
    private protected abstract Task WriteAsync(HttpContext httpContext);

    // The caller may keep it, and must ask each time whether it is still current.
    private protected static void SetRevalidated(HttpResponse response) => response.Headers.CacheControl = "private, no-cache";
}

/// <summary>A body without an entity tag: the outcome of an action.</summary>
/// <typeparam name="T">The type of the body.</typeparam>
public sealed class JsonResult<T> : ApiResult<T>
{
    private readonly T? _body;
    private readonly bool _isSecret;

    internal JsonResult(T? body, Problem? problem, bool isSecret = false)
        : base(problem) => (_body, _isSecret) = (body, isSecret);

    private protected override Task WriteAsync(HttpContext httpContext)
    {
        SetRevalidated(httpContext.Response);
        if (_isSecret)
            httpContext.Response.Headers.CacheControl = "no-store";
        return httpContext.Response.WriteJsonAsync(_body!);
    }
}

/// <summary>A single thing with its entity tag; 304 for a reader who has it already.</summary>
/// <typeparam name="T">The type of the body.</typeparam>
public sealed class ETagResult<T> : ApiResult<T>
{
    private readonly T? _body;
    private readonly string? _tag;

    internal ETagResult(T? body, string? tag, Problem? problem)
        : base(problem) => (_body, _tag) = (body, tag);

    private protected override Task WriteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        SetRevalidated(response);
        if ((HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && ETags.SeenTag(request, _tag!) is { } seen)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            response.Headers.ETag = seen;
            response.Headers.Vary = HeaderNames.AcceptEncoding;
            return Task.CompletedTask;
        }

        response.Headers.ETag = _tag;
        return response.WriteJsonAsync(_body!);
    }
}

/// <summary>A page of a list: a bare array, with a link to the next page if there is one (RFC 8288).</summary>
/// <typeparam name="T">The type of an element.</typeparam>
public sealed class PageResult<T> : ApiResult<T>
{
    private readonly IReadOnlyList<T> _items;
    private readonly string? _next;

    internal PageResult(IReadOnlyList<T> items, string? next, Problem? problem)
        : base(problem) => (_items, _next) = (items, next);

    private protected override Task WriteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        SetRevalidated(response);
        if (_next is not null)
            response.Headers.Link = $"<{NextPage(httpContext.Request, _next)}>; rel=\"next\"";
        return response.WriteJsonAsync(_items);
    }

    private static string NextPage(HttpRequest request, string cursor)
    {
        var query = request.Query
            .Where(parameter => !parameter.Key.Equals("cursor", StringComparison.OrdinalIgnoreCase))
            .Append(new("cursor", cursor));
        return QueryHelpers.AddQueryString(request.PublicAddress + request.Path.ToUriComponent(), query);
    }
}

/// <summary>Turns what services return into what callers get: a failure becomes its problem.</summary>
public static class ResultExtensions
{
    /// <summary>Goes on with the value of a step; a failure passes through.</summary>
    public static async Task<Result<TNext>> Then<T, TNext>(this Task<Result<T>> step, Func<T, Task<Result<TNext>>> next)
        where T : notnull
        where TNext : notnull => await (await step).Then(next);

    /// <inheritdoc cref="Then{T, TNext}(Task{Result{T}}, Func{T, Task{Result{TNext}}})"/>
    public static async Task<Result<TNext>> Then<T, TNext>(this Result<T> step, Func<T, Task<Result<TNext>>> next)
        where T : notnull
        where TNext : notnull => step.TryGet(out var value, out var failure) ? await next(value) : failure;

    /// <inheritdoc cref="Then{T, TNext}(Task{Result{T}}, Func{T, Task{Result{TNext}}})"/>
    public static async Task<Result<TNext>> Then<T, TNext>(this Task<Result<T>> step, Func<T, Result<TNext>> next)
        where T : notnull
        where TNext : notnull => (await step).TryGet(out var value, out var failure) ? next(value) : failure;

    /// <summary>Returns the outcome of an action.</summary>
    /// <param name="step">What a service returns.</param>
    /// <param name="view">What of it the API shows.</param>
    /// <param name="isSecret">It has a token, so that nobody may keep it.</param>
    public static async Task<JsonResult<TView>> ToJsonResult<T, TView>(
        this Task<Result<T>> step, Func<T, TView> view, bool isSecret = false)
        where T : notnull =>
        (await step).TryGet(out var value, out var failure)
            ? new JsonResult<TView>(view(value), problem: null, isSecret)
            : new JsonResult<TView>(default, new Problem(failure));

    /// <summary>Returns a single thing with its entity tag.</summary>
    /// <param name="step">What a service returns.</param>
    /// <param name="view">What of it the API shows.</param>
    /// <param name="version">The version that writers name.</param>
    /// <param name="fingerprint">Changes with what else the view shows; null: nothing else.</param>
    public static async Task<ETagResult<TView>> ToETagResult<T, TView>(
        this Task<Result<T>> step, Func<T, TView> view, Func<T, string> version, Func<T, string?>? fingerprint = null)
        where T : notnull =>
        (await step).TryGet(out var value, out var failure)
            ? new ETagResult<TView>(view(value), ETags.Format(version(value), fingerprint?.Invoke(value)), problem: null)
            : new ETagResult<TView>(default, tag: null, new Problem(failure));

    /// <summary>Returns a page of a list.</summary>
    /// <param name="step">What a service returns.</param>
    /// <param name="view">What of each element the API shows.</param>
    public static async Task<PageResult<TView>> ToPageResult<T, TView>(this Task<Result<Page<T>>> step, Func<T, TView> view) =>
        (await step).TryGet(out var page, out var failure)
            ? new PageResult<TView>([.. page.Items.Select(view)], page.Next, problem: null)
            : new PageResult<TView>([], next: null, new Problem(failure));
}
