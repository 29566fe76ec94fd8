using System.Globalization;
using LeRun.Safety;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Azure.Cosmos;

namespace LeRun.Forum;

/// <summary>What moderators decide about posts and comments, stored with them. Costs are in Cosmos requests.</summary>
public sealed class ForumModerationStore(Database database)
{
    private readonly Container _container = database.GetContainer(PostStore.ContainerName);

    /// <summary>A comment, whoever sees it; null if there is none. 1 request.</summary>
    public async Task<Comment?> FindCommentAsync(string id, CancellationToken cancellationToken) =>
        Comment.TryGetPostId(id, out var postId)
        && await _container.FindAsync<Comment>(postId, id, cancellationToken) is { Type: Comment.ItemType } comment
            ? comment
            : null;

    /// <summary>
    /// Stores a decision; true also if there is nothing to do. False if the text is to be shown again, but is not the one that
    /// was looked at. 1 request, 2 if it stores nothing.
    /// </summary>
    /// <param name="postId">The partition.</param>
    /// <param name="version">The version of the text that was looked at.</param>
    public async Task<bool> MarkAsync(
        string postId, string id, int version, ModerationMark mark, CancellationToken cancellationToken)
    {
        var isSeen = mark.Hidden ? "true" : $"c.version = {SqlLiteral.Of(version)}";
        if (await _container.TryPatchAsync(
            postId, id, $"{mark.ReplacesStored()} AND {isSeen}", [PatchOperation.Set("/moderation", mark)], cancellationToken))
        {
            return true;
        }

        return mark.Hidden || await _container.FindAsync<ForumRow>(postId, id, cancellationToken) is not { } row
            || row.Version == version || row.Moderation?.CaseVersion > mark.CaseVersion;
    }
}

/// <summary>Posts and comments, as things that can be reported.</summary>
internal static class ForumThings
{
    public static ReportedThing Of(string kind, ForumItem item, IReadOnlyDictionary<string, string> snapshot) => new(
        new TargetKey(kind, item.Id, Locator: null),
        item.AuthorAccountId,
        item.AuthorNormalizedUsername,
        item.AuthorUsername,
        item.Version.ToString(CultureInfo.InvariantCulture),
        snapshot);

    public static int VersionOf(ReportedThing thing) => int.Parse(thing.Version, CultureInfo.InvariantCulture);
}

/// <summary>Posts.</summary>
public sealed class PostTarget(PostStore posts, ForumModerationStore store, ForumDeletion deletion) : IReportTarget
{
    /// <inheritdoc/>
    public string Kind => "post";

    /// <inheritdoc/>
    public bool CanBeRemoved => true;

    /// <summary>A post as what is reported of it.</summary>
    public static ReportedThing Of(Post post) =>
        ForumThings.Of("post", post, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title"] = post.Title,
            ["content"] = post.Content,
        });

    /// <inheritdoc/>
    public async Task<ReportedThing?> FindAsync(Viewer viewer, string id, CancellationToken cancellationToken) =>
        await posts.FindAsync(id, cancellationToken) is { } post && post.IsSeenBy(viewer) ? Of(post) : null;

    /// <inheritdoc/>
    public async Task<ReportedThing?> FindAsync(TargetKey key, CancellationToken cancellationToken) =>
        await posts.FindAsync(key.Id, cancellationToken) is { } post ? Of(post) : null;

    /// <inheritdoc/>
    public Task<bool> MarkAsync(ReportedThing thing, ModerationMark mark, CancellationToken cancellationToken) =>
        store.MarkAsync(thing.Key.Id, thing.Key.Id, ForumThings.VersionOf(thing), mark, cancellationToken);

    /// <inheritdoc/>
    public Task RemoveAsync(ReportedThing thing, CancellationToken cancellationToken) =>
        deletion.TryDeletePostAsync(thing.Key.Id, expected: null, cancellationToken);
}

/// <summary>Comments.</summary>
public sealed class CommentTarget(PostStore posts, ForumModerationStore store, ForumDeletion deletion) : IReportTarget
{
    /// <inheritdoc/>
    public string Kind => "comment";

    /// <inheritdoc/>
    public bool CanBeRemoved => true;

    /// <summary>A comment as what is reported of it.</summary>
    public static ReportedThing Of(Comment comment) =>
        ForumThings.Of("comment", comment, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["content"] = comment.Content,
        });

    /// <inheritdoc/>
    public async Task<ReportedThing?> FindAsync(Viewer viewer, string id, CancellationToken cancellationToken) =>
        await store.FindCommentAsync(id, cancellationToken) is { } comment && comment.IsSeenBy(viewer)
        && await posts.FindAsync(comment.PostId, cancellationToken) is { } post && post.IsSeenBy(viewer)
            ? Of(comment)
            : null;

    /// <inheritdoc/>
    public async Task<ReportedThing?> FindAsync(TargetKey key, CancellationToken cancellationToken) =>
        await store.FindCommentAsync(key.Id, cancellationToken) is { } comment ? Of(comment) : null;

    /// <inheritdoc/>
    public async Task<bool> MarkAsync(ReportedThing thing, ModerationMark mark, CancellationToken cancellationToken) =>
        !Comment.TryGetPostId(thing.Key.Id, out var postId)
        || await store.MarkAsync(postId, thing.Key.Id, ForumThings.VersionOf(thing), mark, cancellationToken);

    /// <inheritdoc/>
    public async Task RemoveAsync(ReportedThing thing, CancellationToken cancellationToken)
    {
        if (Comment.TryGetPostId(thing.Key.Id, out var postId))
            await deletion.TryDeleteCommentAsync(postId, thing.Key.Id, expected: null, cancellationToken);
    }
}
