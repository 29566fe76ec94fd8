using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;

namespace LeRun.Forum;

/// <summary>Likes of posts and comments. Liking twice counts once.</summary>
public sealed class LikeService(LikeStore store, TimeProvider clock)
{
    private static readonly NotFound PostUnknown = new(Messages.PostUnknown);
    private static readonly NotFound CommentUnknown = new(Messages.CommentUnknown);

    public Task<Result<LikeState>> LikePostAsync(Caller caller, string postId, CancellationToken cancellationToken) =>
        OfPostAsync(postId, target => store.AddAsync(target, caller.AccountId, Now(), cancellationToken));

    public Task<Result<LikeState>> UnlikePostAsync(Caller caller, string postId, CancellationToken cancellationToken) =>
        OfPostAsync(postId, target => store.RemoveAsync(target, caller.AccountId, cancellationToken));

    /// <summary>Whether the caller likes a post.</summary>
    public Task<Result<LikeState>> PostStateAsync(Caller caller, string postId, CancellationToken cancellationToken) =>
        OfPostAsync(postId, target => store.ReadAsync(target, caller.AccountId, cancellationToken));

    public Task<Result<LikeState>> LikeCommentAsync(Caller caller, string commentId, CancellationToken cancellationToken) =>
        OfCommentAsync(commentId, target => store.AddAsync(target, caller.AccountId, Now(), cancellationToken));

    public Task<Result<LikeState>> UnlikeCommentAsync(Caller caller, string commentId, CancellationToken cancellationToken) =>
        OfCommentAsync(commentId, target => store.RemoveAsync(target, caller.AccountId, cancellationToken));

    private static async Task<Result<LikeState>> OfPostAsync(string postId, Func<LikeTarget, Task<LikeState?>> act) =>
        IdGenerator.IsId(postId) && await act(new LikeTarget(postId, postId)) is { } state ? state : PostUnknown;

    private static async Task<Result<LikeState>> OfCommentAsync(string commentId, Func<LikeTarget, Task<LikeState?>> act) =>
        CommentId.TryGetPost(commentId, out var postId) && await act(new LikeTarget(postId, commentId)) is { } state ? state : CommentUnknown;

    private DateTimeOffset Now() => UtcMilliseconds.Truncate(clock.GetUtcNow());
}
