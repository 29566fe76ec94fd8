using System.Globalization;

namespace LeRun.LocalHost.Cosmos.Wire;

/// <summary>A request of the SDK, taken apart: what it addresses, what it asks, and the headers that matter.</summary>
internal sealed class WireRequest
{
    private readonly HttpRequestMessage _message;

    private WireRequest(HttpRequestMessage message, ReadOnlyMemory<byte> body)
    {
        (_message, Body) = (message, body);
        Segments = [.. message.RequestUri!.AbsolutePath[1..].Split('/').Select(Uri.UnescapeDataString)];
        Operation = Classify();
    }

    public CosmosOperation Operation { get; }

    public HttpMethod Method => _message.Method;

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The account's address, by which the request came.</summary>
    public string Account => _message.RequestUri!.GetLeftPart(UriPartial.Authority) + "/";

    /// <summary>The path as it came.</summary>
    public string Path => _message.RequestUri!.AbsolutePath;

    /// <summary>The path's parts, such as <c>dbs, lerun, colls, users, docs, alice</c>.</summary>
    public string[] Segments { get; }

    public string? Database => Segments is ["dbs", var database, ..] ? database : null;

    public string? Container => Segments is ["dbs", _, "colls", var container, ..] ? container : null;

    public string? ItemId => Segments is [_, _, _, _, "docs", var id] ? id : null;

    public string? PartitionKey => Header("x-ms-documentdb-partitionkey");

    public string? IfMatch => Header("If-Match");

    public string? IfNoneMatch => Header("If-None-Match");

    public string? Continuation => Header("x-ms-continuation");

    /// <summary>The last write of the container that the caller's session has seen.</summary>
    public long SeenLsn => SessionToken.Parse(Header("x-ms-session-token"));

    public bool MinimalReturn => Header("Prefer") == "return=minimal";

    /// <summary>Rows a page; the service's default when the caller leaves it to the service.</summary>
    public int MaxItemCount =>
        int.TryParse(Header("x-ms-max-item-count"), CultureInfo.InvariantCulture, out var count) && count > 0 ? count : 100;

    public static async Task<WireRequest> ReadAsync(HttpRequestMessage message, CancellationToken cancellationToken) =>
        new(message, message.Content is null ? default : await message.Content.ReadAsByteArrayAsync(cancellationToken));

    public bool Flag(string header) => string.Equals(Header(header), "true", StringComparison.OrdinalIgnoreCase);

    public string? Header(string name) =>
        _message.Headers.TryGetValues(name, out var values) || (_message.Content?.Headers.TryGetValues(name, out values) ?? false)
            ? string.Join(",", values)
            : null;

    private CosmosOperation Classify() => (Method.Method, Segments) switch
    {
        ("POST", [_, _, _, _, "docs"]) when Flag("x-ms-cosmos-is-query-plan-request") => CosmosOperation.QueryPlan,
        ("POST", [_, _, _, _, "docs"]) when Flag("x-ms-cosmos-is-batch-request") => CosmosOperation.Batch,
        ("POST", [_, _, _, _, "docs"]) when Flag("x-ms-documentdb-isquery") || Flag("x-ms-documentdb-query") =>
            CosmosOperation.Query,
        ("POST", [_, _, _, _, "docs"]) when Flag("x-ms-documentdb-is-upsert") => CosmosOperation.Upsert,
        ("POST", [_, _, _, _, "docs"]) => CosmosOperation.Create,
        ("GET", [_, _, _, _, "docs", _]) => CosmosOperation.Read,
        ("PUT", [_, _, _, _, "docs", _]) => CosmosOperation.Replace,
        ("PATCH", [_, _, _, _, "docs", _]) => CosmosOperation.Patch,
        ("DELETE", [_, _, _, _, "docs", _]) => CosmosOperation.Delete,
        _ => CosmosOperation.Metadata,
    };
}
