using LeRun.Localization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace LeRun.Functions.Http;

/// <summary>A part of a form.</summary>
/// <param name="IsFile">Whether it is a file; else it is a field.</param>
/// <param name="Name">The name of the field; null if it has none.</param>
/// <param name="Body">What it holds. It must be read before the next part.</param>
internal sealed record FormPart(bool IsFile, string? Name, Stream Body);

/// <summary>Forms that bring a file (multipart/form-data).</summary>
internal static class MultipartForm
{
    // Between parts there is little, and nobody has to read on for ever.
    private const int MaxParts = 20;

    /// <summary>Whether a request is such a form.</summary>
    public static bool Is(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the parts one after another.</summary>
    /// <param name="request">The request, whose body is being read.</param>
    /// <param name="type">Its media type.</param>
    /// <param name="maxFileBytes">The most bytes of the file that is looked for; other parts end there, too.</param>
    /// <param name="take">Takes a part, and tells whether to go on.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns><see cref="Invalid"/> for a broken form; else null.</returns>
    public static async Task<Invalid?> ReadAsync(
        HttpRequest request, MediaTypeHeaderValue type, int maxFileBytes, Func<FormPart, Task<bool>> take,
        CancellationToken cancellationToken)
    {
        var broken = Invalid.Field("body", Messages.MultipartBroken);
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        if (boundary.Length is 0 or > 70)
            return broken;

        try
        {
            var reader = new MultipartReader(boundary.Value!, request.Body)
            {
                HeadersLengthLimit = 4096,
                // A larger file is refused before that.
                BodyLengthLimit = maxFileBytes + (64 * 1024),
            };
            for (var parts = 0; parts < MaxParts && await reader.ReadNextSectionAsync(cancellationToken) is { } part; parts++)
            {
                var taken = ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var told)
                    ? new FormPart(told.IsFileDisposition(), HeaderUtilities.RemoveQuotes(told.Name).Value, part.Body)
                    : new FormPart(IsFile: false, Name: null, part.Body);
                if (!await take(taken))
                    break;
            }

            return null;
        }
        catch (Exception e) when (e is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            return broken;
        }
    }
}
