using System.Net;
using System.Text.Json;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>
/// Operations on one partition, run against the committed items and each other's effects, and not visible to anybody
/// until their <see cref="Changes"/> are committed. Lives inside the container's write lock.
/// </summary>
internal sealed class Transaction(StoredContainer container, PartitionKeyValue partitionKey, ExpiryRule expiry)
{
    private readonly Dictionary<string, StoredItem?> _staged = new(StringComparer.Ordinal);

    public long Lsn { get; private set; } = container.Lsn;

    public long Sequence { get; private set; } = container.Sequence;

    public Change[] Changes => [.. _staged.Select(entry => new Change(partitionKey, entry.Key, entry.Value))];

    /// <exception cref="CosmosRefusal">The operation is malformed, as opposed to one that the item's state defeats.</exception>
    public OperationResult Execute(ItemOperation operation) => operation.Kind switch
    {
        CosmosOperation.Read => Read(Find(operation.Id!), operation),
        CosmosOperation.Create => Create(operation),
        CosmosOperation.Upsert => Upsert(operation),
        CosmosOperation.Replace => Replace(operation),
        CosmosOperation.Patch => Patch(operation),
        CosmosOperation.Delete => Delete(operation),
        _ => throw CosmosRefusal.BadRequest($"{operation.Kind} is not an operation on an item."),
    };

    public static OperationResult Read(StoredItem? item, ItemOperation operation)
    {
        if (item is null)
            return Missing(operation.Id!);
        return operation.IfNoneMatch == item.ETag
            ? new OperationResult(HttpStatusCode.NotModified, item)
            : new OperationResult(HttpStatusCode.OK, item, RequestCharge.Read(item.Body.Length));
    }

    private static OperationResult Missing(string id) =>
        new(HttpStatusCode.NotFound, Message: $"Entity with the specified id does not exist in the system. Id: {id}");

    private static OperationResult? CheckIfMatch(StoredItem current, ItemOperation operation) =>
        operation.IfMatch is null or "*" || operation.IfMatch == current.ETag ? null : Unmet();

    private static OperationResult Taken() =>
        new(HttpStatusCode.Conflict, Message: "Entity with the specified id already exists in the system.");

    private static OperationResult Unmet() =>
        new(HttpStatusCode.PreconditionFailed, Message: "One of the specified pre-condition is not met.");

    private OperationResult Create(ItemOperation operation)
    {
        var id = ItemBody.IdOf(operation.Body);
        return Find(id) is null
            ? Write(HttpStatusCode.Created, id, operation.Body, replaced: null)
            : Taken();
    }

    private OperationResult Upsert(ItemOperation operation)
    {
        var id = ItemBody.IdOf(operation.Body);
        if (Find(id) is not { } current)
            return Write(HttpStatusCode.Created, id, operation.Body, replaced: null);
        if (operation.IfNoneMatch == "*")
            return Unmet();
        return CheckIfMatch(current, operation) ?? Write(HttpStatusCode.OK, id, operation.Body, current);
    }

    private OperationResult Replace(ItemOperation operation)
    {
        var id = ItemBody.IdOf(operation.Body);
        if (Find(operation.Id!) is not { } current)
            return Missing(operation.Id!);
        if (CheckIfMatch(current, operation) is { } failed)
            return failed;
        if (id == current.Id)
            return Write(HttpStatusCode.OK, id, operation.Body, current);

        // The item gets another id and stays the same resource.
        if (Find(id) is not null)
            return Taken();
        var renamed = Write(HttpStatusCode.OK, id, operation.Body, current);
        if (renamed.Succeeded)
            _staged[current.Id] = null;
        return renamed;
    }

    private OperationResult Patch(ItemOperation operation)
    {
        var patch = operation.Patch!;
        patch.RequireKeepsKeys(container.Definition.PartitionKeyPath);
        if (Find(operation.Id!) is not { } current)
            return Missing(operation.Id!);
        if (CheckIfMatch(current, operation) is { } failed)
            return failed;
        return patch.ConditionHolds(current)
            ? Write(HttpStatusCode.OK, operation.Id!, patch.Apply(current), current)
            : Unmet();
    }

    private OperationResult Delete(ItemOperation operation)
    {
        if (Find(operation.Id!) is not { } current)
            return Missing(operation.Id!);
        if (CheckIfMatch(current, operation) is { } failed)
            return failed;
        Lsn++;
        _staged[current.Id] = null;
        return new OperationResult(HttpStatusCode.NoContent, Charge: RequestCharge.Write(current.Body.Length));
    }

    private OperationResult Write(HttpStatusCode status, string id, JsonElement body, StoredItem? replaced)
    {
        if (PartitionKeyValue.Of(body, container.Definition.PartitionKeyPath) != partitionKey)
        {
            const string Mismatch = "PartitionKey extracted from document doesn't match the one specified in the header.";
            return new OperationResult(HttpStatusCode.BadRequest, Message: Mismatch) { SubStatus = 1001 };
        }

        Lsn++;
        var sequence = replaced?.Sequence ?? ++Sequence;
        var etag = StoredItem.ETagOf(container.Incarnation, Lsn);
        var item = new StoredItem
        {
            PartitionKey = partitionKey,
            Id = id,
            Incarnation = container.Incarnation,
            Sequence = sequence,
            Lsn = Lsn,
            Timestamp = expiry.Now,
            TimeToLive = ItemBody.TimeToLiveOf(body),
            Body = ItemBody.Build(body, container.SelfPath, container.ItemRid(sequence), etag, expiry.Now),
        };
        _staged[id] = item;

        var size = item.Body.Length;
        return new OperationResult(status, item, replaced is null ? RequestCharge.Write(size) : RequestCharge.Change(size));
    }

    private StoredItem? Find(string id) =>
        _staged.TryGetValue(id, out var staged) ? staged : container.FindLive(partitionKey, id, expiry);
}
