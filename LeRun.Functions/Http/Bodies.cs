using System.Buffers;
using System.Text.Json;
using LeRun.Identity;
using LeRun.Localization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LeRun.Functions.Http;

/// <summary>A body that may say whose it is.</summary>
public interface INamesUser
{
    /// <summary>The user it speaks for; null: the caller.</summary>
    string? Username { get; }
}

/// <summary>A body that speaks for its caller.</summary>
public sealed record Own<T>(Caller Caller, T Body);

/// <summary>Reads JSON bodies, and writes them.</summary>
public static class Bodies
{
    private const int MostBytes = 2 * 1024 * 1024;

    /// <summary>The body as <typeparamref name="T"/>; no body at all is an empty object.</summary>
    /// <param name="most">The most bytes that are read.</param>
    /// <param name="limit">The limit in words.</param>
    public static async Task<Result<T>> ReadAsync<T>(
        this HttpRequest request, CancellationToken cancellationToken, int most = MostBytes, string limit = "2 MiB")
        where T : class
    {
        if (request.ContentType is not null && !IsJson(request.ContentType))
            return new Unsupported(Messages.JsonExpected);
        return (await ReadBytesAsync(request, most, limit, cancellationToken)).TryGet(out var bytes, out var failure) ? Parse<T>(bytes) : failure;
    }

    /// <summary>The body, of a caller who may only speak for themselves.</summary>
    public static async Task<Result<Own<T>>> ReadOwnAsync<T>(this HttpRequest request, CancellationToken cancellationToken)
        where T : class, INamesUser
    {
        return (await request.ReadAsync<T>(cancellationToken)).TryGet(out var body, out var failure) ? await request.OwnAsync(body) : failure;
    }

    /// <summary>A body, if it speaks for its caller.</summary>
    public static Task<Result<Own<T>>> OwnAsync<T>(this HttpRequest request, T body)
        where T : class, INamesUser
    {
        var caller = request.Caller();
        var own = body.Username is not { } text || (Username.TryParse(text, out var named) && named == caller.Username);
        return Task.FromResult<Result<Own<T>>>(own ? new Own<T>(caller, body) : new Forbidden(Messages.NotYours));
    }

    /// <summary>All bytes of the body, counted while they come: no more than <paramref name="most"/> are ever kept.</summary>
    /// <param name="limit">The limit in words.</param>
    public static async Task<Result<byte[]>> ReadBytesAsync(this HttpRequest request, int most, string limit, CancellationToken cancellationToken) =>
        request.ContentLength > most ? new TooLarge(Messages.BodyTooLarge(limit)) : await request.Body.ReadBytesAsync(most, limit, cancellationToken);

    /// <inheritdoc cref="ReadBytesAsync(HttpRequest, int, string, CancellationToken)"/>
    public static async Task<Result<byte[]>> ReadBytesAsync(this Stream body, int most, string limit, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (bytes.Length + read > most)
                    return new TooLarge(Messages.BodyTooLarge(limit));
                bytes.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        return bytes.ToArray();
    }

    /// <summary>Writes a value as the whole body.</summary>
    public static async Task WriteJsonAsync<T>(this HttpResponse response, T value, string contentType = "application/json")
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, ApiJson.Of<T>());
        response.ContentType = $"{contentType}; charset=utf-8";
        response.ContentLength = bytes.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method))
        {
            // Not cancelled when the caller leaves: the server drops the bytes then, and a failed answer would be logged as a bug.
            await response.Body.WriteAsync(bytes, CancellationToken.None);
        }
    }

    private static Result<T> Parse<T>(byte[] bytes)
        where T : class
    {
        try
        {
            ReadOnlySpan<byte> json = bytes.Length == 0 ? "{}"u8 : bytes;
            return JsonSerializer.Deserialize(json, ApiJson.Of<T>()) is { } body ? body : Invalid.Field("body", Messages.WrongType);
        }
        catch (JsonException exception) when (exception.InnerException is JsonException)
        {
            return Invalid.Field("body", Messages.MalformedJson);
        }
        catch (JsonException exception)
        {
            return Invalid.Field(FieldOf(exception.Path), Messages.WrongType);
        }
    }

    // "$.runData.meters" is runData.meters to whoever wrote the request; "$" is all of it.
    private static string FieldOf(string? path) => path is { Length: > 2 } && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "body";

    private static bool IsJson(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
}
