using System.Buffers.Text;
using System.Text;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Users.Pictures;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace LeRun.Functions.Users;

/// <summary>A picture that came in any of the three ways in which phones send one: as a form, as an image, as JSON.</summary>
/// <param name="Username">The user that the request names; null: none.</param>
/// <param name="Bytes">The file.</param>
public sealed record PictureUpload(string? Username, byte[] Bytes) : IUserRequest
{
    private const string Limit = "5 MiB";

    // Base64 makes four characters of three bytes; the rest of the JSON is small.
    private const int MaxJsonBytes = (PictureService.MaxBytes / 3 * 4) + (16 * 1024);

    private const int MaxFieldBytes = 1024;

    // Between parts there is little, and after the file nobody has to read on for ever.
    private const int MaxParts = 20;

    /// <summary>
    /// Reads the picture, never keeping more of it than its limit. Fails as <see cref="UnsupportedMediaType"/> for another kind
    /// of body, <see cref="PayloadTooLarge"/> for a larger one, <see cref="Invalid"/> for a broken one, or as any body does.
    /// </summary>
    public static Task<Result<PictureUpload>> ReadAsync(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return Task.FromResult<Result<PictureUpload>>(new UnsupportedMediaType(Messages.PictureBodyExpected));
        if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return request.ReadBodyAsync(stop => ReadMultipartAsync(request, type, stop));
        if (type.MediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase))
            return ReadRawAsync(request);
        return type.MediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase)
            ? ReadJsonAsync(request)
            : Task.FromResult<Result<PictureUpload>>(new UnsupportedMediaType(Messages.PictureBodyExpected));
    }

    private static async Task<Result<PictureUpload>> ReadRawAsync(HttpRequest request) =>
        (await request.ReadBytesAsync(PictureService.MaxBytes, Limit)).Map(bytes => new PictureUpload(null, bytes));

    private static async Task<Result<PictureUpload>> ReadJsonAsync(HttpRequest request)
    {
        if (!(await request.ReadAsync<ChangePictureRequest>(MaxJsonBytes, Limit)).TryGet(out var body, out var failure))
            return failure;
        if (body.ProfilePic is not { } text)
            return Invalid.Field("profilePic", Messages.Required);

        // data:image/png;base64,iVBORw0...: the type it claims is not believed anyway.
        var isDataUrl = text.StartsWith("data:", StringComparison.OrdinalIgnoreCase);
        var comma = isDataUrl ? text.IndexOf(',', StringComparison.Ordinal) : -1;
        if (comma >= 0 && !text.AsSpan(0, comma).EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
            return Invalid.Field("profilePic", Messages.NotBase64);
        var base64 = text.AsSpan(comma + 1);
        if (base64.IsEmpty || !Base64.IsValid(base64, out var length))
            return Invalid.Field("profilePic", Messages.NotBase64);
        if (length > PictureService.MaxBytes)
            return new PayloadTooLarge(Messages.BodyTooLarge(Limit));
        return new PictureUpload(body.Username, Convert.FromBase64String(base64.ToString()));
    }

    private static async Task<Result<PictureUpload>> ReadMultipartAsync(
        HttpRequest request, MediaTypeHeaderValue type, CancellationToken cancellationToken)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        if (boundary.Length is 0 or > 70)
            return Invalid.Field("body", Messages.MultipartBroken);

        try
        {
            var reader = new MultipartReader(boundary.Value!, request.Body)
            {
                HeadersLengthLimit = 4096,
                // A larger picture is refused before that; parts that nobody looks at are not to be endless.
                BodyLengthLimit = PictureService.MaxBytes + (64 * 1024),
            };
            string? username = null;
            byte[]? picture = null;
            for (var parts = 0; parts < MaxParts && await reader.ReadNextSectionAsync(cancellationToken) is { } part; parts++)
            {
                var isFile = ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)
                    && disposition.IsFileDisposition();
                if (isFile && picture is null)
                {
                    var file = await part.Body.ReadBytesAsync(PictureService.MaxBytes, Limit, cancellationToken);
                    if (!file.TryGet(out picture, out var failure))
                        return failure;
                }
                else if (!isFile && IsUsername(disposition))
                {
                    var field = await part.Body.ReadBytesAsync(MaxFieldBytes, "1 KiB", cancellationToken);
                    if (!field.TryGet(out var text, out var failure))
                        return failure;
                    username = Encoding.UTF8.GetString(text);
                }
            }

            return picture is null ? Invalid.Field("profilePic", Messages.Required) : new PictureUpload(username, picture);
        }
        catch (Exception broken) when (broken is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            return Invalid.Field("body", Messages.MultipartBroken);
        }
    }

    private static bool IsUsername(ContentDispositionHeaderValue? disposition) =>
        disposition is not null && HeaderUtilities.RemoveQuotes(disposition.Name).Equals("username", StringComparison.Ordinal);
}
