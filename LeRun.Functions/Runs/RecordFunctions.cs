using System.Globalization;
using LeRun.Runs;

namespace LeRun.Functions.Runs;

/// <summary>Run records.</summary>
[Tags("Runs")]
public sealed class RecordFunctions(RecordService records, RecordReader reader, RecordCreation creation)
{
    /// <summary>Stores a finished run.</summary>
    /// <remarks>
    /// The run is <c>runRecord</c> or <c>runData</c>; with neither, the live run is what finishes. A second upload with the
    /// same <c>start</c>, or the same <c>Idempotency-Key</c>, returns the first record.
    /// </remarks>
    /// <response code="409">There is no live run to finish.</response>
    [Function("RunsPostRecord"), Access(Access.SignedIn), AcceptsEndedToken]
    [Consumes(typeof(StoreRecordRequest), Json, IsOptional = true), HeaderParameter("Idempotency-Key")]
    [ProducesResponseType(409)]
    public Task<ETagResult<RunRecordView>> PostRecord(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/run/record")] HttpRequest request) =>
        request.ReadAsCallerAsync<StoreRecordRequest>()
            .Then(sent => creation.StoreAsync(sent.Caller, sent.Body, request.HeaderValue("Idempotency-Key"), request.Aborted))
            .ToETagResult(RunRecordView.Of, record => record.VersionId);

    /// <summary>Lists finished runs.</summary>
    /// <remarks>One's own, or another runner's public ones, of which others see no more than their runner lets them.</remarks>
    [Function("RunsListRecords"), Access(Access.SignedIn)]
    [QueryParameter("include", Values = ["markers"], IsList = true)]
    [ProducesResponseType(404)]
    public Task<PageResult<RunRecordView>> ListRecords(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/run/records/{username}")] HttpRequest request,
        string username) =>
        request.Page()
            .Then(page => reader.ListAsync(request.Caller, username, request.Includes("markers"), page, request.Aborted))
            .ToPageResult(RunRecordView.Of);

    /// <summary>Gets a finished run.</summary>
    /// <remarks>
    /// One's own, or another runner's public one: without the ends of the track, the times of its markers, and the start if its
    /// runner hides it.
    /// </remarks>
    [Function("RunsGetRecord"), Access(Access.SignedIn)]
    [ProducesResponseType(404)]
    public Task<ETagResult<RunRecordView>> GetRecord(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/run/records/{username}/{id}")]
        HttpRequest request,
        string username,
        string id) =>
        reader.GetAsync(request.Caller, username, id, request.Aborted)
            .ToETagResult(RunRecordView.Of, record => record.VersionId);

    /// <summary>Analyses a finished run.</summary>
    /// <remarks>
    /// Splits, pauses, the fastest stretches and how the run went; for others, of the part of the track that they may see.
    /// </remarks>
    [Function("RunsAnalyseRecord"), Access(Access.SignedIn)]
    [QueryParameter("split")]
    [ProducesResponseType(400), ProducesResponseType(404)]
    public Task<ETagResult<RunAnalysisView>> AnalyseRecord(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/run/records/{username}/{id}/analysis")]
        HttpRequest request,
        string username,
        string id) =>
        SplitOf(request)
            .Then(split => reader.AnalyseAsync(request.Caller, username, id, split, request.Aborted))
            .ToETagResult(RunAnalysisView.Of, analysis => analysis.VersionId);

    /// <summary>Changes what is said of a finished run.</summary>
    /// <remarks>What is left out stays as it is.</remarks>
    [Function("RunsUpdateRecord"), Access(Access.SignedIn)]
    [Consumes(typeof(UpdateRecordRequest), Json), SupportsIfMatch]
    [ProducesResponseType(403), ProducesResponseType(404)]
    public Task<ETagResult<RunRecordView>> UpdateRecord(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/run/records/{username}/{id}")] HttpRequest request,
        string username,
        string id) =>
        request.ReadAsync<UpdateRecordRequest>()
            .Then(body => records.UpdateAsync(
                request.Caller, username, id, body, request.ExpectedVersion, request.Aborted))
            .ToETagResult(RunRecordView.Of, record => record.VersionId);

    /// <summary>Deletes a finished run.</summary>
    [Function("RunsDeleteRecord"), Access(Access.SignedIn)]
    [SupportsIfMatch]
    [ProducesResponseType(403), ProducesResponseType(404)]
    public Task<ETagResult<RunRecordView>> DeleteRecord(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/run/records/{username}/{id}")] HttpRequest request,
        string username,
        string id) =>
        records.DeleteAsync(request.Caller, username, id, request.ExpectedVersion, request.Aborted)
            .ToETagResult(RunRecordView.Of, record => record.VersionId);

    private static Result<double> SplitOf(HttpRequest request) => request.NumberValue<double>(
        "split", RecordAnalysis.MinSplit, RecordAnalysis.MaxSplit, RecordAnalysis.DefaultSplit, NumberStyles.AllowDecimalPoint);
}
