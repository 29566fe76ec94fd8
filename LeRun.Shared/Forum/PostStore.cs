using LeRun.Storage;
using LeRun.Users;
using Microsoft.Azure.Cosmos;

namespace LeRun.Forum;

/// <summary>Posts in container <c>forum</c>, partition key <c>/postId</c>. Costs are in Cosmos requests.</summary>
public sealed class PostStore(Database database)
{
    /// <summary>The container's name.</summary>
    public const string ContainerName = "forum";

    private readonly Container _container = database.GetContainer(ContainerName);

    /// <summary>The container as infra/ and LocalHost create it.</summary>
    public static ContainerDefinition Definition { get; } = new(
        ContainerName, "/postId",
        "/postId/?", "/type/?", "/authorUid/?", "/feedKey/?", "/threadKey/?", "/target/?", "/deletedAt/?",
        ModerationMark.IndexedPath);

    /// <summary>Stores a new post. 1 request.</summary>
    public async Task<Post> CreateAsync(Post post, CancellationToken cancellationToken)
    {
        // Nobody else has this id: if it is taken, then by our own first attempt, whose response was lost.
        return await _container.TryCreateAsync(post.PostId, post, cancellationToken)
            ?? await FindAsync(post.Id, cancellationToken)
            ?? post;
    }

    /// <summary>A post; null if there is none. 1 request.</summary>
    public async Task<Post?> FindAsync(string id, CancellationToken cancellationToken) =>
        IdGenerator.IsId(id) && await _container.FindAsync<Post>(id, id, cancellationToken) is { Type: Post.ItemType } post
            ? post
            : null;

    /// <summary>Posts, newest first. 1 query over all partitions.</summary>
    /// <param name="viewer">Only posts that they see.</param>
    /// <param name="authorAccountId">Only posts of this account; null: everyone's.</param>
    /// <param name="before">Only posts created before the one with this id; null: from the newest.</param>
    /// <param name="limit">The most posts of the page.</param>
    /// <param name="cursor">Makes the cursor after a post.</param>
    public Task<Page<Post>> ListAsync(
        Viewer viewer, string? authorAccountId, string? before, int limit, Func<Post, string> cursor,
        CancellationToken cancellationToken)
    {
        var ofAuthor = authorAccountId is null ? "" : "AND c.authorUid = @author";
        var older = before is null ? "" : "AND c.feedKey < @before";
        var query = new QueryDefinition(
                $"SELECT * FROM c WHERE c.type = @type {ofAuthor} {older} AND {ForumItem.SeenBy(viewer)} ORDER BY c.feedKey DESC")
            .WithParameter("@type", Post.ItemType)
            .WithParameter("@author", authorAccountId)
            .WithParameter("@before", before);
        return _container.ReadPageAsync(query, partition: null, limit, cursor, cancellationToken);
    }

    /// <summary>
    /// Changes the title or text of a post and returns it as it is then; null if this author has no such post in an expected
    /// version. 1 request.
    /// </summary>
    /// <param name="authorAccountId">The account that must have written it.</param>
    /// <param name="expected">The versions it may have; null: any.</param>
    public async Task<Post?> TryUpdateAsync(
        string id, string authorAccountId, UpdatePostRequest changes, DateTimeOffset now, ExpectedVersion? expected,
        CancellationToken cancellationToken, ModerationMark? mark = null)
    {
        List<PatchOperation> operations = [PatchOperation.Set("/updatedAt", now), PatchOperation.Increment("/version", 1)];
        if (changes.Title is { } title)
            operations.Add(PatchOperation.Set("/title", title));
        if (changes.Content is { } content)
            operations.Add(PatchOperation.Set("/content", content));
        if (mark is not null)
            operations.Add(PatchOperation.Set("/moderation", mark));

        var condition = $"c.type = {SqlLiteral.Of(Post.ItemType)} AND c.authorUid = {SqlLiteral.Of(authorAccountId)}"
            + $" AND {ItemVersion.Condition(expected, "c.id")}";
        return await _container.TryPatchAsync<Post>(id, id, condition, operations, cancellationToken);
    }
}
