using LeRun.Forum;

namespace LeRun.Functions.Forum;

/// <summary>Posts.</summary>
[Tags("Forum")]
public sealed class PostFunctions(PostService posts, Callers callers)
{
    /// <summary>Publishes a post.</summary>
    /// <response code="429">The caller posted too much lately.</response>
    [Function("PostsCreate"), Access(Access.SignedIn)]
    [Consumes(typeof(CreatePostRequest), Json), HeaderParameter(IdempotencyKey.Name)]
    [ProducesResponseType(429)]
    public Task<ETagResult<PostView>> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/share/posts")] HttpRequest request) =>
        request.ReadAsCallerAsync<CreatePostRequest>()
            .Then(sent => posts.CreateAsync(
                sent.Caller, sent.Body, request.HeaderValue(IdempotencyKey.Name), request.Aborted))
            .ToETagResult(post => PostView.Of(post, request), post => post.VersionId, post => post.Fingerprint);

    /// <summary>Lists all posts.</summary>
    [Function("PostsList"), Access(Access.Anyone)]
    public Task<PageResult<PostView>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/share/posts")] HttpRequest request) =>
        request.Page()
            .Then(async page => await posts.ListAsync(await callers.FindAsync(request), page, request.Aborted))
            .ToPageResult(post => PostView.Of(post, request));

    // Where both match (".../posts/posts"), this comes before PostsListByUser: nobody can be called "posts".
    /// <summary>Gets a post.</summary>
    [Function("PostsGet"), Access(Access.Anyone)]
    [ProducesResponseType(404)]
    public async Task<ETagResult<PostView>> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/share/posts/{postId}")] HttpRequest request,
        string postId) =>
        await posts.GetAsync(await callers.FindAsync(request), postId, request.Aborted)
            .ToETagResult(post => PostView.Of(post, request), post => post.VersionId, post => post.Fingerprint);

    /// <summary>Lists a user's posts.</summary>
    [Function("PostsListByUser"), Access(Access.Anyone)]
    [ProducesResponseType(404)]
    public Task<PageResult<PostView>> ListByUser(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/share/{username}/posts")] HttpRequest request,
        string username) =>
        request.Page()
            .Then(async page => await posts.ListAsync(await callers.FindAsync(request), username, page, request.Aborted))
            .ToPageResult(post => PostView.Of(post, request));

    /// <summary>Changes a post.</summary>
    /// <remarks>Its author may; what is left out stays.</remarks>
    [Function("PostsUpdate"), Access(Access.SignedIn)]
    [Consumes(typeof(UpdatePostRequest), Json), SupportsIfMatch]
    [ProducesResponseType(404)]
    public Task<ETagResult<PostView>> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/share/posts/{postId}")] HttpRequest request,
        string postId) =>
        request.ReadAsCallerAsync<UpdatePostRequest>()
            .Then(sent => posts.UpdateAsync(sent.Caller, postId, sent.Body, request.ExpectedVersion, request.Aborted))
            .ToETagResult(post => PostView.Of(post, request), post => post.VersionId, post => post.Fingerprint);

    /// <summary>Deletes a post.</summary>
    /// <remarks>Its author and moderators may; its comments and likes go with it.</remarks>
    [Function("PostsDelete"), Access(Access.SignedIn)]
    [SupportsIfMatch]
    [ProducesResponseType(403), ProducesResponseType(404)]
    public Task<JsonResult<PostView>> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/share/posts/{postId}")] HttpRequest request,
        string postId) =>
        posts.DeleteAsync(request.Caller, postId, request.ExpectedVersion, request.Aborted)
            .ToJsonResult(post => PostView.Of(post, request));
}
