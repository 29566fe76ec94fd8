using System.Net;
using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace LeRun.Storage;

/// <summary>Items over the SDK's stream methods, which answer "not found" and "conflict" with a status where the typed ones throw.</summary>
internal static class StreamedItem
{
    public static Stream Write<T>(T item)
        where T : CosmosItem => new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(item, CosmosStorage.Json), writable: false);

    /// <summary>The item of an answer, null for 404; throws for any other failure.</summary>
    public static async Task<T?> ReadAsync<T>(ResponseMessage answer, CancellationToken cancellationToken)
        where T : CosmosItem
    {
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        answer.EnsureSuccessStatusCode();
        return await JsonSerializer.DeserializeAsync<T>(answer.Content, CosmosStorage.Json, cancellationToken);
    }
}
