using LeRun.Forum;
using LeRun.Functions.Docs;
using LeRun.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Functions.Forum;

/// <summary>Comments on posts.</summary>
[Chapter(Chapter.Forum, Part = 2)]
public sealed class CommentFunctions(CommentService comments)
{
    [Function("CommentsCreate"), Access(Access.SignedIn), Takes<CommentRequest>, Answers<CommentView>(Tagged = true), Fails(404)]
    public Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts/{postId}/comments")] HttpRequest request,
        string postId,
        CancellationToken cancellationToken) =>
        request.ReadOwnAsync<CommentRequest>(cancellationToken)
            .Then(own => comments.AddAsync(own.Caller, postId, own.Body.Content, cancellationToken))
            .Answer(comment => CommentView.Of(comment, request), comment => comment.Tag);

    [Function("CommentsList"), Access(Access.Anyone), Answers<CommentView>(Page = true), Fails(404)]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/share/posts/{postId}/comments")] HttpRequest request,
        string postId,
        CancellationToken cancellationToken) =>
        request.PageAsync()
            .Then(page => comments.ListAsync(postId, page, cancellationToken))
            .Answer(comment => CommentView.Of(comment, request));

    [Function("CommentsDelete"), Access(Access.SignedIn), HonoursIfMatch, Answers<CommentView>, Fails(403, 404)]
    public Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/share/comments/{commentId}")] HttpRequest request,
        string commentId,
        CancellationToken cancellationToken) =>
        comments.DeleteAsync(request.Caller(), commentId, request.IfMatch(), cancellationToken)
            .Answer(comment => CommentView.Of(comment, request));
}
