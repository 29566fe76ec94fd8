using LeRun.Storage;
using LeRun.Users;
using Microsoft.Azure.Cosmos;

namespace LeRun.Forum;

/// <summary>Comments in container <c>forum</c>, partition key <c>/postId</c>. Costs are in Cosmos requests.</summary>
public sealed class CommentStore(Database database)
{
    private readonly Container _container = database.GetContainer(PostStore.ContainerName);

    /// <summary>
    /// Stores a new comment and counts it at its post, both or neither; null if there is no such post that its author sees.
    /// 1 request.
    /// </summary>
    public async Task<Comment?> TryCreateAsync(Viewer author, Comment comment, CancellationToken cancellationToken)
    {
        var batch = _container.CreateTransactionalBatch(new PartitionKey(comment.PostId))
            .PatchItemIf(
                $"c.type = {SqlLiteral.Of(Post.ItemType)} AND {ForumItem.SeenBy(author)}",
                comment.PostId,
                [PatchOperation.Increment("/comments", 1)])
            .CreateItemStream(_container.Serialize(comment));
        using var response = await batch.ExecuteAsync(_container, cancellationToken);
        if (response.IsSuccessStatusCode)
            return comment with { ETag = response[1].ETag };
        if (response[0].IsMissingOrChanged())
            return null;
        // Nobody else has this id: a conflict is our own first attempt, whose response was lost.
        return response[1].IsConflict() ? comment : throw response.ToException();
    }

    /// <summary>
    /// A post's comments that a viewer sees, oldest first; null if they see no such post. 1 query in one partition.
    /// </summary>
    /// <param name="after">Only what comes after this sort key; the post's own id: from the first comment on.</param>
    /// <param name="limit">The most comments of the page.</param>
    /// <param name="cursor">Makes the cursor after a comment.</param>
    public async Task<Page<Comment>?> ListAsync(
        Viewer viewer, string postId, string after, int limit, Func<Comment, string> cursor,
        CancellationToken cancellationToken)
    {
        // The post comes first with every page, so that its existence costs no request of its own.
        var query = new QueryDefinition(
                "SELECT * FROM c WHERE (c.type = @post OR (c.type = @comment AND c.threadKey > @after))"
                + $" AND {ForumItem.SeenBy(viewer)} ORDER BY c.threadKey")
            .WithParameter("@post", Post.ItemType)
            .WithParameter("@comment", Comment.ItemType)
            .WithParameter("@after", after);
        var page = await _container.ReadPageAsync(query, postId, limit + 1, cursor, cancellationToken);
        return page.Items is [{ Type: Post.ItemType }, ..] ? page with { Items = [.. page.Items.Skip(1)] } : null;
    }

    /// <summary>
    /// A comment, and the account id of its post's author; null if there is no such comment. 1 query in one partition.
    /// </summary>
    public async Task<(Comment Comment, string PostAuthorAccountId)?> FindAsync(
        string postId, string id, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                "SELECT * FROM c WHERE (c.id = @post AND c.type = @postType) OR (c.id = @id AND c.type = @type)")
            .WithParameter("@post", postId)
            .WithParameter("@postType", Post.ItemType)
            .WithParameter("@id", id)
            .WithParameter("@type", Comment.ItemType);
        var found = await _container.ReadSomeAsync<Comment>(query, postId, limit: 2, cancellationToken);
        return found.FirstOrDefault(item => item.Id == postId) is { } post
            && found.FirstOrDefault(item => item.Id == id) is { } comment
                ? (comment, post.AuthorAccountId)
                : null;
    }

    /// <summary>An account's comments under any posts, by id; its cursors are ids. 1 query over all partitions.</summary>
    /// <param name="after">Only those with a higher id; null: from the first.</param>
    public Task<Page<Comment>> ListOfAuthorAsync(
        string accountId, string? after, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                "SELECT * FROM c WHERE c.authorUid = @author AND c.type = @type AND c.id > @after ORDER BY c.id")
            .WithParameter("@author", accountId)
            .WithParameter("@type", Comment.ItemType)
            .WithParameter("@after", after ?? "");
        return _container.ReadPageAsync<Comment>(query, partition: null, limit, item => item.Id, cancellationToken);
    }
}
