using System.Net;
using LeRun.LocalHost.Cosmos.Store;
using LeRun.LocalHost.Cosmos.Wire;

namespace LeRun.LocalHost.Cosmos.Batch;

/// <summary>A transactional batch: one partition, all or nothing.</summary>
internal static class BatchEndpoint
{
    private const int MaxOperations = 100;

    public static CosmosResponse Handle(WireRequest request, StoredContainer container)
    {
        if (!request.Flag("x-ms-cosmos-batch-atomic"))
            throw CosmosRefusal.BadRequest("Bulk execution is not supported by the in-process Cosmos; a batch must be atomic.");
        if (request.Body.Length > ItemBody.MaxBytes)
            throw ItemBody.TooLarge();
        var partitionKey = PartitionKeyValue.FromHeader(request.PartitionKey)
            ?? throw CosmosRefusal.BadRequest("PartitionKey value must be supplied for this operation.");
        var isJson = JsonBatch.IsJson(request.Body);
        var operations = isJson ? JsonBatch.Read(request.Body) : BatchRequestReader.Read(request.Body);
        if (operations.Count is 0 or > MaxOperations)
            throw CosmosRefusal.BadRequest($"Batch request has {operations.Count} operations; it takes 1 to {MaxOperations}.");

        var (results, lsn) = container.Execute(partitionKey, operations, ItemBody.MaxBytes);
        var status = Array.TrueForAll(results, result => result.Succeeded) ? HttpStatusCode.OK : HttpStatusCode.MultiStatus;
        var body = isJson ? JsonBatch.Write(operations, results) : BatchResponseWriter.Write(operations, results);
        return new CosmosResponse(status, body)
        {
            Charge = Math.Round(results.Sum(result => result.Charge), 2),
            Lsn = lsn,
        };
    }
}
