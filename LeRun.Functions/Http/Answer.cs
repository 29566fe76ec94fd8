using LeRun.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace LeRun.Functions.Http;

/// <summary>A single thing: 200 with its entity tag, or 304 for a reader who has it already.</summary>
public sealed class Answer<T>(T value, string? tag) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.Headers.ETag = tag;
        // Answers are for whoever asked, and may be kept as long as each use asks whether they still hold.
        response.Headers.CacheControl = "private, no-cache";
        if (tag is not null && HttpMethods.IsGet(request.Method) && request.HasSeen(tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return response.WriteJsonAsync(value);
    }
}

/// <summary>A page of a list: a bare array, with a link to the next page where there is one.</summary>
public sealed class PageAnswer<T>(IReadOnlyList<T> items, string? next) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.CacheControl = "private, no-cache";
        if (next is not null)
            response.Headers.Link = $"<{NextPage(httpContext.Request, next)}>; rel=\"next\"";
        return response.WriteJsonAsync(items);
    }

    private static string NextPage(HttpRequest request, string cursor)
    {
        var query = request.Query
            .Where(parameter => !parameter.Key.Equals("cursor", StringComparison.OrdinalIgnoreCase))
            .Append(new("cursor", cursor));
        return QueryHelpers.AddQueryString(request.PublicAddress() + request.Path.ToUriComponent(), query);
    }
}

/// <summary>How function methods end: what a service answered becomes what the caller gets.</summary>
public static class Answers
{
    /// <summary>Goes on with a value; a failure passes through.</summary>
    public static async Task<Result<TNext>> Then<T, TNext>(this Task<Result<T>> step, Func<T, Task<Result<TNext>>> next)
        where T : notnull
        where TNext : notnull => (await step).TryGet(out var value, out var failure) ? await next(value) : failure;

    /// <summary>Answers a single thing.</summary>
    /// <param name="view">What of it the API shows.</param>
    /// <param name="tag">Its entity tag.</param>
    public static async Task<IResult> Answer<T, TView>(this Task<Result<T>> step, Func<T, TView> view, Func<T, string?>? tag = null)
        where T : notnull =>
        (await step).TryGet(out var value, out var failure) ? new Answer<TView>(view(value), tag?.Invoke(value)) : new Problem(failure);

    /// <summary>Answers a page of a list.</summary>
    public static async Task<IResult> Answer<T, TView>(this Task<Result<Page<T>>> step, Func<T, TView> view) =>
        (await step).TryGet(out var page, out var failure)
            ? new PageAnswer<TView>([.. page.Items.Select(view)], page.Next)
            : new Problem(failure);
}
