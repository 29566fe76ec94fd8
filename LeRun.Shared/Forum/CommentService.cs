using LeRun.Identity;
using LeRun.Localization;
using LeRun.Safety;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Forum;

/// <summary>
/// Writes, lists and deletes comments on posts. Costs are in Cosmos requests; what depends on a caller's blocks costs 1 more
/// where those are not in memory.
/// </summary>
public sealed class CommentService(
    CommentStore store, ForumDeletion deletion, UserCache userCache, ActivityLimits limits, IViewers viewers,
    ITextFilter filter, HoldService holding, TimeProvider clock)
{
    private const string List = "comments";

    private static readonly NotFound Unknown = new(Messages.CommentUnknown);
    private static readonly NotFound PostUnknown = new(Messages.PostUnknown);

    /// <summary>Stores a comment of the caller's on a post. 2 requests.</summary>
    /// <param name="key">
    /// The idempotency key: the same again makes no second comment, as long as the caller wrote no other one with a key in
    /// between; null: there is none.
    /// </param>
    /// <returns>
    /// The comment; <see cref="NotFound"/> if there is no such post, <see cref="Unauthorized"/> if the caller's account is gone,
    /// <see cref="TooManyAttempts"/> if it commented too much lately.
    /// </returns>
    public async Task<Result<WithAuthor<Comment>>> CreateAsync(
        Caller caller, string postId, CommentRequest request, string? key, CancellationToken cancellationToken)
    {
        if (IdempotencyKey.Problem(key) is { } invalid)
            return invalid;
        if (!IdGenerator.IsId(postId))
            return PostUnknown;
        if (filter.IsForumClosed)
            return new Forbidden(Messages.ForumClosed);
        // A key counts for one post: the same one under another is another comment.
        var keyHere = key is null ? null : $"{postId}:{key}";
        var asked = await limits.AskAsync(caller, Activity.Comment, keyHere, cancellationToken);
        if (!asked.TryGet(out var leave, out var failure))
            return failure;

        var (author, id) = (leave.User, Comment.MakeId(postId, leave.Id));
        var now = clock.GetUtcNowMilliseconds();
        var comment = new Comment
        {
            Id = id,
            Type = Comment.ItemType,
            PostId = postId,
            ThreadSortKey = id,
            Content = request.Content!,
            AuthorUsername = author.Username,
            AuthorNormalizedUsername = author.Id,
            AuthorAccountId = author.AccountId,
            CreatedAt = now,
            UpdatedAt = now,
        };
        if (await filter.ReviewAsync([comment.Content], cancellationToken) == TextVerdict.Held)
        {
            if (!(await holding.HoldAsync(CommentTarget.Of(comment), cancellationToken)).TryGet(out var mark, out failure))
                return failure;
            comment = comment with { Moderation = mark };
        }

        var viewer = await viewers.OfAsync(caller.AccountId, cancellationToken);
        return await store.TryCreateAsync(viewer, comment, cancellationToken) is { } created
            ? new WithAuthor<Comment>(created, author)
            : PostUnknown;
    }

    /// <summary>A post's comments that the caller sees, oldest first. 2 requests.</summary>
    /// <returns>
    /// The page; <see cref="NotFound"/> if the caller sees no such post, <see cref="Invalid"/> for a bad cursor.
    /// </returns>
    public async Task<Result<Page<WithAuthor<Comment>>>> ListAsync(
        Caller? caller, string postId, PageRequest page, CancellationToken cancellationToken)
    {
        if (!IdGenerator.IsId(postId))
            return PostUnknown;
        if (!page.TryReadKey(List, key => IsInThread(key, postId), out var after, out var failure))
            return failure;
        var viewer = await viewers.OfAsync(caller?.AccountId, cancellationToken);
        var comments = await store.ListAsync(
            viewer, postId, after ?? postId, page.Limit, comment => PageCursor.Make(List, comment.ThreadSortKey),
            cancellationToken);
        return comments is null ? PostUnknown : await userCache.WithAuthorsAsync(comments, cancellationToken);
    }

    /// <summary>
    /// Deletes a comment with its likes, for its author, its post's author or a moderator. 2 requests until nobody sees
    /// it any more, 3 if its author was not read within the last 5 seconds; then those of <see cref="ForumDeletion"/>.
    /// </summary>
    /// <param name="expected">The versions it may have; null: any.</param>
    /// <returns>
    /// The comment as it was; <see cref="NotFound"/> if there is none, <see cref="Forbidden"/> if the caller is none of those,
    /// <see cref="Stale"/> if it has another version.
    /// </returns>
    public async Task<Result<WithAuthor<Comment>>> DeleteAsync(
        Caller caller, string id, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (!Comment.TryGetPostId(id, out var postId)
            || await store.FindAsync(postId, id, cancellationToken) is not var (comment, postAuthorAccountId))
        {
            return Unknown;
        }

        if (caller.AccountId != comment.AuthorAccountId && caller.AccountId != postAuthorAccountId && !caller.IsModerator)
            return new Forbidden(Messages.NotYours);
        if (expected.Excludes(comment.VersionId))
            return new Stale();
        var deleted = await userCache.WithAuthorAsync(comment, cancellationToken);
        if (await deletion.TryDeleteCommentAsync(postId, id, expected, cancellationToken))
            return deleted;
        return expected is null ? Unknown : new Stale();
    }

    // The post itself is the first of its thread, so a page may begin right after it.
    private static bool IsInThread(string key, string postId) =>
        key == postId || (Comment.TryGetPostId(key, out var commented) && commented == postId);
}
