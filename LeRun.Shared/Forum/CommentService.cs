using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Forum;

/// <summary>Comments on posts.</summary>
public sealed class CommentService(CommentStore store, ForumRemoval removal, UserCache userCache, IdGenerator ids, TimeProvider clock)
{
    public const int Longest = 2_000;
    private const string List = "comments";

    private static readonly NotFound Unknown = new(Messages.CommentUnknown);
    private static readonly NotFound PostUnknown = new(Messages.PostUnknown);

    /// <summary>Stores a comment of the caller's on a post.</summary>
    public async Task<Result<Authored<Comment>>> AddAsync(Caller caller, string postId, string? content, CancellationToken cancellationToken)
    {
        if (!IdGenerator.IsId(postId))
            return PostUnknown;
        if (content is null || !TextRules.IsMultiline(content, Longest))
            return Invalid.Field("content", Messages.TextRule(Longest));
        if (!(await userCache.ReadAsync(caller, cancellationToken)).TryGet(out var author, out var failure))
            return failure;

        // The id as late as can be: who pages meanwhile is not to find it behind them.
        var id = CommentId.Make(postId, ids.Next());
        var now = UtcMilliseconds.Truncate(clock.GetUtcNow());
        var comment = new Comment
        {
            Id = id,
            Type = Comment.ItemType,
            PostId = postId,
            ThreadKey = id,
            Content = content,
            Author = author.Username,
            AuthorKey = author.Id,
            AuthorId = author.AccountId,
            CreatedAt = now,
            UpdatedAt = now,
        };
        return await store.AddAsync(comment, cancellationToken) is { } added ? new Authored<Comment>(added, author) : PostUnknown;
    }

    /// <summary>A post's comments, oldest first.</summary>
    public async Task<Result<Page<Authored<Comment>>>> ListAsync(string postId, PageRequest page, CancellationToken cancellationToken)
    {
        if (!IdGenerator.IsId(postId))
            return PostUnknown;
        var after = postId;
        if (page.Cursor is { } cursor && !(PageCursor.TryRead(List, cursor, out after) && IsInThread(after, postId)))
            return Invalid.Field("cursor", Messages.BadCursor);
        return await store.ListAsync(postId, after, page.Limit, comment => PageCursor.Make(List, comment.ThreadKey), cancellationToken) is { } comments
            ? await userCache.WithAuthorsAsync(comments, cancellationToken)
            : PostUnknown;
    }

    /// <summary>Deletes a comment for its author, its post's author or an administrator, with its likes; answers it as it was.</summary>
    /// <param name="ifMatch">The versions it may have; null: any.</param>
    public async Task<Result<Authored<Comment>>> DeleteAsync(Caller caller, string id, IfMatch? ifMatch, CancellationToken cancellationToken)
    {
        if (!CommentId.TryGetPost(id, out var postId) || await store.ReadAsync(postId, id, cancellationToken) is not var (comment, postAuthorUid))
            return Unknown;
        if (caller.AccountId != comment.AuthorId && caller.AccountId != postAuthorUid && !caller.IsAdmin)
            return new Forbidden(Messages.NotYours);
        var deleted = await userCache.WithAuthorAsync(comment, cancellationToken);
        if (ifMatch?.Allows(deleted.Tag) == false)
            return new Stale();
        if (!await removal.MarkCommentAsync(postId, id, ifMatch is null ? null : comment.ETag, cancellationToken))
            return ifMatch is null ? Unknown : new Stale();
        await removal.TryFinishAsync(token => removal.FinishCommentAsync(postId, id, new DeletionCounts(), token));
        return deleted;
    }

    // A page may end, or begin, right at the post itself.
    private static bool IsInThread(string key, string postId) => key == postId || (CommentId.TryGetPost(key, out var post) && post == postId);
}
