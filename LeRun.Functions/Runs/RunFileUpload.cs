using System.IO.Compression;
using LeRun.Localization;
using Microsoft.Net.Http.Headers;

namespace LeRun.Functions.Runs;

/// <summary>A file with a run, in any of the ways in which apps and browsers send one: as it is, gzipped, or in a form.</summary>
internal static class RunFileUpload
{
    private const int MaxBytes = 5 * 1024 * 1024;
    private const string Limit = "5 MiB";

    /// <summary>
    /// Reads the file, decompressed and counted while it comes out: no more than its limit is ever kept. Fails as
    /// <see cref="UnsupportedMediaType"/> for JSON, <see cref="PayloadTooLarge"/>, <see cref="Invalid"/> for a broken one, or as
    /// any body does.
    /// </summary>
    public static Task<Result<byte[]>> ReadAsync(HttpRequest request)
    {
        var isKnown = MediaTypeHeaderValue.TryParse(request.ContentType, out var type);
        if (isKnown && type!.MediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase))
            return Task.FromResult<Result<byte[]>>(new UnsupportedMediaType(Messages.RunFileExpected));
        return request.ReadBodyAsync(stop =>
            isKnown && MultipartForm.Is(type!)
                ? ReadMultipartAsync(request, type!, stop)
                : ReadFileAsync(request.Body, stop));
    }

    private static async Task<Result<byte[]>> ReadFileAsync(Stream body, CancellationToken cancellationToken)
    {
        if (!(await body.ReadBytesAsync(MaxBytes, Limit, cancellationToken)).TryGet(out var bytes, out var failure))
            return failure;
        if (bytes is not [0x1F, 0x8B, ..])
            return bytes;
        using var packed = new MemoryStream(bytes, writable: false);
        await using var plain = new GZipStream(packed, CompressionMode.Decompress);
        try
        {
            return await plain.ReadBytesAsync(MaxBytes, Limit, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return Invalid.Field("body", Messages.BrokenCoding);
        }
    }

    private static async Task<Result<byte[]>> ReadMultipartAsync(
        HttpRequest request, MediaTypeHeaderValue type, CancellationToken cancellationToken)
    {
        Result<byte[]>? file = null;
        var broken = await MultipartForm.ReadAsync(
            request,
            type,
            MaxBytes,
            async part =>
            {
                if (part.IsFile)
                    file = await ReadFileAsync(part.Body, cancellationToken);
                return !part.IsFile;
            },
            cancellationToken);
        return broken ?? file ?? Invalid.Field("file", Messages.Required);
    }
}
