using LeRun.Identity;
using LeRun.Messages;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Forum;

/// <summary>Posts: writing, finding, changing and deleting them.</summary>
public sealed class PostService(PostStore store, ForumRemoval removal, Profiles profiles, UserService users, Ids ids, TimeProvider clock)
{
    public const int LongestTitle = 100;
    public const int LongestContent = 10_000;
    private const string List = "posts";

    // A tag that no item has.
    private const string Never = "\"\"";

    private static readonly NotFound Unknown = new(Text.PostUnknown);

    /// <summary>Stores a post of the caller's.</summary>
    public async Task<Result<Authored<Post>>> CreateAsync(Caller caller, string? title, string? content, CancellationToken cancellation)
    {
        if (Check(title ?? "", content ?? "") is { } invalid)
            return invalid;
        if (!(await profiles.ReadAsync(caller, cancellation)).TryGet(out var author, out var failure))
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
            AuthorUid = author.Uid,
            CreatedAt = now,
            UpdatedAt = now,
        };
        return new Authored<Post>(await store.CreateAsync(post, cancellation), author);
    }

    /// <summary>Everyone's posts, newest first.</summary>
    public Task<Result<Page<Authored<Post>>>> ListAsync(PageRequest page, CancellationToken cancellation) => ListAsync(author: null, page, cancellation);

    /// <summary>A user's posts, newest first.</summary>
    public async Task<Result<Page<Authored<Post>>>> ListAsync(string username, PageRequest page, CancellationToken cancellation) =>
        (await users.GetByNameAsync(username, cancellation)).TryGet(out var author, out var failure)
            ? await ListAsync(author, page, cancellation)
            : failure;

    /// <summary>A post.</summary>
    public async Task<Result<Authored<Post>>> GetAsync(string id, CancellationToken cancellation) =>
        await store.ReadAsync(id, cancellation) is { } post ? await profiles.WithAuthorAsync(post, cancellation) : Unknown;

    /// <summary>Changes the text of a post of the caller's.</summary>
    /// <param name="title">The new title; null leaves it.</param>
    /// <param name="content">The new content; null leaves it.</param>
    /// <param name="ifMatch">The versions it may have; null: any.</param>
    public async Task<Result<Authored<Post>>> EditAsync(
        Caller caller, string id, string? title, string? content, IfMatch? ifMatch, CancellationToken cancellation)
    {
        if (Check(title, content) is { } invalid)
            return invalid;
        if (!(await profiles.ReadAsync(caller, cancellation)).TryGet(out var author, out var failure))
            return failure;
        if (!Ids.IsId(id))
            return Unknown;

        if (title is not null || content is not null)
        {
            var tag = await StoredTagAsync(id, ifMatch, author, cancellation);
            if (await store.EditAsync(id, caller.Uid, title, content, Now(), tag, cancellation) is { } edited)
                return new Authored<Post>(edited, author);
        }

        // Nothing to change, or nothing that may be changed: which of them, the post tells.
        if (await store.ReadAsync(id, cancellation) is not { } post)
            return Unknown;
        if (post.AuthorUid != caller.Uid)
            return new Forbidden(Text.NotYours);
        var current = new Authored<Post>(post, author);
        return title is null && content is null && ifMatch?.Allows(current.Tag) != false ? current : new Stale();
    }

    /// <summary>Deletes a post of the caller's, or as an administrator, with its comments and likes; answers it as it was.</summary>
    /// <param name="ifMatch">The versions it may have; null: any.</param>
    public async Task<Result<Authored<Post>>> DeleteAsync(Caller caller, string id, IfMatch? ifMatch, CancellationToken cancellation)
    {
        if (await store.ReadAsync(id, cancellation) is not { } post)
            return Unknown;
        if (post.AuthorUid != caller.Uid && !caller.IsAdmin)
            return new Forbidden(Text.NotYours);
        var deleted = await profiles.WithAuthorAsync(post, cancellation);
        if (ifMatch?.Allows(deleted.Tag) == false)
            return new Stale();
        if (!await removal.MarkPostAsync(id, ifMatch is null ? null : post.ETag, cancellation))
            return ifMatch is null ? Unknown : new Stale();
        await removal.TryFinishAsync(token => removal.FinishPostAsync(id, new Tally(), token));
        return deleted;
    }

    private async Task<Result<Page<Authored<Post>>>> ListAsync(UserDocument? author, PageRequest page, CancellationToken cancellation)
    {
        var before = "";
        if (page.Cursor is { } cursor && !(Cursor.TryRead(List, cursor, out before) && Ids.IsId(before)))
            return Invalid.Field("cursor", Text.BadCursor);
        var posts = await store.ListAsync(
            author?.Uid, page.Cursor is null ? null : before, page.Limit, post => Cursor.Make(List, post.FeedKey), cancellation);
        return author is null
            ? await profiles.WithAuthorsAsync(posts, cancellation)
            : new Page<Authored<Post>>([.. posts.Items.Select(post => new Authored<Post>(post, author))], posts.Next);
    }

    // Cosmos compares with one tag; which of several to send depends on the one that stands.
    private async Task<string?> StoredTagAsync(string id, IfMatch? ifMatch, UserDocument author, CancellationToken cancellation)
    {
        if (ifMatch is null or { Any: true })
            return null;
        var tags = Authored<Post>.StoredTags(ifMatch, author).ToList();
        if (tags.Count > 1)
        {
            var current = (await store.ReadAsync(id, cancellation))?.ETag;
            tags.RemoveAll(tag => tag != current);
        }

        return tags.Count > 0 ? tags[0] : Never;
    }

    private static Invalid? Check(string? title, string? content) => new Validation()
        .Require(title is null || PlainText.IsText(title, LongestTitle), "title", Text.TextRule(LongestTitle))
        .Require(content is null || PlainText.IsText(content, LongestContent), "content", Text.TextRule(LongestContent))
        .Failure;

    private DateTimeOffset Now() => Instant.Truncate(clock.GetUtcNow());
}
