using System.Net;
using Microsoft.Azure.Cosmos;

namespace LeRun.Storage;

/// <summary>Makes transactional batches, and reads their results: a batch does not throw when it fails.</summary>
internal static class CosmosBatches
{
    /// <summary>Adds a patch that fails, and the batch with it, unless a condition on the stored item holds.</summary>
    /// <param name="condition">SQL over the item <c>c</c>; user input only as <see cref="SqlLiteral"/>.</param>
    /// <param name="returnItem">Whether the result holds the item as it is then.</param>
    /// <param name="etag">The Cosmos version it must have; null: any.</param>
    public static TransactionalBatch PatchItemIf(
        this TransactionalBatch batch, string condition, string id, IReadOnlyList<PatchOperation> operations,
        bool returnItem = false, string? etag = null) =>
        batch.PatchItem(
            id,
            operations,
            new TransactionalBatchPatchItemRequestOptions
            {
                FilterPredicate = $"FROM c WHERE {condition}",
                IfMatchEtag = etag,
                EnableContentResponseOnWrite = returnItem,
            });

    /// <summary>Executes a batch of a container in the time that an operation has.</summary>
    public static Task<TransactionalBatchResponse> ExecuteAsync(
        this TransactionalBatch batch, Container container, CancellationToken cancellationToken) =>
        container.WithinDeadlineAsync(batch.ExecuteAsync, cancellationToken);

    /// <summary>
    /// Executes a batch. False, and nothing is written, if one of its operations found no item or one that its condition
    /// refuses; any other failure is an exception.
    /// </summary>
    public static async Task<bool> TryExecuteAsync(
        this TransactionalBatch batch, Container container, CancellationToken cancellationToken)
    {
        using var response = await batch.ExecuteAsync(container, cancellationToken);
        if (response.IsSuccessStatusCode)
            return true;
        return response.Any(operation => operation.IsMissingOrChanged()) ? false : throw response.ToException();
    }

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
