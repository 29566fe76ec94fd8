using LeRun.Identity;
using LeRun.Localization;
using LeRun.Safety;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Forum;

/// <summary>
/// Writes, finds, changes and deletes posts. Costs are in Cosmos requests; what depends on a caller's blocks costs 1 more where
/// those are not in memory.
/// </summary>
public sealed class PostService(
    PostStore store, ForumDeletion deletion, UserCache userCache, UserService users, ActivityLimits limits, IViewers viewers,
    ITextFilter filter, HoldService holding, TimeProvider clock)
{
    private const string List = "posts";

    private static readonly NotFound Unknown = new(Messages.PostUnknown);

    /// <summary>Stores a post of the caller's. 2 requests, 3 for a repeat.</summary>
    /// <param name="key">
    /// The idempotency key: the same again makes no second post, as long as the caller published no other one with a key in
    /// between; null: there is none.
    /// </param>
    /// <returns>
    /// The post; <see cref="Unauthorized"/> if the caller's account is gone, <see cref="TooManyAttempts"/> if it posted too much
    /// lately.
    /// </returns>
    public async Task<Result<WithAuthor<Post>>> CreateAsync(
        Caller caller, CreatePostRequest request, string? key, CancellationToken cancellationToken)
    {
        if (IdempotencyKey.Problem(key) is { } invalid)
            return invalid;
        if (filter.IsForumClosed)
            return new Forbidden(Messages.ForumClosed);
        var asked = await limits.AskAsync(caller, Activity.Post, key, cancellationToken);
        if (!asked.TryGet(out var leave, out var failure))
            return failure;

        var (author, id) = (leave.User, leave.Id);
        var now = clock.GetUtcNowMilliseconds();
        var post = new Post
        {
            Id = id,
            Type = Post.ItemType,
            PostId = id,
            ThreadSortKey = id,
            FeedSortKey = id,
            Title = request.Title!,
            Content = request.Content!,
            AuthorUsername = author.Username,
            AuthorNormalizedUsername = author.Id,
            AuthorAccountId = author.AccountId,
            CreatedAt = now,
            UpdatedAt = now,
        };
        if (await filter.ReviewAsync([post.Title, post.Content], cancellationToken) == TextVerdict.Held)
        {
            if (!(await holding.HoldAsync(PostTarget.Of(post), cancellationToken)).TryGet(out var mark, out failure))
                return failure;
            post = post with { Moderation = mark };
        }

        return new WithAuthor<Post>(await store.CreateAsync(post, cancellationToken), author);
    }

    /// <summary>Everyone's posts that the caller sees, newest first. 2 requests.</summary>
    /// <returns>The page; <see cref="Invalid"/> for a bad cursor.</returns>
    public async Task<Result<Page<WithAuthor<Post>>>> ListAsync(
        Caller? caller, PageRequest page, CancellationToken cancellationToken) =>
        await ListAsync(await viewers.OfAsync(caller?.AccountId, cancellationToken), author: null, page, cancellationToken);

    /// <summary>A user's posts, newest first. 2 requests.</summary>
    /// <returns>
    /// The page; <see cref="NotFound"/> if the caller sees no user of the name, <see cref="Invalid"/> for a bad cursor.
    /// </returns>
    public async Task<Result<Page<WithAuthor<Post>>>> ListAsync(
        Caller? caller, string username, PageRequest page, CancellationToken cancellationToken) =>
        (await users.GetProfileAsync(caller, username, cancellationToken)).TryGet(out var author, out var failure)
            ? await ListAsync(await viewers.OfAsync(caller?.AccountId, cancellationToken), author, page, cancellationToken)
            : failure;

    /// <summary>A post. 1 request; 2 if its author was not read within the last 5 seconds.</summary>
    /// <returns>The post; <see cref="NotFound"/> if there is none that the caller sees.</returns>
    public async Task<Result<WithAuthor<Post>>> GetAsync(Caller? caller, string id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } post
        && post.IsSeenBy(await viewers.OfAsync(caller?.AccountId, cancellationToken))
            ? await userCache.WithAuthorAsync(post, cancellationToken)
            : Unknown;

    /// <summary>Changes the title or text of a post of the caller's. 2 requests; 3 if it is refused.</summary>
    /// <param name="expected">The versions it may have; null: any.</param>
    /// <returns>
    /// The post as it is then; <see cref="NotFound"/> if there is none, <see cref="Forbidden"/> if it is not the caller's,
    /// <see cref="Stale"/> if it has another version, <see cref="Unauthorized"/> if the caller's account is gone.
    /// </returns>
    public async Task<Result<WithAuthor<Post>>> UpdateAsync(
        Caller caller, string id, UpdatePostRequest request, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (!(await userCache.ReadAsync(caller, cancellationToken)).TryGet(out var author, out var failure))
            return failure;
        if (author.IsSuspended(clock.GetUtcNow()))
            return new Forbidden(Messages.Suspended);
        if (!IdGenerator.IsId(id))
            return Unknown;

        if (filter.IsForumClosed)
            return new Forbidden(Messages.ForumClosed);
        string[] texts = [.. new[] { request.Title, request.Content }.OfType<string>()];
        var changes = texts.Length > 0;
        var now = clock.GetUtcNowMilliseconds();
        if (changes && await filter.ReviewAsync(texts, cancellationToken) == TextVerdict.Held)
            return await UpdateHeldAsync(author, id, request, expected, cancellationToken);
        if (changes && await store.TryUpdateAsync(id, caller.AccountId, request, now, expected, cancellationToken) is { } updated)
            return new WithAuthor<Post>(updated, author);

        // Only the post itself tells "nothing to change" from "not allowed".
        if (await store.FindAsync(id, cancellationToken) is not { } post)
            return Unknown;
        if (post.AuthorAccountId != caller.AccountId)
            return new Forbidden(Messages.NotYours);
        return changes || expected.Excludes(post.VersionId) ? new Stale() : new WithAuthor<Post>(post, author);
    }

    // The case shows what is about to be stored, so it is of the very version that the change makes.
    private async Task<Result<WithAuthor<Post>>> UpdateHeldAsync(
        UserAccount author, string id, UpdatePostRequest request, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } post)
            return Unknown;
        if (post.AuthorAccountId != author.AccountId)
            return new Forbidden(Messages.NotYours);
        if (expected.Excludes(post.VersionId))
            return new Stale();
        var changed = post with
        {
            Title = request.Title ?? post.Title,
            Content = request.Content ?? post.Content,
            Version = post.Version + 1,
        };
        if (!(await holding.HoldAsync(PostTarget.Of(changed), cancellationToken)).TryGet(out var mark, out var failure))
            return failure;
        return await store.TryUpdateAsync(
            id, author.AccountId, request, clock.GetUtcNowMilliseconds(), new ExpectedVersion([post.VersionId]),
            cancellationToken, mark) is { } updated
            ? new WithAuthor<Post>(updated, author)
            : new Stale();
    }

    /// <summary>
    /// Deletes a post with its comments and likes, for its author or a moderator. 2 requests until nobody sees it any
    /// more, 3 if its author was not read within the last 5 seconds; then those of <see cref="ForumDeletion"/>.
    /// </summary>
    /// <param name="expected">The versions it may have; null: any.</param>
    /// <returns>
    /// The post as it was; <see cref="NotFound"/> if there is none, <see cref="Forbidden"/> if it is neither the caller's nor
    /// the caller a moderator, <see cref="Stale"/> if it has another version.
    /// </returns>
    public async Task<Result<WithAuthor<Post>>> DeleteAsync(
        Caller caller, string id, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } post)
            return Unknown;
        if (post.AuthorAccountId != caller.AccountId && !caller.IsModerator)
            return new Forbidden(Messages.NotYours);
        if (expected.Excludes(post.VersionId))
            return new Stale();
        var deleted = await userCache.WithAuthorAsync(post, cancellationToken);
        if (await deletion.TryDeletePostAsync(id, expected, cancellationToken))
            return deleted;
        return expected is null ? Unknown : new Stale();
    }

    private async Task<Result<Page<WithAuthor<Post>>>> ListAsync(
        Viewer viewer, UserAccount? author, PageRequest page, CancellationToken cancellationToken)
    {
        if (!page.TryReadId(List, out var before, out var failure))
            return failure;
        var posts = await store.ListAsync(
            viewer, author?.AccountId, before, page.Limit, post => PageCursor.Make(List, post.FeedSortKey), cancellationToken);
        return author is null
            ? await userCache.WithAuthorsAsync(posts, cancellationToken)
            : new Page<WithAuthor<Post>>([.. posts.Items.Select(post => new WithAuthor<Post>(post, author))], posts.Next);
    }
}
