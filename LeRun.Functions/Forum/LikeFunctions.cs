using LeRun.Forum;

namespace LeRun.Functions.Forum;

/// <summary>Likes of posts and comments.</summary>
[Tags("Forum")]
public sealed class LikeFunctions(LikeService likes)
{
    [Function("LikesLikePost"), Access(Access.SignedIn)]
    [Consumes(typeof(LikeRequest), Json, IsOptional = true)]
    [ProducesResponseType(404)]
    public Task<JsonResult<LikeChangeView>> LikePost(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts/{postId}/likePost")] HttpRequest request,
        string postId) =>
        request.ReadAsCallerAsync<LikeRequest>()
            .Then(own => likes.LikePostAsync(own.Caller, postId, request.Aborted))
            .ToJsonResult(state => LikeChangeView.Of(state, request));

    [Function("LikesUnlikePost"), Access(Access.SignedIn)]
    [Consumes(typeof(LikeRequest), Json, IsOptional = true)]
    [ProducesResponseType(404)]
    public Task<JsonResult<LikeChangeView>> UnlikePost(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts/{postId}/unlikePost")] HttpRequest request,
        string postId) =>
        request.ReadAsCallerAsync<LikeRequest>()
            .Then(own => likes.UnlikePostAsync(own.Caller, postId, request.Aborted))
            .ToJsonResult(state => LikeChangeView.Of(state, request));

    [Function("LikesIfLikedPost"), Access(Access.SignedIn)]
    [Consumes(typeof(LikeRequest), Json, IsOptional = true)]
    [ProducesResponseType(404)]
    public Task<JsonResult<LikedView>> IfLikedPost(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts/{postId}/ifLikedPost")] HttpRequest request,
        string postId) =>
        request.ReadAsCallerAsync<LikeRequest>()
            .Then(own => likes.PostStateAsync(own.Caller, postId, request.Aborted))
            .ToJsonResult(LikedView.Of);

    [Function("LikesLikeComment"), Access(Access.SignedIn)]
    [Consumes(typeof(LikeRequest), Json, IsOptional = true)]
    [ProducesResponseType(404)]
    public Task<JsonResult<LikeChangeView>> LikeComment(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts/{commentId}/likeComment")] HttpRequest request,
        string commentId) =>
        request.ReadAsCallerAsync<LikeRequest>()
            .Then(own => likes.LikeCommentAsync(own.Caller, commentId, request.Aborted))
            .ToJsonResult(state => LikeChangeView.Of(state, request));

    [Function("LikesUnlikeComment"), Access(Access.SignedIn)]
    [Consumes(typeof(LikeRequest), Json, IsOptional = true)]
    [ProducesResponseType(404)]
    public Task<JsonResult<LikeChangeView>> UnlikeComment(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts/{commentId}/unlikeComment")] HttpRequest request,
        string commentId) =>
        request.ReadAsCallerAsync<LikeRequest>()
            .Then(own => likes.UnlikeCommentAsync(own.Caller, commentId, request.Aborted))
            .ToJsonResult(state => LikeChangeView.Of(state, request));
}
