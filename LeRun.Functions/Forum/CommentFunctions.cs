using LeRun.Forum;

namespace LeRun.Functions.Forum;

/// <summary>Comments on posts.</summary>
[Tags("Forum")]
public sealed class CommentFunctions(CommentService comments, Callers callers)
{
    /// <summary>Comments on a post.</summary>
    /// <response code="429">The caller commented too much lately.</response>
    [Function("CommentsCreate"), Access(Access.SignedIn)]
    [Consumes(typeof(CommentRequest), Json), HeaderParameter(IdempotencyKey.Name)]
    [ProducesResponseType(404), ProducesResponseType(429)]
    public Task<ETagResult<CommentView>> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts/{postId}/comments")] HttpRequest request,
        string postId) =>
        request.ReadAsCallerAsync<CommentRequest>()
            .Then(sent => comments.CreateAsync(
                sent.Caller, postId, sent.Body, request.HeaderValue(IdempotencyKey.Name), request.Aborted))
            .ToETagResult(found => CommentView.Of(found, request), found => found.VersionId, found => found.Fingerprint);

    /// <summary>Lists the comments on a post.</summary>
    /// <remarks>The oldest come first.</remarks>
    [Function("CommentsList"), Access(Access.Anyone)]
    [ProducesResponseType(404)]
    public Task<PageResult<CommentView>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/share/posts/{postId}/comments")]
        HttpRequest request,
        string postId) =>
        request.Page()
            .Then(async page => await comments.ListAsync(await callers.FindAsync(request), postId, page, request.Aborted))
            .ToPageResult(comment => CommentView.Of(comment, request));

    /// <summary>Deletes a comment.</summary>
    /// <remarks>Its author, the post's author and moderators may.</remarks>
    [Function("CommentsDelete"), Access(Access.SignedIn)]
    [SupportsIfMatch]
    [ProducesResponseType(403), ProducesResponseType(404)]
    public Task<JsonResult<CommentView>> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/share/comments/{commentId}")] HttpRequest request,
        string commentId) =>
        comments.DeleteAsync(request.Caller, commentId, request.ExpectedVersion, request.Aborted)
            .ToJsonResult(comment => CommentView.Of(comment, request));
}
