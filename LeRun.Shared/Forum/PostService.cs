using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Forum;

/// <summary>Posts: writing, finding, changing and deleting them.</summary>
public sealed class PostService(PostStore store, ForumRemoval removal, UserCache userCache, UserService users, IdGenerator ids, TimeProvider clock)
{
    public const int LongestTitle = 100;
    public const int LongestContent = 10_000;
    private const string List = "posts";

    // A tag that no item has.
    private const string Never = "\"\"";

    private static readonly NotFound Unknown = new(Messages.PostUnknown);

    /// <summary>Stores a post of the caller's.</summary>
    public async Task<Result<Authored<Post>>> CreateAsync(Caller caller, string? title, string? content, CancellationToken cancellationToken)
    {
        if (Check(title ?? "", content ?? "") is { } invalid)
            return invalid;
        if (!(await userCache.ReadAsync(caller, cancellationToken)).TryGet(out var author, out var failure))
            return failure;

        var id = ids.Next();
        var now = Now();
        var post = new Post
        {
            Id = id,
            Type = Post.ItemType,
            PostId = id,
            ThreadKey = id,
            FeedKey = id,
            Title = title!,
            Content = content!,
            Author = author.Username,
            AuthorKey = author.Id,
            AuthorId = author.AccountId,
            CreatedAt = now,
            UpdatedAt = now,
        };
        return new Authored<Post>(await store.CreateAsync(post, cancellationToken), author);
    }

    /// <summary>Everyone's posts, newest first.</summary>
    public Task<Result<Page<Authored<Post>>>> ListAsync(PageRequest page, CancellationToken cancellationToken) => ListAsync(author: null, page, cancellationToken);

    /// <summary>A user's posts, newest first.</summary>
    public async Task<Result<Page<Authored<Post>>>> ListAsync(string username, PageRequest page, CancellationToken cancellationToken) =>
        (await users.GetByNameAsync(username, cancellationToken)).TryGet(out var author, out var failure)
            ? await ListAsync(author, page, cancellationToken)
            : failure;

    /// <summary>A post.</summary>
    public async Task<Result<Authored<Post>>> GetAsync(string id, CancellationToken cancellationToken) =>
        await store.ReadAsync(id, cancellationToken) is { } post ? await userCache.WithAuthorAsync(post, cancellationToken) : Unknown;

    /// <summary>Changes the text of a post of the caller's.</summary>
    /// <param name="title">The new title; null leaves it.</param>
    /// <param name="content">The new content; null leaves it.</param>
    /// <param name="ifMatch">The versions it may have; null: any.</param>
    public async Task<Result<Authored<Post>>> EditAsync(
        Caller caller, string id, string? title, string? content, IfMatch? ifMatch, CancellationToken cancellationToken)
    {
        if (Check(title, content) is { } invalid)
            return invalid;
        if (!(await userCache.ReadAsync(caller, cancellationToken)).TryGet(out var author, out var failure))
            return failure;
        if (!IdGenerator.IsId(id))
            return Unknown;

        if (title is not null || content is not null)
        {
            var tag = await StoredTagAsync(id, ifMatch, author, cancellationToken);
            if (await store.EditAsync(id, caller.AccountId, title, content, Now(), tag, cancellationToken) is { } edited)
                return new Authored<Post>(edited, author);
        }

        // Nothing to change, or nothing that may be changed: which of them, the post tells.
        if (await store.ReadAsync(id, cancellationToken) is not { } post)
            return Unknown;
        if (post.AuthorId != caller.AccountId)
            return new Forbidden(Messages.NotYours);
        var current = new Authored<Post>(post, author);
        return title is null && content is null && ifMatch?.Allows(current.Tag) != false ? current : new Stale();
    }

    /// <summary>Deletes a post of the caller's, or as an administrator, with its comments and likes; answers it as it was.</summary>
    /// <param name="ifMatch">The versions it may have; null: any.</param>
    public async Task<Result<Authored<Post>>> DeleteAsync(Caller caller, string id, IfMatch? ifMatch, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(id, cancellationToken) is not { } post)
            return Unknown;
        if (post.AuthorId != caller.AccountId && !caller.IsAdmin)
            return new Forbidden(Messages.NotYours);
        var deleted = await userCache.WithAuthorAsync(post, cancellationToken);
        if (ifMatch?.Allows(deleted.Tag) == false)
            return new Stale();
        if (!await removal.MarkPostAsync(id, ifMatch is null ? null : post.ETag, cancellationToken))
            return ifMatch is null ? Unknown : new Stale();
        await removal.TryFinishAsync(token => removal.FinishPostAsync(id, new DeletionCounts(), token));
        return deleted;
    }

    private async Task<Result<Page<Authored<Post>>>> ListAsync(UserAccount? author, PageRequest page, CancellationToken cancellationToken)
    {
        var before = "";
        if (page.Cursor is { } cursor && !(PageCursor.TryRead(List, cursor, out before) && IdGenerator.IsId(before)))
            return Invalid.Field("cursor", Messages.BadCursor);
        var posts = await store.ListAsync(
            author?.AccountId, page.Cursor is null ? null : before, page.Limit, post => PageCursor.Make(List, post.FeedKey), cancellationToken);
        return author is null
            ? await userCache.WithAuthorsAsync(posts, cancellationToken)
            : new Page<Authored<Post>>([.. posts.Items.Select(post => new Authored<Post>(post, author))], posts.Next);
    }

    // Cosmos compares with one tag; which of several to send depends on the one that stands.
    private async Task<string?> StoredTagAsync(string id, IfMatch? ifMatch, UserAccount author, CancellationToken cancellationToken)
    {
        if (ifMatch is null or { Any: true })
            return null;
        var tags = Authored<Post>.StoredTags(ifMatch, author).ToList();
        if (tags.Count > 1)
        {
            var current = (await store.ReadAsync(id, cancellationToken))?.ETag;
            tags.RemoveAll(tag => tag != current);
        }

        return tags.Count > 0 ? tags[0] : Never;
    }

    private static Invalid? Check(string? title, string? content) => new Validation()
        .Require(title is null || TextRules.IsMultiline(title, LongestTitle), "title", Messages.TextRule(LongestTitle))
        .Require(content is null || TextRules.IsMultiline(content, LongestContent), "content", Messages.TextRule(LongestContent))
        .Failure;

    private DateTimeOffset Now() => UtcMilliseconds.Truncate(clock.GetUtcNow());
}
