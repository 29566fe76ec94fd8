using System.Globalization;
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
    /// Takes a JPEG, PNG, WebP or GIF of up to 5 MiB and 40 megapixels, told by its content: in a form, as it is, or as base64
    /// in JSON. It is turned upright, scaled to fit 1,024 pixels and encoded anew as WebP; positions, names and everything else
    /// that is not its picture are left behind. Of an animation, the first frame is kept.
    /// </remarks>
    /// <response code="413">The picture is larger than 5 MiB.</response>
    /// <response code="415">
    /// It is not a picture of these kinds (`pictureFormatUnknown`, `pictureIsHeic`), damaged (`pictureBroken`), over 40
    /// megapixels (`pictureTooLarge`), or takes over 256 MB to decode (`pictureTooComplex`).
    /// </response>
    /// <response code="503">Too many pictures are being decoded. The response says when to try again.</response>
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
    /// <remarks>WebP, or JPEG for a client whose Accept header prefers it or leaves WebP out.</remarks>
    [Function("PicturesGet"), Access(Access.Anyone)]
    [QueryParameter("v"), QueryParameter("size"), HeaderParameter("Range")]
    [Produces("image/webp", "image/jpeg", "image/png", "image/gif")]
    [ProducesResponseType(206), ProducesResponseType(404), ProducesResponseType(416)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/profilepic/{username}/image")]
        HttpRequest request,
        string username)
    {
        if (!SizeOf(request).TryGet(out var size, out var failure)
            || !(await pictures.GetAsync(username, request.Aborted)).TryGet(out var picture, out failure))
        {
            return new Problem(failure);
        }

        var etag = ETags.Format(picture.Hash, size.Name);
        var isOfVersion = request.QueryValue("v") == ProfileView.PictureVersion(picture.Hash);
        var result = await ReadAsync(request, picture, size, etag);
        // Only a response that is the picture may be kept as it.
        if (result is not Problem)
            PictureResult.SetHeaders(request.HttpContext.Response, etag, immutable: isOfVersion);
        return result;
    }

    private static Result<PictureSize> SizeOf(HttpRequest request)
    {
        var isJpeg = PictureResult.PrefersJpeg(request);
        if (request.QueryValue("size") is not { } text)
            return new PictureSize(Side: null, isJpeg);
        foreach (var side in PictureSize.Sides)
        {
            if (text == side.ToString(CultureInfo.InvariantCulture))
                return new PictureSize(side, isJpeg);
        }

        return Invalid.Field("size", Messages.AllowedValuesRule(string.Join(", ", PictureSize.Sides)));
    }

    private async Task<IResult> ReadAsync(HttpRequest request, CurrentPicture picture, PictureSize size, string etag)
    {
        if (ETags.HasSeen(request, etag))
            return Results.StatusCode(StatusCodes.Status304NotModified);

        if (HttpMethods.IsHead(request.Method) || RangeOf(request, etag) is not null)
        {
            if (!(await pictures.DescribeAsync(picture, size, request.Aborted)).TryGet(out var known, out var failure))
                return new Problem(failure);
            return HttpMethods.IsHead(request.Method)
                ? new PictureResult(known, content: null, part: null)
                : await ReadPartAsync(request, picture, size, known, RangeOf(request, etag)!);
        }

        return (await pictures.ReadAsync(picture, size, 0, null, request.Aborted)).TryGet(out var whole, out var refusal)
            ? new PictureResult(new(whole.ContentType, whole.TotalLength, whole.LastModified), whole, part: null)
            : new Problem(refusal);
    }

    private async Task<IResult> ReadPartAsync(
        HttpRequest request, CurrentPicture picture, PictureSize size, PictureProperties known, RangeItemHeaderValue range)
    {
        // "-500" asks for the last 500 bytes.
        var from = range.From ?? Math.Max(0, known.Length - range.To!.Value);
        var to = range.From is null ? known.Length - 1 : Math.Min(range.To ?? long.MaxValue, known.Length - 1);
        if (from > to)
            return new PictureResult(known, content: null, new ContentRangeHeaderValue(known.Length));
        var read = await pictures.ReadAsync(picture, size, from, to - from + 1, request.Aborted);
        return read.TryGet(out var part, out var failure)
            ? new PictureResult(known, part, new ContentRangeHeaderValue(from, to, known.Length))
            : new Problem(failure);
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
