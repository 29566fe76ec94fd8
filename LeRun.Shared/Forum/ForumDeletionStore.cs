using System.Text.Json.Serialization;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Azure.Cosmos;

namespace LeRun.Forum;

/// <summary>
/// Deletes posts, comments and likes in container <c>forum</c>, partition key <c>/postId</c>, keeping counts exact. Costs are
/// in Cosmos requests.
/// </summary>
public sealed class ForumDeletionStore(Database database)
{
    private readonly Container _container = database.GetContainer(PostStore.ContainerName);

    /// <summary>The kind that items of a type are counted as, as the API names it.</summary>
    public static string KindOf(string type) => type switch
    {
        Post.ItemType or Post.DeletedType => "posts",
        Comment.ItemType or Comment.DeletedType => "comments",
        Like.ItemType => "likes",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, message: null),
    };

    /// <summary>
    /// Marks a post as deleted: from then on nobody sees it and nothing is added to it. False if there is none in an expected
    /// version. 1 request.
    /// </summary>
    /// <param name="expected">The versions it may have; null: any.</param>
    public Task<bool> TryMarkPostAsync(
        string id, ExpectedVersion? expected, DateTimeOffset now, CancellationToken cancellationToken) =>
        _container.TryPatchAsync(id, id, Exists(Post.ItemType, expected), Mark(Post.DeletedType, now), cancellationToken);

    /// <summary>
    /// Marks a comment as deleted, and its post no longer counts it. False if there is none in an expected version. 1 request.
    /// </summary>
    /// <param name="expected">The versions it may have; null: any.</param>
    public Task<bool> TryMarkCommentAsync(
        string postId, string id, ExpectedVersion? expected, DateTimeOffset now, CancellationToken cancellationToken) =>
        _container.CreateTransactionalBatch(new PartitionKey(postId))
            .PatchItemIf(Exists(Comment.ItemType, expected), id, Mark(Comment.DeletedType, now))
            .PatchItem(postId, [PatchOperation.Increment("/comments", -1)])
            .TryExecuteAsync(_container, cancellationToken);

    /// <summary>
    /// Deletes a post that has neither comments nor likes; false if it got some since it was read, or is gone. 1 request.
    /// </summary>
    internal Task<bool> TryDeleteBarePostAsync(ForumRow post, CancellationToken cancellationToken) =>
        _container.TryDeleteAsync(post.PostId, post.Id, cancellationToken, post.ETag);

    /// <summary>
    /// Deletes a comment that has no likes, and its post no longer counts it; false if it got some since it was read, or is
    /// gone. 1 request.
    /// </summary>
    internal Task<bool> TryDeleteBareCommentAsync(ForumRow comment, CancellationToken cancellationToken) =>
        _container.CreateTransactionalBatch(new PartitionKey(comment.PostId))
            .DeleteItem(comment.Id, new TransactionalBatchItemRequestOptions { IfMatchEtag = comment.ETag })
            .PatchItem(comment.PostId, [PatchOperation.Increment("/comments", -1)])
            .TryExecuteAsync(_container, cancellationToken);

    /// <summary>
    /// Deletes a like, and its target no longer counts it; false if it is gone. 1 request, 2 if its target is gone.
    /// </summary>
    internal async Task<bool> TryDeleteLikeAsync(ForumRow like, CancellationToken cancellationToken)
    {
        var batch = _container.CreateTransactionalBatch(new PartitionKey(like.PostId))
            .DeleteItem(like.Id)
            .PatchItem(like.Target, [PatchOperation.Increment("/likes", -1)]);
        using var response = await batch.ExecuteAsync(_container, cancellationToken);
        if (response.IsSuccessStatusCode)
            return true;
        // A like whose target is gone is in no count.
        if (response[1].IsMissingOrChanged())
            return await _container.TryDeleteAsync(like.PostId, like.Id, cancellationToken);
        return response[0].IsMissingOrChanged() ? false : throw response.ToException();
    }

    /// <summary>
    /// Deletes the comments and likes of a post in steps of 100, and returns what each step deleted. 2 requests a step, and 1.
    /// </summary>
    public IAsyncEnumerable<DeletionCounts> DeleteUnderPostAsync(string id, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition($"SELECT {ItemRow.Columns} FROM c WHERE c.id != @id").WithParameter("@id", id);
        return _container.DeleteAllAsync(id, query, PartitionDeletion.MaxStep, KindOf, cancellationToken);
    }

    /// <summary>
    /// Deletes the likes of a comment in steps of 100, and returns what each step deleted. 2 requests a step, and 1.
    /// </summary>
    public IAsyncEnumerable<DeletionCounts> DeleteUnderCommentAsync(string postId, string id, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition($"SELECT {ItemRow.Columns} FROM c WHERE c.target = @id").WithParameter("@id", id);
        return _container.DeleteAllAsync(postId, query, PartitionDeletion.MaxStep, KindOf, cancellationToken);
    }

    /// <summary>Deletes a marked post or comment itself; false if it is gone. 1 request.</summary>
    public Task<bool> TryDeleteMarkedAsync(string postId, string id, CancellationToken cancellationToken) =>
        _container.TryDeleteAsync(postId, id, cancellationToken);

    /// <summary>Posts created before an id was made, marked ones included. 1 query over all partitions.</summary>
    internal Task<IReadOnlyList<ForumRow>> FindPostsAsync(string before, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition($"SELECT {ForumRow.Columns} FROM c WHERE c.feedKey < @before")
            .WithParameter("@before", before);
        return _container.ReadSomeAsync<ForumRow>(query, partition: null, limit, cancellationToken);
    }

    /// <summary>What an account wrote or liked. 1 query over all partitions.</summary>
    /// <param name="types">The types of items to find.</param>
    internal Task<IReadOnlyList<ForumRow>> FindOfAuthorAsync(
        string accountId, IReadOnlyList<string> types, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition(
                $"SELECT {ForumRow.Columns} FROM c WHERE c.authorUid = @author AND c.type IN {SqlLiteral.ListOf(types)}")
            .WithParameter("@author", accountId);
        return _container.ReadSomeAsync<ForumRow>(query, partition: null, limit, cancellationToken);
    }

    /// <summary>
    /// Posts and comments marked no later than <paramref name="until"/>, the oldest mark first. 1 query over all partitions.
    /// </summary>
    internal Task<IReadOnlyList<ForumRow>> FindMarkedAsync(DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition($"SELECT {ForumRow.Columns} FROM c WHERE c.deletedAt <= @until ORDER BY c.deletedAt")
            .WithParameter("@until", until.ToUnixTimeMilliseconds());
        return _container.ReadSomeAsync<ForumRow>(query, partition: null, limit, cancellationToken);
    }

    private static string Exists(string type, ExpectedVersion? expected) =>
        $"c.type = {SqlLiteral.Of(type)} AND {ItemVersion.Condition(expected, "c.id")}";

    // The time is stored in Unix milliseconds.
    private static PatchOperation[] Mark(string type, DateTimeOffset now) =>
        [PatchOperation.Set("/type", type), PatchOperation.Set("/deletedAt", now.ToUnixTimeMilliseconds())];
}

/// <summary>What queries read of a post, a comment or a like: all but its text.</summary>
internal sealed record ForumRow : CosmosItem
{
    /// <summary>What such a query selects.</summary>
    public const string Columns =
        "c.id, c.type, c._etag, c.postId, c.target, c.likes, c.comments, c.authorUid, c.moderation, c.version";

    /// <summary>The partition.</summary>
    public required string PostId { get; init; }

    /// <summary>The id of what a like is for; null for anything else.</summary>
    public string? Target { get; init; }

    /// <summary>The account id of whoever wrote it, or likes.</summary>
    [JsonPropertyName("authorUid")]
    public string AuthorAccountId { get; init; } = "";

    /// <summary>The number of likes.</summary>
    public int Likes { get; init; }

    /// <summary>The number of comments of a post.</summary>
    public int Comments { get; init; }

    /// <summary>How often the text was changed.</summary>
    public int Version { get; init; }

    /// <summary>What moderators decided about it; null: nothing.</summary>
    public ModerationMark? Moderation { get; init; }

    /// <summary>Whether a viewer sees it.</summary>
    public bool IsSeenBy(Viewer viewer) =>
        viewer.Sees(AuthorAccountId) && (Moderation?.Hidden != true || viewer.AccountId == AuthorAccountId);
}
