namespace LeRun.LocalHost.Cosmos;

/// <summary>What a request to the in-process Cosmos asks for.</summary>
public enum CosmosOperation
{
    /// <summary>The account, databases, containers and partition ranges: no data, and no charge worth counting.</summary>
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

/// <summary>One request; <see cref="Status"/> and <see cref="Charge"/> are 0 until its response is known.</summary>
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

    /// <summary>The HTTP status returned; 0 when the connection was broken instead.</summary>
    public int Status { get; init; }

    /// <summary>Request units.</summary>
    public double Charge { get; init; }
}
