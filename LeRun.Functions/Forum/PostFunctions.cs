using LeRun.Forum;
using LeRun.Functions.Docs;
using LeRun.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Functions.Forum;

/// <summary>Posts.</summary>
[Chapter(Chapter.Forum, Part = 1)]
public sealed class PostFunctions(PostService posts)
{
    [Function("PostsCreate"), Access(Access.SignedIn), Takes<PostRequest>(Requires = ["title", "content"]), Answers<PostView>(Tagged = true), Fails(404)]
    public Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadOwnAsync<PostRequest>(cancellationToken)
            .Then(own => posts.CreateAsync(own.Caller, own.Body.Title, own.Body.Content, cancellationToken))
            .Answer(post => PostView.Of(post, request), post => post.Tag);

    [Function("PostsList"), Access(Access.Anyone), Answers<PostView>(Page = true)]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/share/posts")] HttpRequest request, CancellationToken cancellationToken) =>
        request.PageAsync()
            .Then(page => posts.ListAsync(page, cancellationToken))
            .Answer(post => PostView.Of(post, request));

    // Where both match (".../posts/posts"), this comes before PostsListByUser: nobody can be called "posts".
    [Function("PostsGet"), Access(Access.Anyone), Answers<PostView>(Tagged = true), Fails(404)]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/share/posts/{postId}")] HttpRequest request,
        string postId,
        CancellationToken cancellationToken) =>
        posts.GetAsync(postId, cancellationToken)
            .Answer(post => PostView.Of(post, request), post => post.Tag);

    [Function("PostsListByUser"), Access(Access.Anyone), Answers<PostView>(Page = true), Fails(404)]
    public Task<IResult> ListByUser(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/share/{username}/posts")] HttpRequest request,
        string username,
        CancellationToken cancellationToken) =>
        request.PageAsync()
            .Then(page => posts.ListAsync(username, page, cancellationToken))
            .Answer(post => PostView.Of(post, request));

    [Function("PostsUpdate"), Access(Access.SignedIn), Takes<PostRequest>, HonoursIfMatch, Answers<PostView>(Tagged = true), Fails(404)]
    public Task<IResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/share/posts/{postId}")] HttpRequest request,
        string postId,
        CancellationToken cancellationToken) =>
        request.ReadOwnAsync<PostRequest>(cancellationToken)
            .Then(own => posts.EditAsync(own.Caller, postId, own.Body.Title, own.Body.Content, request.IfMatch(), cancellationToken))
            .Answer(post => PostView.Of(post, request), post => post.Tag);

    [Function("PostsDelete"), Access(Access.SignedIn), HonoursIfMatch, Answers<PostView>, Fails(403, 404)]
    public Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/share/posts/{postId}")] HttpRequest request,
        string postId,
        CancellationToken cancellationToken) =>
        posts.DeleteAsync(request.Caller(), postId, request.IfMatch(), cancellationToken)
            .Answer(post => PostView.Of(post, request));
}
