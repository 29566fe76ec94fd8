using LeRun.Admin;
using LeRun.Functions.Docs;
using LeRun.Functions.Http;
using LeRun.Localization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Functions.Admin;

/// <summary>Deletes everything, where the settings allow it.</summary>
[Chapter(Chapter.Administration)]
public sealed class DeleteAllFunction(DeleteAll everything)
{
    [Function("DeleteAll"), Access(Access.Admin), TakesQuery("scope", Values = ["posts", "users", "all"]), Answers<DeletedAllView>, Fails(400)]
    public Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "posts/deleteAll")] HttpRequest request, CancellationToken cancellationToken) =>
        everything.DeleteAsync(request.Query.TryGetValue("scope", out var scope) ? scope.ToString() : null, cancellationToken)
            .Answer(deleted => DeletedAllView.Of(deleted, request));
}

/// <summary>What was deleted by this request.</summary>
/// <param name="Finished">False when time was up before everything was deleted: the same request again goes on.</param>
public sealed record DeletedAllView(string Message, DeletedCountsView Deleted, bool Finished)
{
    public static DeletedAllView Of(DeletedAll all, HttpRequest request) =>
        new(request.Say(all.Finished ? Messages.DeletedAll : Messages.DeletedPart), DeletedCountsView.Of(all.Deleted), all.Finished);
}

/// <summary>How many of each kind.</summary>
public sealed record DeletedCountsView(int Posts, int Comments, int Likes, int Users, int Records, int Rooms)
{
    public static DeletedCountsView Of(Storage.DeletionCounts deleted) =>
        new(deleted["posts"], deleted["comments"], deleted["likes"], deleted["users"], deleted["records"], deleted["rooms"]);
}
