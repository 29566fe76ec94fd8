using LeRun.Rooms;

namespace LeRun.Functions.Rooms;

/// <summary>Run rooms.</summary>
[Tags("Rooms")]
public sealed class RoomFunctions(RoomService rooms, RoomMembership membership, RoomUpdates updates)
{
    /// <summary>Create a room</summary>
    [Function("RoomsCreate"), Access(Access.SignedIn)]
    [Consumes(typeof(CreateRoomRequest), Json, IsOptional = true)]
    [ProducesResponseType(409)]
    public Task<ETagResult<RoomView>> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runRoom/create")] HttpRequest request) =>
        request.ReadAsCallerAsync<CreateRoomRequest>()
            .Then(own => rooms.CreateAsync(own.Caller, own.Body, request.Aborted))
            .ToETagResult(room => RoomView.WithMembers(room, request), room => room.VersionId);

    /// <summary>Get a room</summary>
    [Function("RoomsGet"), Access(Access.SignedIn)]
    [QueryParameter("since")]
    [ProducesResponseType(400), ProducesResponseType(404)]
    public Task<ETagResult<RoomView>> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "runRoom/{runID:int}")] HttpRequest request,
        string runID) =>
        rooms.GetAsync(request.Caller, runID, request.QueryValue("since"), request.Aborted)
            .ToETagResult(
                snapshot => RoomView.Of(snapshot, request), snapshot => snapshot.VersionId, snapshot => snapshot.Fingerprint);

    /// <summary>Get the result of a room's run</summary>
    [Function("RoomsGetResult"), Access(Access.SignedIn)]
    [ProducesResponseType(403), ProducesResponseType(404)]
    public Task<ETagResult<RoomResultView>> GetResult(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "runRoom/{runID:int}/result")] HttpRequest request,
        string runID) =>
        rooms.GetResultAsync(request.Caller, runID, request.Aborted)
            .ToETagResult(room => RoomResultView.Of(room, request), room => room.VersionId);

    /// <summary>List open rooms</summary>
    [Function("RoomsList"), Access(Access.SignedIn)]
    public Task<PageResult<RoomView>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "runRoom/all")] HttpRequest request) =>
        request.Page()
            .Then(page => rooms.ListAsync(page, request.Aborted))
            .ToPageResult(RoomView.WithoutMembers);

    /// <summary>Join a room</summary>
    [Function("RoomsJoin"), Access(Access.SignedIn)]
    [SupportsIfMatch, Consumes(typeof(JoinRoomRequest), Json)]
    [ProducesResponseType(404), ProducesResponseType(409), ProducesResponseType(429)]
    public Task<ETagResult<RoomView>> Join(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runRoom/join")] HttpRequest request) =>
        request.ReadAsCallerAsync<JoinRoomRequest>()
            .Then(own => membership.JoinAsync(own.Caller, own.Body, request.ExpectedVersion, request.Aborted))
            .ToETagResult(room => RoomView.WithMembers(room, request), room => room.VersionId);

    /// <summary>Leave a room</summary>
    [Function("RoomsLeave"), Access(Access.SignedIn)]
    [Consumes(typeof(LeaveRoomRequest), Json), SupportsIfMatch]
    [ProducesResponseType(404), ProducesResponseType(409)]
    public Task<JsonResult<RoomView>> Leave(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runRoom/leave")] HttpRequest request) =>
        request.ReadAsCallerAsync<LeaveRoomRequest>()
            .Then(own => membership.LeaveAsync(own.Caller, own.Body, request.ExpectedVersion, request.Aborted))
            .ToJsonResult(RoomView.WithoutMembers);

    /// <summary>Delete a room</summary>
    [Function("RoomsDelete"), Access(Access.SignedIn)]
    [Consumes(typeof(DeleteRoomRequest), Json), SupportsIfMatch]
    [ProducesResponseType(404), ProducesResponseType(409)]
    public Task<JsonResult<RoomView>> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "runRoom/delete")] HttpRequest request) =>
        request.ReadAsCallerAsync<DeleteRoomRequest>()
            .Then(own => rooms.DeleteAsync(own.Caller, own.Body, request.ExpectedVersion, request.Aborted))
            .ToJsonResult(RoomView.WithoutMembers);

    /// <summary>Update a room</summary>
    [Function("RoomsUpdate"), Access(Access.SignedIn)]
    [SupportsIfMatch, Consumes(typeof(UpdateRoomRequest), Json)]
    [ProducesResponseType(404), ProducesResponseType(409)]
    public Task<ETagResult<RoomView>> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runRoom/update")] HttpRequest request) =>
        request.ReadAsCallerAsync<UpdateRoomRequest>()
            .Then(own => updates.UpdateAsync(own.Caller, own.Body, request.ExpectedVersion, request.Aborted))
            .ToETagResult(snapshot => RoomView.Of(snapshot, request), snapshot => snapshot.VersionId);
}
