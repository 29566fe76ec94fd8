namespace LeRun.LocalHost.Cosmos;

/// <summary>What a request to the far end asks for.</summary>
public enum CosmosOperation
{
    /// <summary>Account, database, container and partition range reads and creations: free of charge to an item's budget.</summary>
    Metadata,
    QueryPlan,
    Read,
    Create,
    Upsert,
    Replace,
    Patch,
    Delete,
    Query,
    Batch,
}

/// <summary>One request as the far end saw it; <see cref="Status"/> and <see cref="Charge"/> are 0 until it is answered.</summary>
public sealed record CosmosRequest
{
    public required CosmosOperation Operation { get; init; }

    public string? Container { get; init; }

    /// <summary>As on the wire, such as <c>["alice"]</c>; null for a cross-partition request.</summary>
    public string? PartitionKey { get; init; }

    /// <summary>The item addressed or, for a creation, named by the body; null for queries and batches.</summary>
    public string? ItemId { get; init; }

    /// <summary>The query's text, without its parameters' values.</summary>
    public string? Query { get; init; }

    /// <summary>The HTTP status answered; 0 when the caller saw a broken connection.</summary>
    public int Status { get; init; }

    /// <summary>Request units.</summary>
    public double Charge { get; init; }
}
