using System.Net;
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
        var result = operation.Kind == CosmosOperation.Read
            ? container.Read(partitionKey, operation)
            : container.Execute(partitionKey, [operation])[0];

        if (!result.Succeeded)
            return CosmosResponse.Error(result.Status, result.Message) with { SubStatus = result.SubStatus, Charge = result.Charge, Lsn = container.Lsn };
        var hasBody = result.Status != HttpStatusCode.NotModified && !(operation.MinimalReturn && operation.Kind != CosmosOperation.Read);
        return new CosmosResponse(result.Status, hasBody ? result.Item?.Body ?? default : default)
        {
            Charge = result.Charge,
            ETag = result.Item?.ETag,
            Lsn = container.Lsn,
        };
    }

    private static ItemOperation Operation(WireRequest request) => new(request.Operation)
    {
        Id = request.ItemId,
        Body = request.Operation is CosmosOperation.Create or CosmosOperation.Upsert or CosmosOperation.Replace ? ItemBody.Parse(request.Body) : default,
        Patch = request.Operation == CosmosOperation.Patch ? PatchDocument.Parse(ItemBody.Parse(request.Body)) : null,
        IfMatch = request.IfMatch,
        IfNoneMatch = request.IfNoneMatch,
        MinimalReturn = request.MinimalReturn,
    };
}
