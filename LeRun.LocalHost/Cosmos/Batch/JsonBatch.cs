using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using LeRun.LocalHost.Cosmos.Store;

namespace LeRun.LocalHost.Cosmos.Batch;

/// <summary>
/// Batches as JSON, which clients without HybridRow send: an array of operations, and an array of results back.
/// </summary>
internal static class JsonBatch
{
    private static readonly JsonWriterOptions _raw = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether the body is JSON; HybridRow begins with a byte that no JSON begins with.</summary>
    public static bool IsJson(ReadOnlyMemory<byte> body) => body.Span.TrimStart(" \t\r\n"u8) is [(byte)'[' or (byte)'{', ..];

    /// <exception cref="CosmosRefusal">400: not a batch, or with an operation that is not known.</exception>
    public static IReadOnlyList<ItemOperation> Read(ReadOnlyMemory<byte> body)
    {
        var operations = RequestJson.Parse(body);
        return operations.ValueKind == JsonValueKind.Array
            ? [.. operations.EnumerateArray().Select(operation => ReadOperation(operation).Parse())]
            : throw CosmosRefusal.BadRequest("A batch is a JSON array of operations.");
    }

    public static ReadOnlyMemory<byte> Write(IReadOnlyList<ItemOperation> operations, OperationResult[] results)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, _raw))
        {
            json.WriteStartArray();
            for (var i = 0; i < results.Length; i++)
                Write(json, operations[i], results[i]);
            json.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }

    private static BatchOperation ReadOperation(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw CosmosRefusal.BadRequest("An operation of the batch is malformed.");
        var type = Text(json, "operationType");
        var kind = type switch
        {
            "Create" => CosmosOperation.Create,
            "Upsert" => CosmosOperation.Upsert,
            "Read" => CosmosOperation.Read,
            "Delete" => CosmosOperation.Delete,
            "Replace" => CosmosOperation.Replace,
            "Patch" => CosmosOperation.Patch,
            _ => throw CosmosRefusal.BadRequest($"The batch operation type '{type}' is not supported by the in-process Cosmos."),
        };
        return new BatchOperation(kind)
        {
            Id = Text(json, "id"),
            Body = json.TryGetProperty("resourceBody", out var body) ? JsonMarshal.GetRawUtf8Value(body).ToArray() : null,
            IfMatch = Text(json, "ifMatch"),
            IfNoneMatch = Text(json, "ifNoneMatch"),
        };
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Write(Utf8JsonWriter json, ItemOperation operation, OperationResult result)
    {
        json.WriteStartObject();
        json.WriteNumber("statusCode", (int)result.Status);
        if (result.SubStatus != 0)
            json.WriteNumber("subStatusCode", result.SubStatus);
        json.WriteNumber("requestCharge", result.Charge);
        if (result.Item is { } item)
            json.WriteString("eTag", item.ETag);
        if (result.Message is { } message)
            json.WriteString("message", message);
        if (operation.Returned(result) is { Length: > 0 } body)
        {
            json.WritePropertyName("resourceBody");
            json.WriteRawValue(body.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
    }
}
