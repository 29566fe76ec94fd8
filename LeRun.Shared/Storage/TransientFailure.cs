using System.Net;
using Microsoft.Azure.Cosmos;

namespace LeRun.Storage;

/// <summary>Tells "storage is out of reach or throttling" from a bug.</summary>
public static class TransientFailure
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    /// <summary>How long a client should wait if an exception means an outage; null if it means something else.</summary>
    public static TimeSpan? RetryAfter(Exception exception) => exception switch
    {
        CosmosException cosmos when IsTransient(cosmos.StatusCode) => AtLeastShort(cosmos.RetryAfter),
        _ when BlobStorage.IsOutOfReach(exception) => Short,
        HttpRequestException or OperationCanceledException or TimeoutException => Short,
        _ => null,
    };

    private static bool IsTransient(HttpStatusCode status) => (int)status is 429 or 449 or 408 or 410 or >= 500;

    private static TimeSpan AtLeastShort(TimeSpan? asked) => asked > Short ? asked.Value : Short;
}
