using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Azure.Cosmos;

namespace LeRun.Storage;

/// <summary>What every stored item has.</summary>
public abstract record CosmosItem
{
    /// <summary>The item's id in its partition.</summary>
    public required string Id { get; init; }

    /// <summary>What kind of item it is among those of its container.</summary>
    public required string Type { get; init; }

    /// <summary>Cosmos's own version of the item, quotes included; null before it is stored.</summary>
    [JsonPropertyName("_etag")]
    public string? ETag { get; init; }

    /// <summary>Seconds after its last write at which it expires; null: never.</summary>
    public int? Ttl { get; init; }
}

/// <summary>
/// Creates, reads, patches, replaces and deletes single items, one request each. What a writer must expect (the item exists,
/// is gone, or has changed) is a return value; anything else is an exception.
/// </summary>
internal static class CosmosItems
{
    /// <summary>The most operations that Cosmos takes in one patch.</summary>
    public const int MaxPatchOperations = 10;

    /// <summary>Stores a new item; null if the id is taken in its partition, else the item with its version.</summary>
    public static async Task<T?> TryCreateAsync<T>(
        this Container container, string partition, T item, CancellationToken cancellationToken)
        where T : CosmosItem
    {
        using var response = await container.WithinDeadlineAsync(
            stop => container.CreateItemStreamAsync(
                container.Serialize(item), new PartitionKey(partition), cancellationToken: stop),
            cancellationToken);
        if (response.StatusCode == HttpStatusCode.Conflict)
            return null;
        response.EnsureSuccessStatusCode();
        return item with { ETag = response.Headers.ETag };
    }

    /// <summary>Reads an item; null if there is none.</summary>
    public static async Task<T?> FindAsync<T>(
        this Container container, string partition, string id, CancellationToken cancellationToken)
        where T : CosmosItem
    {
        using var response = await container.WithinDeadlineAsync(
            stop => container.ReadItemStreamAsync(id, new PartitionKey(partition), cancellationToken: stop), cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        return await JsonSerializer.DeserializeAsync<T>(response.Content, container.JsonOptions(), cancellationToken);
    }

    /// <summary>
    /// Asks whether an item exists at all, wherever it was written a moment ago: 1 request. A read may lag behind other
    /// instances; a write never does, and after a refused one this client's reads see all that it saw.
    /// </summary>
    public static async Task<bool> ExistsNowAsync(
        this Container container, string partition, string id, CancellationToken cancellationToken)
    {
        using var response = await container.PatchAsync(
            partition, id, "false", [PatchOperation.Set("/never", true)], etag: null, content: false, cancellationToken);
        return response.StatusCode == HttpStatusCode.PreconditionFailed;
    }

    /// <summary>
    /// Changes an item in place and returns it as it is then; null if there is none or <paramref name="condition"/> is false.
    /// However many do so at once, each sees what the one before left. More operations than a patch may have go in several
    /// patches of one batch: still one request, and all or none of them.
    /// </summary>
    /// <param name="condition">SQL over the item <c>c</c>; user input only as <see cref="SqlLiteral"/>.</param>
    /// <param name="etag">The Cosmos version it must have; null: any.</param>
    public static async Task<T?> TryPatchAsync<T>(
        this Container container, string partition, string id, string condition, IReadOnlyList<PatchOperation> operations,
        CancellationToken cancellationToken, string? etag = null)
        where T : CosmosItem
    {
        if (operations.Count > MaxPatchOperations)
            return await container.TryPatchInStepsAsync<T>(partition, id, condition, operations, etag, cancellationToken);
        using var response = await container.PatchAsync(
            partition, id, condition, operations, etag, content: true, cancellationToken);
        if (response.IsMissingOrChanged())
            return null;
        response.EnsureSuccessStatusCode();
        return await JsonSerializer.DeserializeAsync<T>(response.Content, container.JsonOptions(), cancellationToken);
    }

    /// <summary>The same without reading the item back; false if there is none or the condition is false.</summary>
    public static async Task<bool> TryPatchAsync(
        this Container container, string partition, string id, string condition, IReadOnlyList<PatchOperation> operations,
        CancellationToken cancellationToken, string? etag = null)
    {
        using var response = await container.PatchAsync(
            partition, id, condition, operations, etag, content: false, cancellationToken);
        return response.Succeeded();
    }

    /// <summary>The same; returns the item's new version, null if there is none or the condition is false.</summary>
    public static async Task<string?> TryPatchForETagAsync(
        this Container container, string partition, string id, string condition, IReadOnlyList<PatchOperation> operations,
        CancellationToken cancellationToken)
    {
        using var response = await container.PatchAsync(
            partition, id, condition, operations, etag: null, content: false, cancellationToken);
        return response.Succeeded() ? response.Headers.ETag : null;
    }

    /// <summary>Replaces an item as it was read; null if it changed or went since, else the item with its new version.</summary>
    public static async Task<T?> TryReplaceAsync<T>(
        this Container container, string partition, T item, CancellationToken cancellationToken)
        where T : CosmosItem
    {
        using var response = await container.WithinDeadlineAsync(
            stop => container.ReplaceItemStreamAsync(
                container.Serialize(item),
                item.Id,
                new PartitionKey(partition),
                new ItemRequestOptions { IfMatchEtag = item.ETag },
                stop),
            cancellationToken);
        return response.Succeeded() ? item with { ETag = response.Headers.ETag } : null;
    }

    /// <summary>Deletes an item; false if there is none, or not in the version <paramref name="etag"/>.</summary>
    public static async Task<bool> TryDeleteAsync(
        this Container container, string partition, string id, CancellationToken cancellationToken, string? etag = null)
    {
        using var response = await container.WithinDeadlineAsync(
            stop => container.DeleteItemStreamAsync(
                id, new PartitionKey(partition), new ItemRequestOptions { IfMatchEtag = etag }, stop),
            cancellationToken);
        return response.Succeeded();
    }

    /// <summary>An item as the body of a stream method or of a batch.</summary>
    public static Stream Serialize<T>(this Container container, T item)
        where T : CosmosItem =>
        new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(item, container.JsonOptions()), writable: false);

    /// <summary>The items of one type, of a query that finds several.</summary>
    public static IEnumerable<T> OfType<T>(this Container container, IEnumerable<JsonElement> items, string type)
        where T : CosmosItem =>
        items.Where(item => item.GetProperty("type").ValueEquals(type))
            .Select(item => item.Deserialize<T>(container.JsonOptions())!);

    private static async Task<T?> TryPatchInStepsAsync<T>(
        this Container container, string partition, string id, string condition, IReadOnlyList<PatchOperation> operations,
        string? etag, CancellationToken cancellationToken)
        where T : CosmosItem
    {
        // The first patch has the condition; the others follow it in the same transaction.
        PatchOperation[][] steps = [.. operations.Chunk(MaxPatchOperations)];
        var batch = container.CreateTransactionalBatch(new PartitionKey(partition))
            .PatchItemIf(condition, id, steps[0], etag: etag);
        foreach (var step in steps[1..])
            batch.PatchItemIf("true", id, step, returnItem: step == steps[^1]);
        using var response = await batch.ExecuteAsync(container, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return await JsonSerializer.DeserializeAsync<T>(
                response[^1].ResourceStream, container.JsonOptions(), cancellationToken);
        }

        return response[0].IsMissingOrChanged() ? null : throw response.ToException();
    }

    private static Task<ResponseMessage> PatchAsync(
        this Container container, string partition, string id, string condition, IReadOnlyList<PatchOperation> operations,
        string? etag, bool content, CancellationToken cancellationToken) =>
        container.WithinDeadlineAsync(
            stop => container.PatchItemStreamAsync(
                id,
                new PartitionKey(partition),
                operations,
                new PatchItemRequestOptions
                {
                    FilterPredicate = $"FROM c WHERE {condition}",
                    IfMatchEtag = etag,
                    EnableContentResponseOnWrite = content,
                },
                stop),
            cancellationToken);

    private static JsonSerializerOptions JsonOptions(this Container container) =>
        container.Database.Client.ClientOptions.UseSystemTextJsonSerializerWithOptions;

    private static bool Succeeded(this ResponseMessage response)
    {
        if (response.IsMissingOrChanged())
            return false;
        response.EnsureSuccessStatusCode();
        return true;
    }

    private static bool IsMissingOrChanged(this ResponseMessage response) =>
        response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed;
}
