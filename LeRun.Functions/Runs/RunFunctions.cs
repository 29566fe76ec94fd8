using LeRun.Functions.Docs;
using LeRun.Functions.Http;
using LeRun.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Functions.Runs;

/// <summary>Current runs and records.</summary>
[Chapter(Chapter.Runs)]
public sealed class RunFunctions(RunService runs)
{
    [Function("RunsPutData"), Access(Access.SignedIn), Takes<RunDataRequest>, HonoursIfMatch, Answers<LiveRunView>(Tagged = true), Fails(409)]
    public Task<IResult> PutData(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/run/data")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadOwnAsync<RunDataRequest>(cancellationToken)
            .Then(own => runs.PutLiveAsync(own.Caller, own.Body.RunData, request.IfMatch(), cancellationToken))
            .Answer(LiveRunView.Of, live => live.ETag);

    [Function("RunsGetData"), Access(Access.SignedIn), Answers<LiveRunView>(Tagged = true), Fails(403, 404)]
    public Task<IResult> GetData(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/run/data/{username}")] HttpRequest request,
        string username,
        CancellationToken cancellationToken) =>
        runs.GetLiveAsync(request.Caller(), username, cancellationToken)
            .Answer(LiveRunView.Of, live => live.ETag);

    [Function("RunsPostRecord"), Access(Access.SignedIn)]
    [Takes<RunRecordRequest>(Optional = true), TakesHeader("Idempotency-Key"), Answers<RunRecordView>(Tagged = true), Fails(409)]
    public Task<IResult> PostRecord(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/run/record")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadOwnAsync<RunRecordRequest>(cancellationToken)
            .Then(own => runs.RecordAsync(
                own.Caller,
                own.Body.RunRecord ?? own.Body.RunData,
                own.Body.RunRecord is not null ? "runRecord" : "runData",
                request.Headers.TryGetValue("Idempotency-Key", out var key) ? key.ToString() : null,
                cancellationToken))
            .Answer(RunRecordView.Of, record => record.ETag);

    [Function("RunsListRecords"), Access(Access.SignedIn)]
    [TakesQuery("include", Values = ["markers"]), Answers<RunRecordView>(Page = true), Fails(403)]
    public Task<IResult> ListRecords(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/run/records/{username}")] HttpRequest request,
        string username,
        CancellationToken cancellationToken) =>
        request.PageAsync()
            .Then(page => runs.ListRecordsAsync(request.Caller(), username, request.Includes("markers"), page, cancellationToken))
            .Answer(RunRecordView.Of);

    [Function("RunsGetRecord"), Access(Access.SignedIn), Answers<RunRecordView>(Tagged = true), Fails(403, 404)]
    public Task<IResult> GetRecord(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/run/records/{username}/{id}")] HttpRequest request,
        string username,
        string id,
        CancellationToken cancellationToken) =>
        runs.GetRecordAsync(request.Caller(), username, id, cancellationToken)
            .Answer(RunRecordView.Of, record => record.ETag);

    [Function("RunsDeleteRecord"), Access(Access.SignedIn), HonoursIfMatch, Answers<RunRecordView>(Tagged = true), Fails(403, 404)]
    public Task<IResult> DeleteRecord(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/run/records/{username}/{id}")] HttpRequest request,
        string username,
        string id,
        CancellationToken cancellationToken) =>
        runs.DeleteRecordAsync(request.Caller(), username, id, request.IfMatch(), cancellationToken)
            .Answer(RunRecordView.Of, record => record.ETag);
}
