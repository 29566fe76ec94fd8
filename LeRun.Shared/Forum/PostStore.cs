using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Forum;

/// <summary>Posts in container <c>forum</c>, partition key <c>/postId</c>. Costs are in Cosmos requests.</summary>
public sealed class PostStore(Database database)
{
    /// <summary>The container's name.</summary>
    public const string ContainerName = "forum";

    /// <summary>The container as infra/ and LocalHost create it.</summary>
    public static ContainerProperties Definition { get; } = CosmosContainers.Define(
        ContainerName, "/postId", "/type/?", "/authorUid/?", "/feedKey/?", "/threadKey/?", "/target/?", "/deletedAt/?");

    private readonly Container _container = database.GetContainer(PostStore.ContainerName);

    /// <summary>Stores a new post. 1 request.</summary>
    public async Task<Post> CreateAsync(Post post, CancellationToken cancellationToken)
    {
        // Nobody else has this id: if it is taken, then by our own first attempt, whose response was lost.
        return await _container.TryCreateAsync(post.PostId, post, cancellationToken) ?? await ReadAsync(post.Id, cancellationToken) ?? post;
    }

    /// <summary>A post; null when there is none. 1 request.</summary>
    public async Task<Post?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        return IdGenerator.IsId(id) && await _container.FindAsync<Post>(id, id, cancellationToken) is { Type: Post.ItemType } post ? post : null;
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
    /// <param name="expected">The versions it may have; null: any.</param>
    public async Task<Post?> EditAsync(
        string id, string authorUid, string? title, string? content, DateTimeOffset now, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        List<PatchOperation> operations = [PatchOperation.Set("/updatedAt", now), PatchOperation.Increment("/version", 1)];
        if (title is not null)
            operations.Add(PatchOperation.Set("/title", title));
        if (content is not null)
            operations.Add(PatchOperation.Set("/content", content));

        var condition = $"c.type = {SqlLiteral.Of(Post.ItemType)} AND c.authorUid = {SqlLiteral.Of(authorUid)}"
            + $" AND {ItemVersion.Condition(expected, "c.id")}";
        return await _container.TryPatchAsync<Post>(id, id, condition, operations, cancellationToken);
    }
}
