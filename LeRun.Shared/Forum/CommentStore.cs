using System.Net;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Forum;

/// <summary>Comments in container <c>forum</c>, partition key <c>/postId</c>. Costs are in Cosmos requests.</summary>
public sealed class CommentStore(Database database)
{
    private readonly Container _container = database.GetContainer(Containers.Forum);

    /// <summary>Stores a new comment and counts it at its post, both or neither; null when there is no such post. 1 request.</summary>
    public async Task<Comment?> AddAsync(Comment comment, CancellationToken cancellationToken)
    {
        var batch = _container.CreateTransactionalBatch(new PartitionKey(comment.PostId))
            .PatchItem(comment.PostId, [PatchOperation.Increment("/comments", 1)], ForumBatch.Patch(Post.ItemType, content: false))
            .CreateItemStream(StreamedItem.Write(comment));
        using var answer = await batch.ExecuteAsync(cancellationToken);
        if (answer.IsSuccessStatusCode)
            return comment with { ETag = answer[1].ETag };
        if (ForumBatch.IsMissing(answer[0]))
            return null;
        // Nobody else has this id: a conflict is our own first try, whose answer got lost.
        return answer[1].StatusCode == HttpStatusCode.Conflict ? comment : throw answer.ToException();
    }

    /// <summary>A post's comments, oldest first; null when there is no such post. 1 query in one partition.</summary>
    /// <param name="after">Only what comes after this in the thread; the post's own id: from the first comment on.</param>
    public async Task<Page<Comment>?> ListAsync(string postId, string after, int limit, Func<Comment, string> cursor, CancellationToken cancellationToken)
    {
        // The post comes first with every page: that it is there costs no request of its own.
        var query = new QueryDefinition(
                "SELECT * FROM c WHERE c.type = @post OR (c.type = @comment AND c.threadKey > @after) ORDER BY c.threadKey")
            .WithParameter("@post", Post.ItemType)
            .WithParameter("@comment", Comment.ItemType)
            .WithParameter("@after", after);
        var page = await _container.ReadPageAsync(query, postId, limit + 1, cursor, cancellationToken);
        return page.Items is [{ Type: Post.ItemType }, ..] ? page with { Items = [.. page.Items.Skip(1)] } : null;
    }

    /// <summary>A comment and the <c>_id</c> of its post's author; null when there is no such comment. 1 query in one partition.</summary>
    public async Task<(Comment Comment, string PostAuthorUid)?> ReadAsync(string postId, string id, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE (c.id = @post AND c.type = @postType) OR (c.id = @id AND c.type = @type)")
            .WithParameter("@post", postId).WithParameter("@postType", Post.ItemType)
            .WithParameter("@id", id).WithParameter("@type", Comment.ItemType);
        var found = (await _container.ReadPageAsync<Comment>(query, postId, limit: 2, entry => entry.Id, cancellationToken)).Items;
        return found.FirstOrDefault(entry => entry.Id == postId) is { } post && found.FirstOrDefault(entry => entry.Id == id) is { } comment
            ? (comment, post.AuthorId)
            : null;
    }
}
