using LeRun.Runs;

namespace LeRun.Functions.Runs;

/// <summary>Live runs and run records.</summary>
[Tags("Runs")]
public sealed class RunFunctions(RunService runs)
{
    /// <summary>Uploads the live run.</summary>
    /// <remarks>Replaces the live run as a whole; it is kept for 24 hours. The position is required.</remarks>
    [Function("RunsPutData"), Access(Access.SignedIn)]
    [Consumes(typeof(PutRunDataRequest), Json), SupportsIfMatch]
    [ProducesResponseType(409)]
    public Task<ETagResult<LiveRunView>> PutData(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/run/data")] HttpRequest request) =>
        request.ReadAsCallerAsync<PutRunDataRequest>()
            .Then(sent => runs.PutLiveAsync(sent.Caller, sent.Body.RunData!, request.ExpectedVersion, request.Aborted))
            .ToETagResult(LiveRunView.Of, live => live.VersionId);

    /// <summary>Gets a live run.</summary>
    /// <remarks>The caller's own, or that of a fellow member of an open room.</remarks>
    [Function("RunsGetData"), Access(Access.SignedIn)]
    [ProducesResponseType(403), ProducesResponseType(404)]
    public Task<ETagResult<LiveRunView>> GetData(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/run/data/{username}")] HttpRequest request,
        string username) =>
        runs.GetLiveAsync(request.Caller, username, request.Aborted)
            .ToETagResult(LiveRunView.Of, live => live.VersionId);

    /// <summary>Stores a finished run.</summary>
    /// <remarks>
    /// The run is <c>runRecord</c> or <c>runData</c>; with neither, the live run is what finishes. A second upload with the
    /// same <c>start</c>, or the same <c>Idempotency-Key</c>, returns the first record.
    /// </remarks>
    /// <response code="409">There is no live run to finish.</response>
    [Function("RunsPostRecord"), Access(Access.SignedIn)]
    [Consumes(typeof(StoreRecordRequest), Json, IsOptional = true), HeaderParameter("Idempotency-Key")]
    [ProducesResponseType(409)]
    public Task<ETagResult<RunRecordView>> PostRecord(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/run/record")] HttpRequest request) =>
        request.ReadAsCallerAsync<StoreRecordRequest>()
            .Then(sent => runs.StoreRecordAsync(sent.Caller, sent.Body, request.HeaderValue("Idempotency-Key"), request.Aborted))
            .ToETagResult(RunRecordView.Of, record => record.VersionId);

    /// <summary>Lists finished runs.</summary>
    [Function("RunsListRecords"), Access(Access.SignedIn)]
    [QueryParameter("include", Values = ["markers"])]
    [ProducesResponseType(403)]
    public Task<PageResult<RunRecordView>> ListRecords(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/run/records/{username}")] HttpRequest request,
        string username) =>
        request.Page()
            .Then(page => runs.ListRecordsAsync(request.Caller, username, request.Includes("markers"), page, request.Aborted))
            .ToPageResult(RunRecordView.Of);

    /// <summary>Gets a finished run.</summary>
    [Function("RunsGetRecord"), Access(Access.SignedIn)]
    [ProducesResponseType(403), ProducesResponseType(404)]
    public Task<ETagResult<RunRecordView>> GetRecord(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/run/records/{username}/{id}")] HttpRequest request,
        string username,
        string id) =>
        runs.GetRecordAsync(request.Caller, username, id, request.Aborted)
            .ToETagResult(RunRecordView.Of, record => record.VersionId);

    /// <summary>Deletes a finished run.</summary>
    [Function("RunsDeleteRecord"), Access(Access.SignedIn)]
    [SupportsIfMatch]
    [ProducesResponseType(403), ProducesResponseType(404)]
    public Task<ETagResult<RunRecordView>> DeleteRecord(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/run/records/{username}/{id}")] HttpRequest request,
        string username,
        string id) =>
        runs.DeleteRecordAsync(request.Caller, username, id, request.ExpectedVersion, request.Aborted)
            .ToETagResult(RunRecordView.Of, record => record.VersionId);
}
