using Microsoft.Azure.Cosmos;

namespace LeRun.Storage;

/// <summary>A transactional batch does not throw when it fails; what no caller expected becomes the exception that other calls throw.</summary>
internal static class FailedBatch
{
    public static CosmosException ToException(this TransactionalBatchResponse answer) =>
        new(answer.ErrorMessage, answer.StatusCode, 0, answer.ActivityId, answer.RequestCharge);
}
