using LeRun.Functions.Users;
using LeRun.Safety;

namespace LeRun.Functions.Safety;

/// <summary>Blocks.</summary>
[Tags("Safety")]
public sealed class BlockFunctions(BlockService blocks)
{
    /// <summary>Blocks a user.</summary>
    /// <remarks>
    /// Neither sees the other's posts, comments, profile and rooms any more; in a room that both are in, each sees of the other
    /// name and rank. It holds everywhere within 60 seconds.
    /// </remarks>
    /// <response code="409">The caller blocks 1,000 users already.</response>
    [Function("BlocksAdd"), Access(Access.SignedIn)]
    [ProducesResponseType(400), ProducesResponseType(404), ProducesResponseType(409)]
    public Task<JsonResult<BlockedView>> Add(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/me/blocks/{username}")] HttpRequest request,
        string username) =>
        blocks.BlockAsync(request.Caller, username, request.Aborted)
            .ToJsonResult(user => new BlockedView(user.Username, Blocked: true));

    /// <summary>Ends the block of a user.</summary>
    [Function("BlocksRemove"), Access(Access.SignedIn)]
    [ProducesResponseType(404)]
    public Task<JsonResult<BlockedView>> Remove(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/me/blocks/{username}")] HttpRequest request,
        string username) =>
        blocks.UnblockAsync(request.Caller, username, request.Aborted)
            .ToJsonResult(user => new BlockedView(user.Username, Blocked: false));

    /// <summary>Lists the users whom the caller blocks.</summary>
    /// <remarks>The latest come first.</remarks>
    [Function("BlocksList"), Access(Access.SignedIn)]
    public Task<PageResult<UserView>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/me/blocks")] HttpRequest request) =>
        request.Page()
            .Then(page => blocks.ListAsync(request.Caller, page, request.Aborted))
            .ToPageResult(user => UserView.Of(user, request));
}
