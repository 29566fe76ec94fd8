using LeRun.Localization;
using LeRun.Users.Pictures;
using Microsoft.Net.Http.Headers;

namespace LeRun.Functions.Users;

/// <summary>Profile pictures.</summary>
[Tags("Settings")]
public sealed class PictureFunctions(PictureService pictures)
{
    /// <summary>Changes the picture.</summary>
    /// <remarks>
    /// Takes a JPEG, PNG, WebP or GIF of up to 5 MiB, told by its content: in a form, as it is, or as base64 in JSON.
    /// </remarks>
    /// <response code="413">The picture is larger than 5 MiB.</response>
    /// <response code="415">It is not a picture of these kinds.</response>
    [Function("PicturesChange"), Access(Access.SignedIn)]
    [Consumes(typeof(ChangePictureRequest), Json, "multipart/form-data", "image/jpeg", "image/png", "image/webp", "image/gif")]
    [SupportsIfMatch, ProducesResponseType(404)]
    public Task<ETagResult<UserView>> Change(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/update/profilepic")] HttpRequest request) =>
        PictureUpload.ReadAsync(request)
            .Then(upload => request.AsCaller(upload)
                .Then(sent => pictures.ChangeAsync(sent.Caller, sent.Body.Bytes, request.ExpectedVersion, request.Aborted)))
            .ToETagResult(user => UserView.Of(user, request), user => user.VersionId);

    /// <summary>Gets the picture itself.</summary>
    [Function("PicturesGet"), Access(Access.Anyone)]
    [QueryParameter("v"), HeaderParameter("Range"), Produces("image/jpeg", "image/png", "image/webp", "image/gif")]
    [ProducesResponseType(206), ProducesResponseType(404), ProducesResponseType(416)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/profilepic/{username}/image")]
        HttpRequest request,
        string username)
    {
        if (!(await pictures.GetAsync(username, request.Aborted)).TryGet(out var picture, out var failure))
            return new Problem(failure);

        var etag = ETags.Format(picture.Hash);
        var isOfVersion = request.QueryValue("v") == ProfileView.PictureVersion(picture.Hash);
        var result = await ReadAsync(request, picture, etag);
        // Only a response that is the picture may be kept as it.
        if (result is not Problem)
            PictureResult.SetHeaders(request.HttpContext.Response, etag, immutable: isOfVersion);
        return result;
    }

    private async Task<IResult> ReadAsync(HttpRequest request, CurrentPicture picture, string etag)
    {
        if (ETags.HasSeen(request, etag))
            return Results.StatusCode(StatusCodes.Status304NotModified);

        if (HttpMethods.IsHead(request.Method) || RangeOf(request, etag) is not null)
        {
            if (await pictures.DescribeAsync(picture, request.Aborted) is not { } known)
                return new Problem(new NotFound(Messages.NoPicture));
            return HttpMethods.IsHead(request.Method)
                ? new PictureResult(known, content: null, part: null)
                : await ReadPartAsync(picture, known, RangeOf(request, etag)!, request.Aborted);
        }

        if (await pictures.ReadAsync(picture, 0, null, request.Aborted) is not { } whole)
            return new Problem(new NotFound(Messages.NoPicture));
        return new PictureResult(new(whole.ContentType, whole.TotalLength, whole.LastModified), whole, part: null);
    }

    private async Task<IResult> ReadPartAsync(
        CurrentPicture picture, PictureProperties known, RangeItemHeaderValue range, CancellationToken cancellationToken)
    {
        // "-500" asks for the last 500 bytes.
        var from = range.From ?? Math.Max(0, known.Length - range.To!.Value);
        var to = range.From is null ? known.Length - 1 : Math.Min(range.To ?? long.MaxValue, known.Length - 1);
        if (from > to)
            return new PictureResult(known, content: null, new ContentRangeHeaderValue(known.Length));
        return await pictures.ReadAsync(picture, from, to - from + 1, cancellationToken) is { } part
            ? new PictureResult(known, part, new ContentRangeHeaderValue(from, to, known.Length))
            : new Problem(new NotFound(Messages.NoPicture));
    }

    // One range is honoured; several, or one meant for another version (If-Range), get the whole picture, as RFC 9110 allows.
    private static RangeItemHeaderValue? RangeOf(HttpRequest request, string etag)
    {
        var headers = request.GetTypedHeaders();
        if (headers.Range is not { Ranges.Count: 1 } range || !range.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase))
            return null;
        return headers.IfRange is null || headers.IfRange.EntityTag?.Tag == etag ? range.Ranges.First() : null;
    }
}
