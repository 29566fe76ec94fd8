using LeRun.Forum;
using LeRun.Functions.Docs;
using LeRun.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Functions.Forum;

/// <summary>Likes of posts and comments.</summary>
[Chapter(Chapter.Forum, Part = 3)]
public sealed class LikeFunctions(LikeService likes)
{
    [Function("LikesLikePost"), Access(Access.SignedIn), Takes<LikeRequest>(Optional = true), Answers<LikeChangeView>, Fails(404)]
    public Task<IResult> LikePost(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts/{postId}/likePost")] HttpRequest request,
        string postId,
        CancellationToken cancellationToken) =>
        request.ReadOwnAsync<LikeRequest>(cancellationToken)
            .Then(own => likes.LikePostAsync(own.Caller, postId, cancellationToken))
            .Answer(state => LikeChangeView.Of(state, request));

    [Function("LikesUnlikePost"), Access(Access.SignedIn), Takes<LikeRequest>(Optional = true), Answers<LikeChangeView>, Fails(404)]
    public Task<IResult> UnlikePost(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts/{postId}/unlikePost")] HttpRequest request,
        string postId,
        CancellationToken cancellationToken) =>
        request.ReadOwnAsync<LikeRequest>(cancellationToken)
            .Then(own => likes.UnlikePostAsync(own.Caller, postId, cancellationToken))
            .Answer(state => LikeChangeView.Of(state, request));

    [Function("LikesIfLikedPost"), Access(Access.SignedIn), Takes<LikeRequest>(Optional = true), Answers<LikedView>, Fails(404)]
    public Task<IResult> IfLikedPost(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts/{postId}/ifLikedPost")] HttpRequest request,
        string postId,
        CancellationToken cancellationToken) =>
        request.ReadOwnAsync<LikeRequest>(cancellationToken)
            .Then(own => likes.PostStateAsync(own.Caller, postId, cancellationToken))
            .Answer(LikedView.Of);

    [Function("LikesLikeComment"), Access(Access.SignedIn), Takes<LikeRequest>(Optional = true), Answers<LikeChangeView>, Fails(404)]
    public Task<IResult> LikeComment(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts/{commentId}/likeComment")] HttpRequest request,
        string commentId,
        CancellationToken cancellationToken) =>
        request.ReadOwnAsync<LikeRequest>(cancellationToken)
            .Then(own => likes.LikeCommentAsync(own.Caller, commentId, cancellationToken))
            .Answer(state => LikeChangeView.Of(state, request));

    [Function("LikesUnlikeComment"), Access(Access.SignedIn), Takes<LikeRequest>(Optional = true), Answers<LikeChangeView>, Fails(404)]
    public Task<IResult> UnlikeComment(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts/{commentId}/unlikeComment")] HttpRequest request,
        string commentId,
        CancellationToken cancellationToken) =>
        request.ReadOwnAsync<LikeRequest>(cancellationToken)
            .Then(own => likes.UnlikeCommentAsync(own.Caller, commentId, cancellationToken))
            .Answer(state => LikeChangeView.Of(state, request));
}
