using LeRun.Admin;
using LeRun.Localization;
using LeRun.Storage;

namespace LeRun.Functions.Admin;

/// <summary>Deletes everything, where the settings allow it.</summary>
[Tags("Administration")]
public sealed class DeleteAllFunctions(DeleteAllService service)
{
    /// <summary>Deletes everything of a scope, as far as time allows.</summary>
    [Function("DeleteAll"), Access(Access.Admin)]
    [QueryParameter("scope", Values = ["posts", "users", "all"])]
    [ProducesResponseType(400)]
    public Task<JsonResult<DeletedAllView>> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "posts/deleteAll")] HttpRequest request) =>
        service.DeleteAsync(request.QueryValue("scope"), request.Aborted)
            .ToJsonResult(deleted => DeletedAllView.Of(deleted, request));
}

/// <summary>What this request deleted.</summary>
/// <param name="Message">The same in words, in the caller's language.</param>
/// <param name="Deleted">How much of each kind.</param>
/// <param name="Finished">False when time was up before everything was deleted: the same request again goes on.</param>
public sealed record DeletedAllView(string Message, DeletedCountsView Deleted, bool Finished)
{
    /// <summary>What is shown of it.</summary>
    public static DeletedAllView Of(DeletedAll all, HttpRequest request) =>
        new(request.Localize(all.Finished ? Messages.DeletedAll : Messages.DeletedPart), DeletedCountsView.Of(all.Deleted), all.Finished);
}

/// <summary>How many of each kind.</summary>
public sealed record DeletedCountsView(int Posts, int Comments, int Likes, int Users, int Records, int Rooms)
{
    /// <summary>What is shown of the counts.</summary>
    public static DeletedCountsView Of(DeletionCounts deleted) =>
        new(deleted["posts"], deleted["comments"], deleted["likes"], deleted["users"], deleted["records"], deleted["rooms"]);
}
