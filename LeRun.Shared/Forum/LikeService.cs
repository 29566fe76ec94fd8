using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;

namespace LeRun.Forum;

/// <summary>
/// Likes of posts and comments. Liking twice counts once. Every method returns the state as it is then, or
/// <see cref="NotFound"/> if there is no such post or comment. Costs are in Cosmos requests.
/// </summary>
public sealed class LikeService(LikeStore store, TimeProvider clock)
{
    private static readonly NotFound PostUnknown = new(Messages.PostUnknown);
    private static readonly NotFound CommentUnknown = new(Messages.CommentUnknown);

    /// <summary>The caller likes a post. 1 request, 2 if they liked it already.</summary>
    public async Task<Result<LikeState>> LikePostAsync(Caller caller, string postId, CancellationToken cancellationToken) =>
        LikeTarget.TryParsePost(postId, out var post)
        && await store.TryAddAsync(post, caller.AccountId, clock.GetUtcNowMilliseconds(), cancellationToken) is { } state
            ? state
            : PostUnknown;

    /// <summary>The caller no longer likes a post. 1 request, 2 if they did not like it.</summary>
    public async Task<Result<LikeState>> UnlikePostAsync(Caller caller, string postId, CancellationToken cancellationToken) =>
        LikeTarget.TryParsePost(postId, out var post)
        && await store.TryRemoveAsync(post, caller.AccountId, cancellationToken) is { } state
            ? state
            : PostUnknown;

    /// <summary>Whether the caller likes a post. 1 request.</summary>
    public async Task<Result<LikeState>> GetPostStateAsync(Caller caller, string postId, CancellationToken cancellationToken) =>
        LikeTarget.TryParsePost(postId, out var post)
        && await store.FindStateAsync(post, caller.AccountId, cancellationToken) is { } state
            ? state
            : PostUnknown;

    /// <summary>The caller likes a comment. 1 request, 2 if they liked it already.</summary>
    public async Task<Result<LikeState>> LikeCommentAsync(Caller caller, string commentId, CancellationToken cancellationToken) =>
        LikeTarget.TryParseComment(commentId, out var comment)
        && await store.TryAddAsync(comment, caller.AccountId, clock.GetUtcNowMilliseconds(), cancellationToken) is { } state
            ? state
            : CommentUnknown;

    /// <summary>The caller no longer likes a comment. 1 request, 2 if they did not like it.</summary>
    public async Task<Result<LikeState>> UnlikeCommentAsync(
        Caller caller, string commentId, CancellationToken cancellationToken) =>
        LikeTarget.TryParseComment(commentId, out var comment)
        && await store.TryRemoveAsync(comment, caller.AccountId, cancellationToken) is { } state
            ? state
            : CommentUnknown;
}
