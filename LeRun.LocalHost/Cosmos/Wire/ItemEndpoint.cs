using LeRun.LocalHost.Cosmos.Store;

namespace LeRun.LocalHost.Cosmos.Wire;

/// <summary>Reads and writes of one item.</summary>
internal static class ItemEndpoint
{
    public static CosmosResponse Handle(WireRequest request, StoredContainer container)
    {
        var partitionKey = PartitionKeyValue.FromHeader(request.PartitionKey)
            ?? throw CosmosRefusal.BadRequest("PartitionKey value must be supplied for this operation.");
        var operation = Operation(request);
        if (operation.Kind == CosmosOperation.Read)
        {
            var (read, visible) = container.Read(partitionKey, operation, request.SeenLsn);
            return Response(operation, read, visible);
        }

        var (results, lsn) = container.Execute(partitionKey, [operation]);
        return Response(operation, results[0], lsn);
    }

    private static CosmosResponse Response(ItemOperation operation, OperationResult result, long lsn)
    {
        if (!result.Succeeded)
        {
            return CosmosResponse.Error(result.Status, result.Message) with
            {
                SubStatus = result.SubStatus,
                Charge = result.Charge,
                Lsn = lsn,
            };
        }

        return new CosmosResponse(result.Status, operation.Returned(result))
        {
            Charge = result.Charge,
            ETag = result.Item?.ETag,
            Lsn = lsn,
        };
    }

    private static ItemOperation Operation(WireRequest request) => new(request.Operation)
    {
        Id = request.ItemId,
        Body = request.Operation is CosmosOperation.Create or CosmosOperation.Upsert or CosmosOperation.Replace
            ? ItemBody.Parse(request.Body)
            : default,
        Patch = request.Operation == CosmosOperation.Patch ? PatchDocument.Parse(request.Body) : null,
        IfMatch = request.IfMatch,
        IfNoneMatch = request.IfNoneMatch,
        MinimalReturn = request.MinimalReturn,
    };
}
