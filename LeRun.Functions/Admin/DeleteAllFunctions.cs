using LeRun.Admin;
using LeRun.Localization;
using LeRun.Storage;

namespace LeRun.Functions.Admin;

/// <summary>Deletes everything, where the settings allow it.</summary>
[Tags("Administration")]
public sealed class DeleteAllFunctions(DeleteAllService service)
{
    /// <summary>Deletes everything.</summary>
    /// <remarks>Only where the setting <c>Admin__AllowDeleteAll</c> is true.</remarks>
    /// <response code="403">The caller is not an administrator, or the setting forbids it.</response>
    [Function("DeleteAll"), Access(Access.Admin)]
    [QueryParameter("scope", Values = ["posts", "users", "all"])]
    [ProducesResponseType(400)]
    public Task<JsonResult<DeletedAllView>> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "posts/deleteAll")] HttpRequest request) =>
        service.DeleteAsync(request.QueryValue("scope"), request.Aborted)
            .ToJsonResult(deleted => DeletedAllView.Of(deleted, request));
}

/// <summary>What this request deleted.</summary>
/// <param name="Message">A message for the user.</param>
/// <param name="Deleted">How much of each kind.</param>
/// <param name="Finished">False when time was up before everything was deleted: the same request again goes on.</param>
public sealed record DeletedAllView(string Message, DeletedCountsView Deleted, bool Finished)
{
    /// <summary>What is shown of it.</summary>
    public static DeletedAllView Of(DeletedAll all, HttpRequest request)
    {
        var message = all.Finished ? Messages.DeletedAll : Messages.DeletedPart;
        return new DeletedAllView(request.Localize(message), DeletedCountsView.Of(all.Deleted), all.Finished);
    }
}

/// <summary>How many of each kind.</summary>
/// <param name="Posts">Posts.</param>
/// <param name="Comments">Comments.</param>
/// <param name="Likes">Likes.</param>
/// <param name="Users">Accounts.</param>
/// <param name="Records">Run records.</param>
/// <param name="Rooms">Rooms.</param>
public sealed record DeletedCountsView(int Posts, int Comments, int Likes, int Users, int Records, int Rooms)
{
    /// <summary>What is shown of the counts.</summary>
    public static DeletedCountsView Of(DeletionCounts deleted) =>
        new(deleted["posts"], deleted["comments"], deleted["likes"], deleted["users"], deleted["records"], deleted["rooms"]);
}
