using LeRun.Admin;
using LeRun.Localization;

namespace LeRun.Functions.Admin;

/// <summary>Deletes everything, where the settings allow it.</summary>
[Tags("Administration")]
public sealed class DeleteAllFunction(DeleteAll everything)
{
    [Function("DeleteAll"), Access(Access.Admin)]
    [QueryParameter("scope", Values = ["posts", "users", "all"])]
    [ProducesResponseType(400)]
    public Task<JsonResult<DeletedAllView>> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "posts/deleteAll")] HttpRequest request) =>
        everything.DeleteAsync(request.QueryValue("scope"), request.Aborted)
            .ToJsonResult(deleted => DeletedAllView.Of(deleted, request));
}

/// <summary>What was deleted by this request.</summary>
/// <param name="Finished">False when time was up before everything was deleted: the same request again goes on.</param>
public sealed record DeletedAllView(string Message, DeletedCountsView Deleted, bool Finished)
{
    public static DeletedAllView Of(DeletedAll all, HttpRequest request) =>
        new(request.Localize(all.Finished ? Messages.DeletedAll : Messages.DeletedPart), DeletedCountsView.Of(all.Deleted), all.Finished);
}

/// <summary>How many of each kind.</summary>
public sealed record DeletedCountsView(int Posts, int Comments, int Likes, int Users, int Records, int Rooms)
{
    public static DeletedCountsView Of(Storage.DeletionCounts deleted) =>
        new(deleted["posts"], deleted["comments"], deleted["likes"], deleted["users"], deleted["records"], deleted["rooms"]);
}
