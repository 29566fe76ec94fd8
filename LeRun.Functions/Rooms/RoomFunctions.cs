using LeRun.Functions.Docs;
using LeRun.Functions.Http;
using LeRun.Rooms;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Functions.Rooms;

/// <summary>Run rooms.</summary>
[Chapter(Chapter.Rooms)]
public sealed class RoomFunctions(RoomService rooms, RoomMembership membership, RoomUpdates updates)
{
    [Function("RoomsCreate"), Access(Access.SignedIn), Takes<RoomRequest>(Optional = true), Answers<RoomView>(Tagged = true), Fails(409)]
    public Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runRoom/create")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadOwnAsync<RoomRequest>(cancellationToken)
            .Then(own => own.Body.Input()
                .Then(input => rooms.CreateAsync(own.Caller, input, cancellationToken)))
            .Answer(room => RoomView.Of(room, request), room => room.Tag);

    [Function("RoomsGet"), Access(Access.SignedIn), TakesQuery("since"), Answers<RoomView>(Tagged = true), Fails(400, 404)]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "runRoom/{runID:int}")] HttpRequest request,
        int runID,
        CancellationToken cancellationToken) =>
        rooms.GetAsync(request.Caller(), runID, request.Query.TryGetValue("since", out var since) ? since.ToString() : null, cancellationToken)
            .Answer(room => RoomView.Of(room, request), room => room.Tag);

    [Function("RoomsGetResult"), Access(Access.SignedIn), Answers<RoomResultView>(Tagged = true), Fails(403, 404)]
    public Task<IResult> GetResult(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "runRoom/{runID:int}/result")] HttpRequest request,
        int runID,
        CancellationToken cancellationToken) =>
        rooms.GetResultAsync(request.Caller(), runID, cancellationToken)
            .Answer(room => RoomResultView.Of(room, request), room => room.ETag);

    [Function("RoomsList"), Access(Access.SignedIn), Answers<RoomView>(Page = true)]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "runRoom/all")] HttpRequest request, CancellationToken cancellationToken) =>
        request.PageAsync()
            .Then(page => rooms.ListAsync(page, cancellationToken))
            .Answer(RoomView.Of);

    [Function("RoomsJoin"), Access(Access.SignedIn), HonoursIfMatch, Answers<RoomView>(Tagged = true), Fails(404, 409, 429)]
    [Takes<RoomRequest>(Requires = ["runID"])]
    public Task<IResult> Join(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runRoom/join")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadOwnRoomAsync(cancellationToken)
            .Then(own => Task.FromResult(RoomPassword.Parse(own.Body.Password))
                .Then(password => membership.JoinAsync(own.Caller, own.Body.Number, password, request.IfMatch(), cancellationToken)))
            .Answer(room => RoomView.Of(room, request), room => room.Tag);

    [Function("RoomsLeave"), Access(Access.SignedIn), Takes<RoomRequest>(Requires = ["runID"]), HonoursIfMatch, Answers<RoomView>, Fails(404, 409)]
    public Task<IResult> Leave(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runRoom/leave")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadOwnRoomAsync(cancellationToken)
            .Then(own => membership.LeaveAsync(own.Caller, own.Body.Number, request.IfMatch(), cancellationToken))
            .Answer(RoomView.Of);

    [Function("RoomsDelete"), Access(Access.SignedIn), Takes<RoomRequest>(Requires = ["runID"]), HonoursIfMatch, Answers<RoomView>, Fails(404, 409)]
    public Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "runRoom/delete")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadOwnRoomAsync(cancellationToken)
            .Then(own => rooms.DeleteAsync(own.Caller, own.Body.Number, request.IfMatch(), cancellationToken))
            .Answer(room => RoomView.Of(RoomSummary.Of(room)));

    [Function("RoomsUpdate"), Access(Access.SignedIn), HonoursIfMatch, Answers<RoomView>(Tagged = true), Fails(404, 409)]
    [Takes<RoomRequest>(Requires = ["runID"])]
    public Task<IResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runRoom/update")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadOwnRoomAsync(cancellationToken)
            .Then(own => own.Body.Input()
                .Then(input => updates.UpdateAsync(own.Caller, own.Body.Number, input, own.Body.RunData, request.IfMatch(), cancellationToken)))
            .Answer(room => RoomView.Of(room, request), room => room.Tag);
}
