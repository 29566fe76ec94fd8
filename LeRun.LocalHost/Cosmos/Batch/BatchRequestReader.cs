using LeRun.LocalHost.Cosmos.Store;
using Microsoft.Azure.Cosmos.Serialization.HybridRow;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.IO;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.RecordIO;

namespace LeRun.LocalHost.Cosmos.Batch;

/// <summary>Reads a batch's operations from HybridRow RecordIO.</summary>
internal static class BatchRequestReader
{
    /// <exception cref="CosmosRefusal">400: not a batch, or with an operation that is not known.</exception>
    public static IReadOnlyList<ItemOperation> Read(ReadOnlyMemory<byte> body)
    {
        var operations = new List<ItemOperation>();
        using var stream = new MemoryStream(body.ToArray());
        try
        {
            // Everything is in memory: this completes without waiting.
            var result = stream.ReadRecordIOAsync(
                (Func<ReadOnlyMemory<byte>, Result>)(record =>
                {
                    operations.Add(ReadOperation(record).Parse());
                    return Result.Success;
                }),
                resizer: new MemorySpanResizer<byte>(body.Length)).GetAwaiter().GetResult();
            if (result == Result.Success)
                return operations;
        }
        catch (Exception e) when (e is not (CosmosRefusal or OutOfMemoryException))
        {
            // The HybridRow reader throws what it likes, some of it of no public type, at bytes that are no HybridRow.
        }

        throw CosmosRefusal.BadRequest("The batch's body is malformed.");
    }

    private static BatchOperation ReadOperation(ReadOnlyMemory<byte> record)
    {
        var row = new RowBuffer(record.Length);
        if (!row.ReadFrom(record.Span, HybridRowVersion.V1, BatchSchema.Resolver))
            throw CosmosRefusal.BadRequest("An operation of the batch is malformed.");

        var reader = new RowReader(ref row);
        var fields = new Dictionary<string, object>(StringComparer.Ordinal);
        while (reader.Read())
        {
            if (ReadField(ref reader) is { } value)
                fields[reader.Path.ToString()] = value;
        }

        return Operation(fields);
    }

    private static object? ReadField(ref RowReader reader)
    {
        switch (reader.Path.ToString())
        {
            case "operationType":
                reader.ReadInt32(out var number);
                return number;
            case "id" or "ifMatch" or "ifNoneMatch":
                reader.ReadString(out string text);
                return text;
            case "resourceBody":
                reader.ReadBinary(out byte[] bytes);
                return bytes;
            case "minimalReturnPreference":
                reader.ReadBool(out var flag);
                return flag;
            default:
                return null;
        }
    }

    private static BatchOperation Operation(Dictionary<string, object> fields)
    {
        var kind = fields.GetValueOrDefault("operationType") switch
        {
            0 => CosmosOperation.Create,
            1 => CosmosOperation.Patch,
            2 => CosmosOperation.Read,
            4 => CosmosOperation.Delete,
            5 => CosmosOperation.Replace,
            20 => CosmosOperation.Upsert,
            var other => throw CosmosRefusal.BadRequest(
                $"The batch operation type '{other}' is not supported by the in-process Cosmos."),
        };
        return new BatchOperation(kind)
        {
            Id = (string?)fields.GetValueOrDefault("id"),
            Body = fields.TryGetValue("resourceBody", out var body) ? (byte[])body : null,
            IfMatch = (string?)fields.GetValueOrDefault("ifMatch"),
            IfNoneMatch = (string?)fields.GetValueOrDefault("ifNoneMatch"),
            MinimalReturn = fields.GetValueOrDefault("minimalReturnPreference") is true,
        };
    }
}
