using LeRun.Storage;
using LeRun.Users;
using Microsoft.Azure.Cosmos;

namespace LeRun.Rooms;

/// <content>Queries over all rooms.</content>
public sealed partial class RoomStore : IOpenRoomsQuery
{
    /// <summary>The container as infra/ and LocalHost create it. Its indexed paths are those that these queries use.</summary>
    public static ContainerDefinition Definition { get; } = new(
        ContainerName, "/id", "/type/?", "/uid/?", "/status/?", "/activeAt/?", "/memberKeys/[]/?",
        ModerationMark.IndexedPath);

    /// <summary>
    /// Open rooms, newest first. To be shown only: each has its host as its only member; <see cref="RunRoom.MemberIds"/> is
    /// complete. 1 query over all partitions.
    /// </summary>
    /// <param name="viewer">Only rooms whose host they see, and those that they are in.</param>
    /// <param name="memberId">Only rooms that this account is in; null: all.</param>
    /// <param name="before">Only rooms opened before the one of this room id.</param>
    public Task<Page<RunRoom>> ListAsync(
        Viewer viewer, string? memberId, string? before, int limit, Func<RunRoom, string> cursor,
        CancellationToken cancellationToken)
    {
        var own = memberId is null
            ? $"AND {viewer.Condition("c.memberKeys[0]")} AND {NotHidden}"
            : "AND ARRAY_CONTAINS(c.memberKeys, @memberId)";
        var older = before is null ? "" : "AND c.uid < @before";
        var query = new QueryDefinition(
                $"SELECT {ListedFields} FROM c WHERE c.type = @type AND {NotFinished} {own} {older} ORDER BY c.uid DESC")
            .WithParameter("@type", RunRoom.RoomType)
            .WithParameter("@memberId", memberId)
            .WithParameter("@before", before);
        return _container.ReadPageAsync(query, partition: null, limit, cursor, cancellationToken);
    }

    /// <summary>
    /// Whether two accounts are in one room whose run is not over. 1 query over all partitions, which the index alone decides:
    /// its cost does not grow with the rooms that either is in.
    /// </summary>
    public async Task<bool> ShareOpenRoomAsync(string accountId, string otherAccountId, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                $"SELECT TOP 1 c.id FROM c WHERE c.type = @type AND {NotFinished}"
                + " AND ARRAY_CONTAINS(c.memberKeys, @accountId) AND ARRAY_CONTAINS(c.memberKeys, @otherAccountId)")
            .WithParameter("@type", RunRoom.RoomType)
            .WithParameter("@accountId", accountId)
            .WithParameter("@otherAccountId", otherAccountId);
        return await _container.ReadSomeAsync<RoomRow>(query, partition: null, limit: 1, cancellationToken) is { Count: > 0 };
    }

    /// <inheritdoc/>
    public async Task<OpenRooms> CountOpenAsync(string accountId, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                "SELECT c.id, c.memberKeys[0] AS host FROM c"
                + $" WHERE c.type = @type AND {NotFinished} AND ARRAY_CONTAINS(c.memberKeys, @accountId)")
            .WithParameter("@type", RunRoom.RoomType)
            .WithParameter("@accountId", accountId);
        var open = await _container.ReadSomeAsync<RoomRow>(query, partition: null, limit: 1000, cancellationToken);
        return new OpenRooms(open.Count(room => room.Host == accountId), open.Count);
    }

    /// <summary>Rooms and results in which an account has a place. 1 query over all partitions.</summary>
    public Task<IReadOnlyList<RunRoom>> ListOfAccountAsync(string accountId, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE ARRAY_CONTAINS(c.memberKeys, @accountId)")
            .WithParameter("@accountId", accountId);
        return _container.ReadSomeAsync<RunRoom>(query, partition: null, limit, cancellationToken);
    }

    /// <summary>
    /// Rooms and results in which an account has a place, by item id; its cursors are item ids. 1 query over all partitions.
    /// </summary>
    /// <param name="after">Only those with a higher item id; null: from the first.</param>
    public Task<Page<RunRoom>> ListOfAccountByIdAsync(
        string accountId, string? after, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                "SELECT * FROM c WHERE ARRAY_CONTAINS(c.memberKeys, @accountId) AND c.type IN (@room, @result)"
                + " AND c.id > @after ORDER BY c.id")
            .WithParameter("@accountId", accountId)
            .WithParameter("@room", RunRoom.RoomType)
            .WithParameter("@result", RunRoom.ResultType)
            .WithParameter("@after", after ?? "");
        return _container.ReadPageAsync<RunRoom>(query, partition: null, limit, room => room.Id, cancellationToken);
    }

    /// <summary>
    /// Rooms without a join, leave or update since <paramref name="cutoff"/>, the longest quiet first. 1 query over all
    /// partitions.
    /// </summary>
    public Task<IReadOnlyList<RunRoom>> ListQuietAsync(DateTimeOffset cutoff, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.type = @type AND c.activeAt <= @cutoff ORDER BY c.activeAt")
            .WithParameter("@type", RunRoom.RoomType)
            .WithParameter("@cutoff", UtcMilliseconds.Format(cutoff));
        return _container.ReadSomeAsync<RunRoom>(query, partition: null, limit, cancellationToken);
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
}

/// <summary>What queries about an account's open rooms read.</summary>
/// <param name="Id">The room's item id.</param>
/// <param name="Host">Its host's account id; null where nobody asks for it.</param>
internal sealed record RoomRow(string Id, string? Host);
