using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Forum;

/// <summary>
/// Likes of posts and comments. Liking twice counts once. Every method returns the state as it is then, or
/// <see cref="NotFound"/> if the caller sees no such post or comment. Costs are in Cosmos requests, and 1 more where the caller's
/// blocks are not in memory.
/// </summary>
public sealed class LikeService(LikeStore store, UserCache users, IViewers viewers, ITextFilter filter, TimeProvider clock)
{
    private static readonly NotFound PostUnknown = new(Messages.PostUnknown);
    private static readonly NotFound CommentUnknown = new(Messages.CommentUnknown);

    /// <summary>The caller likes a post. 2 requests, 3 if they liked it already.</summary>
    /// <returns>
    /// Also <see cref="Unauthorized"/> if the caller's account is gone, <see cref="Forbidden"/> if it is suspended or the forum
    /// is closed.
    /// </returns>
    public Task<Result<LikeState>> LikePostAsync(Caller caller, string postId, CancellationToken cancellationToken) =>
        LikeAsync(caller, LikeTarget.TryParsePost(postId, out var post) ? post : null, PostUnknown, cancellationToken);

    /// <summary>The caller no longer likes a post. 1 request, 2 if they did not like it.</summary>
    public async Task<Result<LikeState>> UnlikePostAsync(Caller caller, string postId, CancellationToken cancellationToken) =>
        await UnlikeAsync(caller, LikeTarget.TryParsePost(postId, out var post) ? post : null, PostUnknown, cancellationToken);

    /// <summary>Whether the caller likes a post. 1 request.</summary>
    public async Task<Result<LikeState>> GetPostStateAsync(Caller caller, string postId, CancellationToken cancellationToken) =>
        LikeTarget.TryParsePost(postId, out var post)
        && await store.FindStateAsync(post, await OfAsync(caller, cancellationToken), cancellationToken) is { } state
            ? state
            : PostUnknown;

    /// <summary>The caller likes a comment. 2 requests, 3 if they liked it already.</summary>
    /// <returns>
    /// Also <see cref="Unauthorized"/> if the caller's account is gone, <see cref="Forbidden"/> if it is suspended.
    /// </returns>
    public Task<Result<LikeState>> LikeCommentAsync(Caller caller, string commentId, CancellationToken cancellationToken) =>
        LikeAsync(
            caller, LikeTarget.TryParseComment(commentId, out var comment) ? comment : null, CommentUnknown, cancellationToken);

    /// <summary>The caller no longer likes a comment. 1 request, 2 if they did not like it.</summary>
    public async Task<Result<LikeState>> UnlikeCommentAsync(
        Caller caller, string commentId, CancellationToken cancellationToken) =>
        await UnlikeAsync(
            caller, LikeTarget.TryParseComment(commentId, out var comment) ? comment : null, CommentUnknown, cancellationToken);

    private async Task<Result<LikeState>> UnlikeAsync(
        Caller caller, LikeTarget? target, NotFound unknown, CancellationToken cancellationToken)
    {
        if (filter.IsForumClosed)
            return new Forbidden(Messages.ForumClosed);
        return target is not null
            && await store.TryRemoveAsync(target, await OfAsync(caller, cancellationToken), cancellationToken) is { } state
                ? state
                : unknown;
    }

    // A deleted account's token may live a minute longer on this instance: its like would stay when all else of it is gone.
    private async Task<Result<LikeState>> LikeAsync(
        Caller caller, LikeTarget? target, NotFound unknown, CancellationToken cancellationToken)
    {
        if (filter.IsForumClosed)
            return new Forbidden(Messages.ForumClosed);
        if (target is null)
            return unknown;
        if (!(await users.ReadAsync(caller, cancellationToken)).TryGet(out var user, out var failure))
            return failure;
        if (user.IsSuspended(clock.GetUtcNow()))
            return new Forbidden(Messages.Suspended);
        var viewer = await viewers.OfAsync(user.AccountId, cancellationToken);
        var state = await store.TryAddAsync(target, viewer, clock.GetUtcNowMilliseconds(), cancellationToken);
        return state is not null ? state : unknown;
    }

    private ValueTask<Viewer> OfAsync(Caller caller, CancellationToken cancellationToken) =>
        viewers.OfAsync(caller.AccountId, cancellationToken);
}
