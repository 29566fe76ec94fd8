using System.Net;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Forum;

/// <summary>Posts in container <c>forum</c>, partition key <c>/postId</c>. Costs are in Cosmos requests.</summary>
public sealed class PostStore(Database database)
{
    private readonly Container _container = database.GetContainer(Containers.Forum);

    /// <summary>Stores a new post. 1 request.</summary>
    public async Task<Post> CreateAsync(Post post, CancellationToken cancellationToken)
    {
        using var answer = await _container.CreateItemStreamAsync(StreamedItem.Write(post), new PartitionKey(post.PostId), cancellationToken: cancellationToken);
        // Nobody else has this id: a conflict is our own first try, whose answer got lost.
        if (answer.StatusCode == HttpStatusCode.Conflict)
            return await ReadAsync(post.Id, cancellationToken) ?? post;
        answer.EnsureSuccessStatusCode();
        return post with { ETag = answer.Headers.ETag };
    }

    /// <summary>A post; null when there is none. 1 request.</summary>
    public async Task<Post?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        if (!IdGenerator.IsId(id))
            return null;
        using var answer = await _container.ReadItemStreamAsync(id, new PartitionKey(id), cancellationToken: cancellationToken);
        return await StreamedItem.ReadAsync<Post>(answer, cancellationToken) is { Type: Post.ItemType } post ? post : null;
    }

    /// <summary>Posts, newest first. 1 query over all partitions.</summary>
    /// <param name="author">Only posts of the account with this <c>_id</c>; null: everyone's.</param>
    /// <param name="before">Only posts created before the one of this id.</param>
    public Task<Page<Post>> ListAsync(string? author, string? before, int limit, Func<Post, string> cursor, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                $"SELECT * FROM c WHERE c.type = @type {(author is null ? "" : "AND c.authorUid = @author")} {(before is null ? "" : "AND c.feedKey < @before")} ORDER BY c.feedKey DESC")
            .WithParameter("@type", Post.ItemType)
            .WithParameter("@author", author)
            .WithParameter("@before", before);
        return _container.ReadPageAsync(query, partition: null, limit, cursor, cancellationToken);
    }

    /// <summary>Changes the text of a post and answers it as it is then; null when there is no such post of this author. 1 request.</summary>
    /// <param name="authorUid">Who must have written it; not a user's input.</param>
    /// <param name="title">The new title; null leaves it.</param>
    /// <param name="content">The new content; null leaves it.</param>
    /// <param name="tag">The entity tag it must have in storage; null: any.</param>
    public async Task<Post?> EditAsync(
        string id, string authorUid, string? title, string? content, DateTimeOffset now, string? tag, CancellationToken cancellationToken)
    {
        List<PatchOperation> operations = [PatchOperation.Set("/updatedAt", now), PatchOperation.Increment("/version", 1)];
        if (title is not null)
            operations.Add(PatchOperation.Set("/title", title));
        if (content is not null)
            operations.Add(PatchOperation.Set("/content", content));

        var options = new PatchItemRequestOptions
        {
            EnableContentResponseOnWrite = true,
            FilterPredicate = $"FROM c WHERE c.type = \"{Post.ItemType}\" AND c.authorUid = \"{authorUid}\"",
            IfMatchEtag = tag,
        };
        using var answer = await _container.PatchItemStreamAsync(id, new PartitionKey(id), operations, options, cancellationToken);
        return answer.StatusCode == HttpStatusCode.PreconditionFailed ? null : await StreamedItem.ReadAsync<Post>(answer, cancellationToken);
    }
}
