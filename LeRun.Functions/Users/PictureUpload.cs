using System.Buffers.Text;
using System.Text;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Users.Pictures;
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

    /// <summary>
    /// Reads the picture, never keeping more of it than its limit. Fails as <see cref="UnsupportedMediaType"/> for another kind
    /// of body, <see cref="PayloadTooLarge"/> for a larger one, <see cref="Invalid"/> for a broken one, or as any body does.
    /// </summary>
    public static Task<Result<PictureUpload>> ReadAsync(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return Task.FromResult<Result<PictureUpload>>(new UnsupportedMediaType(Messages.PictureBodyExpected));
        if (MultipartForm.Is(type))
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
        string? username = null;
        byte[]? picture = null;
        Failure? failure = null;
        var broken = await MultipartForm.ReadAsync(request, type, PictureService.MaxBytes, TakeAsync, cancellationToken);
        if ((broken ?? failure) is { } refusal)
            return refusal;
        return picture is null ? Invalid.Field("profilePic", Messages.Required) : new PictureUpload(username, picture);

        async Task<bool> TakeAsync(FormPart part)
        {
            if (part.IsFile && picture is null)
            {
                var file = await part.Body.ReadBytesAsync(PictureService.MaxBytes, Limit, cancellationToken);
                return file.TryGet(out picture, out failure);
            }

            if (part.IsFile || part.Name != "username")
                return true;
            var field = await part.Body.ReadBytesAsync(MaxFieldBytes, "1 KiB", cancellationToken);
            if (!field.TryGet(out var text, out failure))
                return false;
            username = Encoding.UTF8.GetString(text);
            return true;
        }
    }
}
