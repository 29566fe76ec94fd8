using System.Globalization;
using LeRun.Runs;
using LeRun.Runs.Maps;

namespace LeRun.Functions.Runs;

/// <summary>Routes of finished runs as pictures.</summary>
[Tags("Runs")]
public sealed class RouteFunctions(RecordReader reader, RoutePictures pictures, Callers callers)
{
    /// <summary>Gets the picture of a route.</summary>
    /// <remarks>
    /// The track as a line on plain ground, with kilometre marks, start and end; no map lies under it, and it holds no
    /// coordinates. For the runner all of it; for others, signed in or not, what they may see of a public run.
    /// </remarks>
    /// <response code="404">There is no such record, or no map of it for the caller.</response>
    [Function("RunsGetRoute"), Access(Access.Anyone)]
    [QueryParameter("format", Values = ["svg", "png"]), QueryParameter("width"), Produces("image/png", "image/svg+xml")]
    [ProducesResponseType(400), ProducesResponseType(404)]
    public async Task<IResult> GetRoute(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/run/records/{username}/{id}/route")]
        HttpRequest request,
        string username,
        string id)
    {
        var isPng = request.QueryValue("format") != "svg";
        var asked = request.NumberValue(
            "width", RouteSketch.MinSize, RouteSketch.MaxSize, RouteSketch.DefaultSize, NumberStyles.None);
        if (!asked.TryGet(out var width, out var failure))
            return new Problem(failure);
        var caller = await callers.FindAsync(request);
        if (!(await reader.GetMapAsync(caller, username, id, request.Aborted)).TryGet(out var seen, out failure))
            return new Problem(failure);
        var etag = ETags.Format(seen.VersionId, $"{(isPng ? "png" : "svg")}-{width}");
        if (ETags.HasSeen(request, etag))
            return new RouteResult(picture: null, isPng, etag);
        return (await pictures.DrawAsync(seen.Track!, width, isPng, request.Aborted)).TryGet(out var picture, out failure)
            ? new RouteResult(picture, isPng, etag)
            : new Problem(failure);
    }
}

/// <summary>A picture of a route.</summary>
/// <param name="picture">The file; null: the reader has it already.</param>
/// <param name="isPng">Whether it is a PNG; else it is SVG.</param>
/// <param name="etag">Its entity tag.</param>
public sealed class RouteResult(byte[]? picture, bool isPng, string etag) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.ETag = etag;
        // What is private tomorrow must not be in a cache that others share.
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = "Authorization";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (picture is null)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = isPng ? "image/png" : "image/svg+xml";
        response.ContentLength = picture.Length;
        await response.Body.WriteAsync(picture, CancellationToken.None);
    }
}
