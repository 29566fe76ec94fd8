using LeRun.Forum;
using LeRun.Identity;

namespace LeRun.Functions.Forum;

/// <summary>Likes of posts and comments.</summary>
[Tags("Forum")]
public sealed class LikeFunctions(LikeService likes)
{
    /// <summary>Likes a post.</summary>
    /// <remarks>Two likes of one user count once.</remarks>
    [Function("LikesLikePost"), Access(Access.SignedIn)]
    [Consumes(typeof(LikeRequest), Json, IsOptional = true)]
    [ProducesResponseType(404)]
    public Task<JsonResult<LikeChangeView>> LikePost(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts/{postId}/likePost")] HttpRequest request,
        string postId) =>
        ChangeAsync(request, caller => likes.LikePostAsync(caller, postId, request.Aborted));

    /// <summary>Takes back a like of a post.</summary>
    [Function("LikesUnlikePost"), Access(Access.SignedIn)]
    [Consumes(typeof(LikeRequest), Json, IsOptional = true)]
    [ProducesResponseType(404)]
    public Task<JsonResult<LikeChangeView>> UnlikePost(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts/{postId}/unlikePost")] HttpRequest request,
        string postId) =>
        ChangeAsync(request, caller => likes.UnlikePostAsync(caller, postId, request.Aborted));

    /// <summary>Tells whether the caller likes a post.</summary>
    [Function("LikesIfLikedPost"), Access(Access.SignedIn)]
    [Consumes(typeof(LikeRequest), Json, IsOptional = true)]
    [ProducesResponseType(404)]
    public Task<JsonResult<LikedView>> IfLikedPost(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts/{postId}/ifLikedPost")] HttpRequest request,
        string postId) =>
        request.ReadAsCallerAsync<LikeRequest>()
            .Then(own => likes.GetPostStateAsync(own.Caller, postId, request.Aborted))
            .ToJsonResult(LikedView.Of);

    /// <summary>Likes a comment.</summary>
    /// <remarks>Two likes of one user count once.</remarks>
    [Function("LikesLikeComment"), Access(Access.SignedIn)]
    [Consumes(typeof(LikeRequest), Json, IsOptional = true)]
    [ProducesResponseType(404)]
    public Task<JsonResult<LikeChangeView>> LikeComment(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts/{commentId}/likeComment")]
        HttpRequest request,
        string commentId) =>
        ChangeAsync(request, caller => likes.LikeCommentAsync(caller, commentId, request.Aborted));

    /// <summary>Takes back a like of a comment.</summary>
    [Function("LikesUnlikeComment"), Access(Access.SignedIn)]
    [Consumes(typeof(LikeRequest), Json, IsOptional = true)]
    [ProducesResponseType(404)]
    public Task<JsonResult<LikeChangeView>> UnlikeComment(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts/{commentId}/unlikeComment")]
        HttpRequest request,
        string commentId) =>
        ChangeAsync(request, caller => likes.UnlikeCommentAsync(caller, commentId, request.Aborted));

    private static Task<JsonResult<LikeChangeView>> ChangeAsync(
        HttpRequest request, Func<Caller, Task<Result<LikeState>>> change) =>
        request.ReadAsCallerAsync<LikeRequest>()
            .Then(own => change(own.Caller))
            .ToJsonResult(state => LikeChangeView.Of(state, request));
}
