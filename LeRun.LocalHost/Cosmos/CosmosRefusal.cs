using System.Net;

namespace LeRun.LocalHost.Cosmos;

/// <summary>A request that the in-process Cosmos refuses, with the status that the real service returns.</summary>
internal sealed class CosmosRefusal(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>How long the caller is asked to wait, when the refusal is a throttle.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static CosmosRefusal BadRequest(string message) => new(HttpStatusCode.BadRequest, message);

    public static CosmosRefusal NotFound(string what) =>
        new(HttpStatusCode.NotFound, $"Resource Not Found. {what} does not exist.");
}
