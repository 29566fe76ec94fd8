using LeRun.LocalHost.Cosmos.Store;

namespace LeRun.LocalHost.Cosmos.Batch;

/// <summary>One operation of a batch as it came, in either format.</summary>
internal sealed record BatchOperation(CosmosOperation Kind)
{
    public string? Id { get; init; }

    public ReadOnlyMemory<byte>? Body { get; init; }

    public string? IfMatch { get; init; }

    public string? IfNoneMatch { get; init; }

    public bool MinimalReturn { get; init; }

    /// <exception cref="CosmosRefusal">400: it lacks what its kind needs, or its body is malformed.</exception>
    public ItemOperation Parse()
    {
        if (Id is null && Kind is not (CosmosOperation.Create or CosmosOperation.Upsert))
            throw CosmosRefusal.BadRequest($"The batch operation {Kind} needs an id.");
        return new ItemOperation(Kind)
        {
            Id = Id,
            Body = Kind is CosmosOperation.Create or CosmosOperation.Upsert or CosmosOperation.Replace
                ? ItemBody.Parse(RequireBody())
                : default,
            Patch = Kind == CosmosOperation.Patch ? PatchDocument.Parse(RequireBody()) : null,
            IfMatch = IfMatch,
            IfNoneMatch = IfNoneMatch,
            MinimalReturn = MinimalReturn,
        };
    }

    private ReadOnlyMemory<byte> RequireBody() =>
        Body ?? throw CosmosRefusal.BadRequest($"The batch operation {Kind} needs a resource body.");
}
