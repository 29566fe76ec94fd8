using System.Globalization;
using LeRun.Localization;
using LeRun.Rooms;

namespace LeRun.Functions.Rooms;

/// <summary>Run rooms.</summary>
[Tags("Rooms")]
public sealed class RoomFunctions(RoomService rooms, RoomReader reader, RoomMembership membership, RoomUpdates updates)
{
    /// <summary>Creates a room.</summary>
    /// <remarks>
    /// The caller is its host and first member. The same <c>Idempotency-Key</c> again returns the room that the first request
    /// opened.
    /// </remarks>
    /// <response code="409">The caller is the host of too many open rooms, or in too many.</response>
    /// <response code="429">The caller opened too many rooms lately.</response>
    [Function("RoomsCreate"), Access(Access.SignedIn)]
    [Consumes(typeof(CreateRoomRequest), Json, IsOptional = true), HeaderParameter(IdempotencyKey.Name)]
    [ProducesResponseType(409), ProducesResponseType(429)]
    public Task<ETagResult<RoomView>> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runRoom/create")] HttpRequest request) =>
        request.ReadAsCallerAsync<CreateRoomRequest>()
            .Then(sent => rooms.CreateAsync(
                sent.Caller, sent.Body, request.HeaderValue(IdempotencyKey.Name), request.Aborted))
            .ToETagResult(room => RoomView.WithMembers(room, request), room => room.VersionId);

    /// <summary>Gets a room.</summary>
    /// <remarks>
    /// Members see each other's run data; others see only how many members there are. With <c>since</c>, the <c>cursor</c> of an
    /// earlier response, members without news are left out, and with <c>markers=new</c> each has only the markers that are new
    /// since.
    /// </remarks>
    [Function("RoomsGet"), Access(Access.SignedIn)]
    [QueryParameter("since"), QueryParameter("markers", Values = ["all", "none", "new"])]
    [ProducesResponseType(400), ProducesResponseType(404)]
    public Task<ETagResult<RoomView>> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "runRoom/{runID:int}")] HttpRequest request,
        string runID) =>
        reader.GetAsync(request.Caller, runID, request.QueryValue("since"), request.RoomMarkers(), request.Aborted)
            .ToETagResult(
                snapshot => RoomView.Of(snapshot, request),
                snapshot => snapshot.VersionId,
                snapshot => snapshot.Cursor?.Fingerprint);

    /// <summary>Gets the result of a room's run.</summary>
    /// <remarks>Those who took part in it may; for others there is none.</remarks>
    /// <response code="404">There is no such room, its run is not over, or the caller did not take part in it.</response>
    [Function("RoomsGetResult"), Access(Access.SignedIn)]
    [ProducesResponseType(404)]
    public Task<ETagResult<RoomResultView>> GetResult(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "runRoom/{runID:int}/result")] HttpRequest request,
        string runID) =>
        rooms.GetResultAsync(request.Caller, runID, request.Aborted)
            .ToETagResult(room => RoomResultView.Of(room, request), room => room.VersionId);

    /// <summary>Lists open rooms.</summary>
    [Function("RoomsList"), Access(Access.SignedIn)]
    public Task<PageResult<RoomView>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "runRoom/all")] HttpRequest request) =>
        request.Page()
            .Then(page => rooms.ListAsync(request.Caller, page, request.Aborted))
            .ToPageResult(RoomView.WithoutMembers);

    /// <summary>Lists the open rooms that the caller is in.</summary>
    [Function("RoomsListMine"), Access(Access.SignedIn)]
    public Task<PageResult<RoomView>> ListMine(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "runRoom/mine")] HttpRequest request) =>
        request.Page()
            .Then(page => rooms.ListMineAsync(request.Caller, page, request.Aborted))
            .ToPageResult(RoomView.WithoutMembers);

    /// <summary>Joins a room.</summary>
    /// <remarks>
    /// Joining again changes nothing. The fifth wrong password within 15 minutes locks the caller out of the room until they
    /// are over, the twentieth out of every room with a password. The fiftieth of all callers closes the room to newcomers,
    /// until they are over or its host sets a new password.
    /// </remarks>
    /// <response code="403">The password is wrong or missing.</response>
    /// <response code="409">The room is full or finished, or the caller is in too many open rooms.</response>
    [Function("RoomsJoin"), Access(Access.SignedIn)]
    [SupportsIfMatch, Consumes(typeof(JoinRoomRequest), Json)]
    [ProducesResponseType(404), ProducesResponseType(409), ProducesResponseType(429)]
    public Task<ETagResult<RoomView>> Join(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runRoom/join")] HttpRequest request) =>
        request.ReadAsCallerAsync<JoinRoomRequest>()
            .Then(sent => membership.JoinAsync(sent.Caller, sent.Body, request.ExpectedVersion, request.Aborted))
            .ToETagResult(room => RoomView.WithMembers(room, request), room => room.VersionId);

    /// <summary>Leaves a room.</summary>
    /// <remarks>
    /// The host's place passes to the earliest member; the last one out deletes the room. A request whose response was lost can
    /// be repeated within 10 minutes.
    /// </remarks>
    /// <response code="403">Only members can leave.</response>
    [Function("RoomsLeave"), Access(Access.SignedIn)]
    [Consumes(typeof(LeaveRoomRequest), Json), SupportsIfMatch]
    [ProducesResponseType(404), ProducesResponseType(409)]
    public Task<JsonResult<RoomView>> Leave(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runRoom/leave")] HttpRequest request) =>
        request.ReadAsCallerAsync<LeaveRoomRequest>()
            .Then(sent => membership.LeaveAsync(sent.Caller, sent.Body, request.ExpectedVersion, request.Aborted))
            .ToJsonResult(RoomView.WithoutMembers);

    /// <summary>Deletes a room.</summary>
    /// <remarks>
    /// Its host and administrators may. An app that sends no body with DELETE names the room by <c>runID</c>. A request whose
    /// response was lost can be repeated within 10 minutes.
    /// </remarks>
    /// <response code="403">Only its host may delete it.</response>
    [Function("RoomsDelete"), Access(Access.SignedIn)]
    [Consumes(typeof(DeleteRoomRequest), Json, IsOptional = true), QueryParameter("runID"), SupportsIfMatch]
    [ProducesResponseType(404), ProducesResponseType(409)]
    public Task<JsonResult<RoomView>> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "runRoom/delete")] HttpRequest request) =>
        ReadDeletionAsync(request)
            .Then(sent => rooms.DeleteAsync(sent.Caller, sent.Body, request.ExpectedVersion, request.Aborted))
            .ToJsonResult(RoomView.WithoutMembers);

    // Without a body, for apps that send none with DELETE.
    private static async Task<Result<CallerRequest<DeleteRoomRequest>>> ReadDeletionAsync(HttpRequest request)
    {
        if (request.QueryValue("runID") is not { } text)
            return await request.ReadAsCallerAsync<DeleteRoomRequest>();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var runID)
            ? request.AsCaller(new DeleteRoomRequest { RunID = runID })
            : Invalid.Field("runID", Messages.WrongType);
    }

    /// <summary>Updates a room.</summary>
    /// <remarks>
    /// What is left out stays as it is. The host sets name, password, capacity, target and status; members upload their own
    /// <c>runData</c>.
    /// </remarks>
    /// <response code="403">Only members may, and only the host may set what is the host's.</response>
    [Function("RoomsUpdate"), Access(Access.SignedIn)]
    [SupportsIfMatch, Consumes(typeof(UpdateRoomRequest), Json)]
    [ProducesResponseType(404), ProducesResponseType(409)]
    public Task<ETagResult<RoomView>> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runRoom/update")] HttpRequest request) =>
        request.ReadAsCallerAsync<UpdateRoomRequest>()
            .Then(sent => updates.UpdateAsync(sent.Caller, sent.Body, request.ExpectedVersion, request.Aborted))
            .ToETagResult(snapshot => RoomView.Of(snapshot, request), snapshot => snapshot.VersionId);
}

/// <summary>What requests about rooms ask for.</summary>
internal static class RoomRequestExtensions
{
    /// <summary>Which markers of the members the caller wants (<c>markers</c>).</summary>
    public static RoomMarkers RoomMarkers(this HttpRequest request) => request.QueryValue("markers") switch
    {
        "none" => LeRun.Rooms.RoomMarkers.None,
        "new" => LeRun.Rooms.RoomMarkers.New,
        _ => LeRun.Rooms.RoomMarkers.All,
    };
}
