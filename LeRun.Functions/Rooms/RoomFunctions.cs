using LeRun.Rooms;

namespace LeRun.Functions.Rooms;

/// <summary>Run rooms.</summary>
[Tags("Rooms")]
public sealed class RoomFunctions(RoomService rooms, RoomMembership membership, RoomUpdates updates)
{
    [Function("RoomsCreate"), Access(Access.SignedIn)]
    [Consumes(typeof(RoomRequest), Json, IsOptional = true)]
    [ProducesResponseType(409)]
    public Task<ETagResult<RoomView>> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runRoom/create")] HttpRequest request) =>
        request.ReadAsCallerAsync<RoomRequest>()
            .Then(own => own.Body.Input()
                .Then(input => rooms.CreateAsync(own.Caller, input, request.Aborted)))
            .ToETagResult(room => RoomView.Of(room, request), room => room.VersionId);

    [Function("RoomsGet"), Access(Access.SignedIn)]
    [QueryParameter("since")]
    [ProducesResponseType(400), ProducesResponseType(404)]
    public Task<ETagResult<RoomView>> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "runRoom/{runID:int}")] HttpRequest request,
        string runID) =>
        rooms.GetAsync(request.Caller, RoomRules.NumberOf(runID), request.QueryValue("since"), request.Aborted)
            .ToETagResult(room => RoomView.Of(room, request), room => room.VersionId, room => room.Fingerprint);

    [Function("RoomsGetResult"), Access(Access.SignedIn)]
    [ProducesResponseType(403), ProducesResponseType(404)]
    public Task<ETagResult<RoomResultView>> GetResult(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "runRoom/{runID:int}/result")] HttpRequest request,
        string runID) =>
        rooms.GetResultAsync(request.Caller, RoomRules.NumberOf(runID), request.Aborted)
            .ToETagResult(room => RoomResultView.Of(room, request), room => room.VersionId);

    [Function("RoomsList"), Access(Access.SignedIn)]
    public Task<PageResult<RoomView>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "runRoom/all")] HttpRequest request) =>
        request.Page()
            .Then(page => rooms.ListAsync(page, request.Aborted))
            .ToPageResult(RoomView.Of);

    [Function("RoomsJoin"), Access(Access.SignedIn)]
    [SupportsIfMatch, Consumes(typeof(RoomRequest), Json)]
    [ProducesResponseType(404), ProducesResponseType(409), ProducesResponseType(429)]
    public Task<ETagResult<RoomView>> Join(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runRoom/join")] HttpRequest request) =>
        request.ReadOwnRoomAsync()
            .Then(own => RoomPassword.Parse(own.Body.Password)
                .Then(password => membership.JoinAsync(own.Caller, own.Body.Number, password, request.ExpectedVersion, request.Aborted)))
            .ToETagResult(room => RoomView.Of(room, request), room => room.VersionId);

    [Function("RoomsLeave"), Access(Access.SignedIn)]
    [Consumes(typeof(RoomRequest), Json), SupportsIfMatch]
    [ProducesResponseType(404), ProducesResponseType(409)]
    public Task<JsonResult<RoomView>> Leave(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runRoom/leave")] HttpRequest request) =>
        request.ReadOwnRoomAsync()
            .Then(own => membership.LeaveAsync(own.Caller, own.Body.Number, request.ExpectedVersion, request.Aborted))
            .ToJsonResult(RoomView.Of);

    [Function("RoomsDelete"), Access(Access.SignedIn)]
    [Consumes(typeof(RoomRequest), Json), SupportsIfMatch]
    [ProducesResponseType(404), ProducesResponseType(409)]
    public Task<JsonResult<RoomView>> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "runRoom/delete")] HttpRequest request) =>
        request.ReadOwnRoomAsync()
            .Then(own => rooms.DeleteAsync(own.Caller, own.Body.Number, request.ExpectedVersion, request.Aborted))
            .ToJsonResult(room => RoomView.Of(RoomSummary.Of(room)));

    [Function("RoomsUpdate"), Access(Access.SignedIn)]
    [SupportsIfMatch, Consumes(typeof(RoomRequest), Json)]
    [ProducesResponseType(404), ProducesResponseType(409)]
    public Task<ETagResult<RoomView>> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runRoom/update")] HttpRequest request) =>
        request.ReadOwnRoomAsync()
            .Then(own => own.Body.Input()
                .Then(input => updates.UpdateAsync(own.Caller, own.Body.Number, input, own.Body.RunData, request.ExpectedVersion, request.Aborted)))
            .ToETagResult(room => RoomView.Of(room, request), room => room.VersionId);
}
