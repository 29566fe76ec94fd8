using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LeRun.LocalHost.Cosmos.Wire;

/// <summary>What goes back to the client.</summary>
internal sealed record CosmosResponse(HttpStatusCode Status, ReadOnlyMemory<byte> Body)
{
    private static readonly MediaTypeHeaderValue _json = new("application/json");
    private static readonly JsonSerializerOptions _relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public double Charge { get; init; }

    public string? ETag { get; init; }

    public string? Continuation { get; init; }

    public int? ItemCount { get; init; }

    public int SubStatus { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The last write that the response shows, for the session token; null when it shows no container.</summary>
    public long? Lsn { get; init; }

    /// <summary>The container by resource id and by name; without it the SDK keeps no session token.</summary>
    public (string Rid, string Name)? Container { get; init; }

    public static CosmosResponse Empty(HttpStatusCode status) => new(status, ReadOnlyMemory<byte>.Empty);

    public static CosmosResponse Text(HttpStatusCode status, string json) => new(status, Encoding.UTF8.GetBytes(json));

    /// <summary>The service's error shape.</summary>
    public static CosmosResponse Error(HttpStatusCode status, string? message) =>
        new(status, ErrorBody(status, message)) { Charge = 1 };

    public static byte[] ErrorBody(HttpStatusCode status, string? message) =>
        JsonSerializer.SerializeToUtf8Bytes(new { code = status.ToString(), message = $"Message: {message}" }, _relaxed);

    public HttpResponseMessage ToMessage(HttpRequestMessage request)
    {
        var message = new HttpResponseMessage(Status) { RequestMessage = request, Content = new ReadOnlyMemoryContent(Body) };
        message.Content.Headers.ContentType = _json;
        var headers = message.Headers;
        headers.Add("x-ms-request-charge", Charge.ToString(CultureInfo.InvariantCulture));
        headers.Add("x-ms-activity-id", ActivityId(request));
        headers.Add("x-ms-substatus", SubStatus.ToString(CultureInfo.InvariantCulture));
        headers.Add("x-ms-version", "2020-07-15");
        if (Lsn is { } lsn)
        {
            headers.Add("x-ms-session-token", SessionToken.Format(lsn));
            headers.Add("lsn", lsn.ToString(CultureInfo.InvariantCulture));
        }

        if (Container is { } container)
        {
            headers.Add("x-ms-content-path", container.Rid);
            headers.TryAddWithoutValidation("x-ms-alt-content-path", container.Name);
        }

        if (ETag is not null)
            headers.TryAddWithoutValidation("etag", ETag);
        if (Continuation is not null)
            headers.TryAddWithoutValidation("x-ms-continuation", Continuation);
        if (ItemCount is { } count)
            headers.Add("x-ms-item-count", count.ToString(CultureInfo.InvariantCulture));
        if (RetryAfter is { } wait)
            headers.Add("x-ms-retry-after-ms", ((long)wait.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        return message;
    }

    private static string ActivityId(HttpRequestMessage request) =>
        request.Headers.TryGetValues("x-ms-activity-id", out var ids) ? ids.First() : Guid.NewGuid().ToString();
}
