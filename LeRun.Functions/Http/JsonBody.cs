using System.Buffers;
using System.Net.Mime;
using System.Text.Json;
using LeRun.Identity;
using LeRun.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace LeRun.Functions.Http;

/// <summary>Reads JSON bodies, checks them, and writes them.</summary>
public static class JsonBody
{
    private const int MaxBytes = 2 * 1024 * 1024;

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);

    /// <summary>Reads the body and checks it by the attributes of its record; no body at all is an empty object.</summary>
    /// <typeparam name="T">The record, which the function declares in <c>[Consumes]</c>.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">The most bytes that are read.</param>
    /// <param name="limit">The limit in words.</param>
    /// <returns>
    /// The body; or <see cref="UnsupportedMediaType"/>, <see cref="Invalid"/> with every field that breaks a rule, or any failure
    /// of <see cref="ReadBytesAsync(HttpRequest, int, string)"/>.
    /// </returns>
    public static async Task<Result<T>> ReadAsync<T>(this HttpRequest request, int maxBytes = MaxBytes, string limit = "2 MiB")
        where T : class
    {
        request.Declaration?.EnsureBody(typeof(T));
        if (request.ContentType is not null && !IsJson(request.ContentType))
            return new UnsupportedMediaType(Messages.JsonExpected);
        if (!(await request.ReadBytesAsync(maxBytes, limit)).TryGet(out var bytes, out var failure))
            return failure;
        return BodyParser.Parse<T>(bytes, request.HttpContext.RequestServices.GetRequiredService<ApiJson>());
    }

    /// <summary>
    /// Reads all bytes of the body, decoded, and counted while they come: no more than <paramref name="maxBytes"/> are ever kept.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">The most bytes that are read.</param>
    /// <param name="limit">The limit in words.</param>
    /// <returns>The bytes; or <see cref="PayloadTooLarge"/>, or any failure of <see cref="ReadBodyAsync"/>.</returns>
    public static async Task<Result<byte[]>> ReadBytesAsync(this HttpRequest request, int maxBytes, string limit) =>
        request.ContentLength > maxBytes && request.Headers.ContentEncoding.Count == 0
            ? new PayloadTooLarge(Messages.BodyTooLarge(limit))
            : await request.ReadBodyAsync(stop => request.Body.ReadBytesAsync(maxBytes, limit, stop));

    /// <summary>
    /// Reads a body in the time that a body has. A token may be ended while the body of its request is still on its way, so it is
    /// checked once more at the end. Every reading of a body goes through here.
    /// </summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the body until it is cancelled.</param>
    /// <returns>
    /// What was read; or the failure of reading it, <see cref="UnsupportedMediaType"/> for an unknown content coding,
    /// <see cref="Invalid"/> for broken gzip, <see cref="BodyTooSlow"/>, or <see cref="Unauthorized"/> if the caller's token was
    /// ended meanwhile.
    /// </returns>
    public static async Task<Result<T>> ReadBodyAsync<T>(
        this HttpRequest request, Func<CancellationToken, Task<Result<T>>> read)
        where T : notnull
    {
        if (!ContentCodings.TryDecode(request))
        {
            request.HttpContext.Response.Headers.AcceptEncoding = ContentCodings.Gzip;
            return new UnsupportedMediaType(Messages.CodingUnknown);
        }

        var services = request.HttpContext.RequestServices;
        request.Time?.Pause();
        using var deadline = new CancellationTokenSource(MaxTime, services.GetRequiredService<TimeProvider>());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, request.Aborted);
        Result<T> result;
        try
        {
            result = await read(stop.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !request.Aborted.IsCancellationRequested)
        {
            return new BodyTooSlow(Messages.BodyTooSlow((int)MaxTime.TotalSeconds));
        }
        catch (InvalidDataException)
        {
            return Invalid.Field("body", Messages.BrokenCoding);
        }

        request.Time?.Restart();
        return request.HttpContext.Features.Get<Caller>() is { } caller
            && await services.GetRequiredService<Revocations>().IsRevokedAsync(caller, request.Aborted)
                ? new Unauthorized(Messages.SignInFirst)
                : result;
    }

    /// <summary>Reads all bytes of a part of the body.</summary>
    /// <param name="body">The part.</param>
    /// <param name="maxBytes">The most bytes that are read.</param>
    /// <param name="limit">The limit in words.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The bytes; or <see cref="PayloadTooLarge"/>.</returns>
    public static async Task<Result<byte[]>> ReadBytesAsync(
        this Stream body, int maxBytes, string limit, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        var (used, isWhole) = (0, false);
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                used = Math.Max(used, read);
                if (bytes.Length + read > maxBytes)
                    return new PayloadTooLarge(Messages.BodyTooLarge(limit));
                bytes.Write(buffer, 0, read);
            }

            isWhole = true;
        }
        finally
        {
            // No password stays in the pool; to clear the whole buffer would cost more than to read most bodies.
            buffer.AsSpan(0, isWhole ? used : buffer.Length).Clear();
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return bytes.ToArray();
    }

    /// <summary>Writes a value as the whole body.</summary>
    /// <typeparam name="T">A body that a feature has added to <see cref="ApiJson"/>.</typeparam>
    /// <param name="response">The response, which has not started.</param>
    /// <param name="value">The body.</param>
    /// <param name="contentType">Its media type.</param>
    public static Task WriteJsonAsync<T>(
        this HttpResponse response, T value, string contentType = MediaTypeNames.Application.Json)
    {
        response.ContentType = $"{contentType}; charset=utf-8";
        response.Headers.XContentTypeOptions = "nosniff";
        var json = response.HttpContext.RequestServices.GetRequiredService<ApiJson>();
        // Not cancelled when the caller leaves: the server drops the bytes then, and a failed write would be logged as a bug.
        return JsonSerializer.SerializeAsync(response.BodyWriter, value, json.Of<T>(), CancellationToken.None);
    }

    private static bool IsJson(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue
            || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
