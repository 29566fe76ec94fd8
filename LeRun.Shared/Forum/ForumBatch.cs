using System.Net;
using Microsoft.Azure.Cosmos;

namespace LeRun.Forum;

/// <summary>What transactional batches of the forum have in common.</summary>
internal static class ForumBatch
{
    /// <summary>Options of a patch that must find an item of <paramref name="type"/>.</summary>
    public static TransactionalBatchPatchItemRequestOptions Patch(string type, bool content) => new()
    {
        FilterPredicate = $"FROM c WHERE c.type = \"{type}\"",
        EnableContentResponseOnWrite = content,
    };

    /// <summary>Whether an operation found no item, or one of another type (a deleted one).</summary>
    public static bool IsMissing(TransactionalBatchOperationResult operation) =>
        operation.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed;
}
