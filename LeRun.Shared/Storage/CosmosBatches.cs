using System.Net;
using Microsoft.Azure.Cosmos;

namespace LeRun.Storage;

/// <summary>Reads the results of transactional batches, which do not throw when they fail.</summary>
internal static class CosmosBatches
{
    /// <summary>Whether an operation found no item, or one that its condition refuses.</summary>
    public static bool IsMissingOrChanged(this TransactionalBatchOperationResult operation) =>
        operation.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed;

    /// <summary>Whether an operation would have created an item whose id is taken.</summary>
    public static bool IsConflict(this TransactionalBatchOperationResult operation) =>
        operation.StatusCode == HttpStatusCode.Conflict;

    /// <summary>The exception that a single request would have thrown, for a failure that the caller does not expect.</summary>
    public static CosmosException ToException(this TransactionalBatchResponse response) =>
        new(response.ErrorMessage, response.StatusCode, 0, response.ActivityId, response.RequestCharge);
}
