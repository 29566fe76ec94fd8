using LeRun.LocalHost.Cosmos.Store;
using LeRun.LocalHost.Cosmos.Wire;
using Microsoft.Azure.Cosmos.Serialization.HybridRow;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.IO;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.Layouts;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.RecordIO;

namespace LeRun.LocalHost.Cosmos.Batch;

/// <summary>Writes a batch's results as HybridRow RecordIO.</summary>
internal static class BatchResponseWriter
{
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<ItemOperation> operations, OperationResult[] results)
    {
        using var stream = new MemoryStream();
        RecordIOStream.ProduceFunc produce = (long index, out ReadOnlyMemory<byte> record) =>
        {
            record = index < results.Length ? Encode(operations[(int)index], results[index]) : default;
            return Result.Success;
        };
        var written = stream.WriteRecordIOAsync(default(Segment), produce).GetAwaiter().GetResult();
        return written == Result.Success ? stream.ToArray() : throw NotWritten(written);
    }

    private static byte[] Encode(ItemOperation operation, OperationResult result)
    {
        var row = new RowBuffer(256 + (result.Item?.Body.Length ?? 0));
        row.InitLayout(HybridRowVersion.V1, BatchSchema.Result, BatchSchema.Resolver);
        var written = RowWriter.WriteBuffer(ref row, (operation, result), WriteResult);
        return written == Result.Success ? row.ToArray() : throw NotWritten(written);
    }

    private static Result WriteResult(
        ref RowWriter writer, TypeArgument type, (ItemOperation Operation, OperationResult Result) context)
    {
        var (operation, result) = context;
        var written = writer.WriteInt32("statusCode", (int)result.Status);
        if (written == Result.Success && result.SubStatus != 0)
            written = writer.WriteInt32("subStatusCode", result.SubStatus);
        if (written == Result.Success && result.Item is { } item)
            written = writer.WriteString("eTag", item.ETag);
        if (written == Result.Success && BodyOf(operation, result) is { Length: > 0 } body)
            written = writer.WriteBinary("resourceBody", body.Span);
        return written == Result.Success ? writer.WriteFloat64("requestCharge", result.Charge) : written;
    }

    private static ReadOnlyMemory<byte> BodyOf(ItemOperation operation, OperationResult result) =>
        result.Message is null ? operation.Returned(result) : CosmosResponse.ErrorBody(result.Status, result.Message);

    private static InvalidOperationException NotWritten(Result result) =>
        new($"A batch's results could not be written: {result}.");
}
