using System.Net;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Forum;

/// <summary>
/// Likes in container <c>forum</c>, partition key <c>/postId</c>. A like and the count of what is liked are one transactional
/// batch: both or neither, however often it comes. Costs are in Cosmos requests.
/// </summary>
public sealed class LikeStore(Database database)
{
    private readonly Container _container = database.GetContainer(Containers.Forum);

    /// <summary>Likes; null when the target is not there. 1 request, 2 when it was liked already.</summary>
    public async Task<LikeState?> AddAsync(LikeTarget target, string uid, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var like = new Like
        {
            Id = target.LikeOf(uid),
            Type = Like.ItemType,
            PostId = target.PostId,
            Target = target.Id,
            AuthorId = uid,
            CreatedAt = now,
        };
        return await ChangeAsync(target, uid, liked: true, batch => batch.CreateItemStream(StreamedItem.Write(like)), HttpStatusCode.Conflict, cancellationToken);
    }

    /// <summary>Takes a like back; null when the target is not there. 1 request, 2 when it was not liked.</summary>
    public Task<LikeState?> RemoveAsync(LikeTarget target, string uid, CancellationToken cancellationToken) =>
        ChangeAsync(target, uid, liked: false, batch => batch.DeleteItem(target.LikeOf(uid)), HttpStatusCode.NotFound, cancellationToken);

    /// <summary>Whether a user likes the target, and how many do; null when it is not there. 1 query in one partition.</summary>
    public async Task<LikeState?> ReadAsync(LikeTarget target, string uid, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT c.id, c.type, c.likes FROM c WHERE c.id IN (@post, @target, @like)")
            .WithParameter("@post", target.PostId).WithParameter("@target", target.Id).WithParameter("@like", target.LikeOf(uid));
        var found = (await _container.ReadPageAsync<LikeRow>(query, target.PostId, limit: 3, row => row.Id, cancellationToken)).Items;
        var liked = found.FirstOrDefault(row => row.Id == target.Id && row.Type == TypeOf(target));
        var alive = liked is not null && found.Any(row => row.Id == target.PostId && row.Type == Post.ItemType);
        return alive ? new LikeState(found.Any(row => row.Type == Like.ItemType), liked!.Likes) : null;
    }

    /// <param name="change">Adds the write of the like itself to a batch.</param>
    /// <param name="asBefore">That write's status when it would change nothing.</param>
    private async Task<LikeState?> ChangeAsync(
        LikeTarget target, string uid, bool liked, Action<TransactionalBatch> change, HttpStatusCode asBefore, CancellationToken cancellationToken)
    {
        // The target first: when it is not there, that is the answer, liked or not.
        var batch = _container.CreateTransactionalBatch(new PartitionKey(target.PostId))
            .PatchItem(target.Id, [PatchOperation.Increment("/likes", liked ? 1 : -1)], ForumBatch.Patch(TypeOf(target), content: true));
        change(batch);
        // A comment outlives its deleted post for a moment, and then nobody sees it any more.
        if (!target.IsPost)
            batch.ReadItem(target.PostId);

        using var answer = await batch.ExecuteAsync(cancellationToken);
        if (answer.IsSuccessStatusCode)
        {
            return target.IsPost || answer.GetOperationResultAtIndex<Entry>(2).Resource.Type == Post.ItemType
                ? new LikeState(liked, answer.GetOperationResultAtIndex<Entry>(0).Resource.Likes)
                : null;
        }

        if (ForumBatch.IsMissing(answer[0]) || (!target.IsPost && ForumBatch.IsMissing(answer[2])))
            return null;
        if (answer[1].StatusCode != asBefore)
            throw answer.ToException();
        return await ReadAsync(target, uid, cancellationToken) is { } state ? state with { Liked = liked } : null;
    }

    private static string TypeOf(LikeTarget target) => target.IsPost ? Post.ItemType : Comment.ItemType;
}

/// <summary>A row of the query for who likes what.</summary>
internal sealed record LikeRow(string Id, string Type, int Likes);
