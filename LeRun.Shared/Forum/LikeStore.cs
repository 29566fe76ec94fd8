using System.Net;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Azure.Cosmos;

namespace LeRun.Forum;

/// <summary>
/// Likes in container <c>forum</c>, partition key <c>/postId</c>. A like and the count of its target are written in one
/// transactional batch, both or neither, so a repeated request changes nothing. Costs are in Cosmos requests.
/// </summary>
public sealed class LikeStore(Database database)
{
    private readonly Container _container = database.GetContainer(PostStore.ContainerName);

    /// <summary>Adds an account's like; null if it sees no such target. 1 request, 2 if it liked it already.</summary>
    public Task<LikeState?> TryAddAsync(
        LikeTarget target, Viewer account, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var like = new Like
        {
            Id = target.LikeIdOf(account.AccountId!),
            Type = Like.ItemType,
            PostId = target.PostId,
            Target = target.Id,
            AccountId = account.AccountId!,
            CreatedAt = now,
        };
        var batch = CountAt(target, account, 1).CreateItemStream(_container.Serialize(like));
        return ExecuteAsync(batch, target, account, liked: true, HttpStatusCode.Conflict, cancellationToken);
    }

    /// <summary>Removes an account's like; null if it sees no such target. 1 request, 2 if it did not like it.</summary>
    public Task<LikeState?> TryRemoveAsync(LikeTarget target, Viewer account, CancellationToken cancellationToken)
    {
        var batch = CountAt(target, account, -1).DeleteItem(target.LikeIdOf(account.AccountId!));
        return ExecuteAsync(batch, target, account, liked: false, HttpStatusCode.NotFound, cancellationToken);
    }

    /// <summary>
    /// Whether an account likes the target, and how many do; null if it sees no such target. 1 query in one partition.
    /// </summary>
    public async Task<LikeState?> FindStateAsync(LikeTarget target, Viewer account, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition($"SELECT {ForumRow.Columns} FROM c WHERE c.id IN (@post, @target, @like)")
            .WithParameter("@post", target.PostId)
            .WithParameter("@target", target.Id)
            .WithParameter("@like", target.LikeIdOf(account.AccountId!));
        var rows = await _container.ReadSomeAsync<ForumRow>(query, target.PostId, limit: 3, cancellationToken);
        var postExists = rows.Any(row => row.Id == target.PostId && row.Type == Post.ItemType);
        return postExists && rows.FirstOrDefault(row => row.Id == target.Id && row.Type == TypeOf(target)) is { } found
        && found.IsSeenBy(account)
            ? new LikeState(rows.Any(row => row.Type == Like.ItemType), found.Likes)
            : null;
    }

    // The target comes first: if it is missing, that is the result, whether it was liked or not.
    private TransactionalBatch CountAt(LikeTarget target, Viewer account, int change) => _container
        .CreateTransactionalBatch(new PartitionKey(target.PostId))
        .PatchItemIf(
            $"c.type = {SqlLiteral.Of(TypeOf(target))} AND {ForumItem.SeenBy(account)}",
            target.Id,
            [PatchOperation.Increment("/likes", change)],
            returnItem: true);

    /// <param name="batch">Counts at the target, then writes the like itself.</param>
    /// <param name="unchanged">The status of that second write if it would change nothing.</param>
    private async Task<LikeState?> ExecuteAsync(
        TransactionalBatch batch, LikeTarget target, Viewer account, bool liked, HttpStatusCode unchanged,
        CancellationToken cancellationToken)
    {
        // A comment may be stored for a moment after its post was deleted; by then nobody sees it.
        if (!target.IsPost)
            batch.ReadItem(target.PostId);

        using var response = await batch.ExecuteAsync(_container, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return target.IsPost || response.GetOperationResultAtIndex<ForumRow>(2).Resource.Type == Post.ItemType
                ? new LikeState(liked, response.GetOperationResultAtIndex<ForumRow>(0).Resource.Likes)
                : null;
        }

        if (response[0].IsMissingOrChanged() || (!target.IsPost && response[2].IsMissingOrChanged()))
            return null;
        if (response[1].StatusCode != unchanged)
            throw response.ToException();
        return await FindStateAsync(target, account, cancellationToken) is { } state ? state with { Liked = liked } : null;
    }

    private static string TypeOf(LikeTarget target) => target.IsPost ? Post.ItemType : Comment.ItemType;

    /// <summary>What an account likes, by id; its cursors are ids. 1 query over all partitions.</summary>
    /// <param name="after">Only those with a higher id; null: from the first.</param>
    public Task<Page<Like>> ListOfAccountAsync(
        string accountId, string? after, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                "SELECT * FROM c WHERE c.authorUid = @author AND c.type = @type AND c.id > @after ORDER BY c.id")
            .WithParameter("@author", accountId)
            .WithParameter("@type", Like.ItemType)
            .WithParameter("@after", after ?? "");
        return _container.ReadPageAsync<Like>(query, partition: null, limit, item => item.Id, cancellationToken);
    }
}
