using LeRun.Runs;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Rooms;

/// <summary>Rooms in container <c>rooms</c>: partition key <c>/id</c>, so each is its own partition. Costs are in Cosmos requests.</summary>
public sealed class RoomStore(Database database) : IFellowRunners
{
    /// <summary>The container's name.</summary>
    public const string ContainerName = "rooms";

    private const string Summary =
        "c.id, c.uid, c.name, c.members[0].username AS host, c.status, c.passwordHash != \"\" AS hasPassword, c.capacity, "
        + "c.targetMeters, ARRAY_LENGTH(c.members) AS memberCount, c.createdAt, c.updatedAt, c.version";

    /// <summary>The container as infra/ and LocalHost create it.</summary>
    public static ContainerProperties Definition { get; } = CosmosContainers.Define(
        ContainerName, "/id", "/type/?", "/uid/?", "/status/?", "/activeAt/?", "/memberKeys/[]/?");

    private readonly Container _container = database.GetContainer(RoomStore.ContainerName);

    /// <summary>Stores a new room; false when its number is taken. 1 request.</summary>
    public async Task<bool> CreateAsync(RunRoom room, CancellationToken cancellationToken) =>
        await _container.TryCreateAsync(room.Id, room, cancellationToken) is not null;

    /// <summary>What is stored under a number, a room or a result; null when nothing is. 1 request.</summary>
    public Task<RunRoom?> ReadAsync(string id, CancellationToken cancellationToken) =>
        _container.FindAsync<RunRoom>(id, id, cancellationToken);

    /// <summary>A room; null when there is none. 1 request.</summary>
    public async Task<RunRoom?> ReadRoomAsync(string id, CancellationToken cancellationToken) =>
        await ReadAsync(id, cancellationToken) is { Type: RunRoom.RoomType } room ? room : null;

    /// <summary>
    /// Changes a room in place and answers it as it is then; null when there is none or <paramref name="condition"/> is false.
    /// However many do so at once, each sees what the one before left. 1 request.
    /// </summary>
    /// <param name="condition">SQL over the item <c>c</c>, of literals that are no user's input.</param>
    public Task<RunRoom?> PatchAsync(
        string id, string condition, IReadOnlyList<PatchOperation> operations, CancellationToken cancellationToken, string? etag = null) =>
        _container.TryPatchAsync<RunRoom>(
            id, id, $"c.type = {SqlLiteral.Of(RunRoom.RoomType)} AND ({condition})", operations, cancellationToken, etag);

    /// <summary>Replaces what was read; false when it changed since. 1 request.</summary>
    public async Task<bool> ReplaceAsync(RunRoom room, CancellationToken cancellationToken) =>
        await _container.TryReplaceAsync(room.Id, room, cancellationToken) is not null;

    /// <summary>Removes what was read; false when it changed since. 1 request.</summary>
    public Task<bool> DeleteAsync(RunRoom room, CancellationToken cancellationToken) =>
        _container.TryDeleteAsync(room.Id, room.Id, cancellationToken, room.ETag);

    /// <summary>Open rooms, newest first. 1 query over all partitions.</summary>
    /// <param name="before">Only rooms created before the one of this <c>_id</c>.</param>
    public Task<Page<RoomSummary>> ListAsync(string? before, int limit, Func<RoomSummary, string> cursor, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                $"SELECT {Summary} FROM c WHERE c.type = @type AND c.status != @finished {(before is null ? "" : "AND c.uid < @before")} ORDER BY c.uid DESC")
            .WithParameter("@type", RunRoom.RoomType)
            .WithParameter("@finished", RoomStatus.Finished)
            .WithParameter("@before", before);
        return _container.ReadPageAsync(query, partition: null, limit, cursor, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> ShareOpenRoomAsync(string uid, string runner, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                "SELECT c.id, c.type FROM c WHERE c.type = @type AND c.status != @finished"
                + " AND ARRAY_CONTAINS(c.memberKeys, @uid) AND ARRAY_CONTAINS(c.members, {\"key\": @runner}, true)")
            .WithParameter("@type", RunRoom.RoomType)
            .WithParameter("@finished", RoomStatus.Finished)
            .WithParameter("@uid", uid)
            .WithParameter("@runner", runner);
        var page = await _container.ReadPageAsync<ItemRow>(query, partition: null, limit: 1, room => room.Id, cancellationToken);
        return page.Items.Count > 0;
    }

    /// <summary>
    /// Deletes all rooms and results in steps of 100, and returns how many rooms each step deleted. A step is 1 query over all
    /// partitions, and 1 request an item.
    /// </summary>
    public IAsyncEnumerable<DeletionCounts> DeleteAllAsync(CancellationToken cancellationToken)
    {
        var query = new QueryDefinition($"SELECT {ItemRow.Columns} FROM c");
        return DeletionSteps.RunAsync(
            token => _container.ReadSomeAsync<ItemRow>(query, partition: null, DeletionSteps.Size, token),
            async (item, deleted, token) =>
            {
                if (await _container.TryDeleteAsync(item.Id, item.Id, token) && item.Type == RunRoom.RoomType)
                    deleted.Add("rooms", 1);
            },
            cancellationToken);
    }

    /// <summary>Rooms and results in which a user has a place, at most <paramref name="limit"/>. 1 query over all partitions.</summary>
    public async Task<IReadOnlyList<RunRoom>> ListOfAsync(string uid, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE ARRAY_CONTAINS(c.memberKeys, @uid)").WithParameter("@uid", uid);
        return (await _container.ReadPageAsync<RunRoom>(query, partition: null, limit, room => room.Id, cancellationToken)).Items;
    }

    /// <summary>Rooms without a join, leave or update since <paramref name="cutoff"/>, the longest quiet first. 1 query over all partitions.</summary>
    public async Task<IReadOnlyList<RunRoom>> ListQuietAsync(DateTimeOffset cutoff, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.type = @type AND c.activeAt <= @cutoff ORDER BY c.activeAt")
            .WithParameter("@type", RunRoom.RoomType).WithParameter("@cutoff", UtcMilliseconds.Format(cutoff));
        return (await _container.ReadPageAsync<RunRoom>(query, partition: null, limit, room => room.Id, cancellationToken)).Items;
    }
}
