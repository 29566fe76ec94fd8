using System.Net;
using System.Text.Json;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>One thing to do to one item, alone or as part of a batch.</summary>
internal sealed record ItemOperation(CosmosOperation Kind)
{
    /// <summary>The item addressed; null for creations and upserts, whose body names it.</summary>
    public string? Id { get; init; }

    /// <summary>The item as the caller wrote it.</summary>
    public JsonElement Body { get; init; }

    public PatchDocument? Patch { get; init; }

    public string? IfMatch { get; init; }

    public string? IfNoneMatch { get; init; }

    /// <summary>The caller wants no item back from a write.</summary>
    public bool MinimalReturn { get; init; }

    /// <summary>The item that goes back to the caller; empty when none does.</summary>
    public ReadOnlyMemory<byte> Returned(OperationResult result)
    {
        var isWanted = result.Status != HttpStatusCode.NotModified && (Kind == CosmosOperation.Read || !MinimalReturn);
        return isWanted && result.Item is { } item ? item.Body : default;
    }
}

/// <summary>How an operation ended.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Item">The version read or written, if any.</param>
/// <param name="Charge">Request units.</param>
/// <param name="Message">Why it failed.</param>
internal readonly record struct OperationResult(
    HttpStatusCode Status, StoredItem? Item = null, double Charge = 1, string? Message = null)
{
    public bool Succeeded => (int)Status < 400;

    /// <summary>Partition key mismatch has a number of its own, by which the SDK knows it.</summary>
    public int SubStatus { get; init; }
}
