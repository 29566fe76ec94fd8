using System.Globalization;
using LeRun.Localization;
using LeRun.Runs;
using LeRun.Storage;

namespace LeRun.Functions.Runs;

/// <summary>Live runs and run records.</summary>
[Tags("Runs")]
public sealed class RunFunctions(
    LiveRunService lives, LiveRunReader reader, RecordService records, TimeProvider clock)
{
    /// <summary>Uploads the live run.</summary>
    /// <remarks>
    /// Replaces the live run as a whole; it is kept for 7 days. The position is required. Another <c>start</c> begins another
    /// run: one that was not finished becomes a record first, if it has 100 m and 60 s. With <c>Prefer: return=minimal</c> the
    /// response has <c>markerCount</c> in place of the markers.
    /// </remarks>
    [Function("RunsPutData"), Access(Access.SignedIn)]
    [Consumes(typeof(PutRunDataRequest), Json), SupportsIfMatch, HeaderParameter("Prefer")]
    [ProducesResponseType(409)]
    public Task<ETagResult<LiveRunView>> PutData(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/run/data")] HttpRequest request) =>
        request.ReadAsCallerAsync<PutRunDataRequest>()
            .Then(sent => lives.PutAsync(sent.Caller, sent.Body.RunData!, request.ExpectedVersion, request.Aborted))
            .ToETagResult(
                live => request.PrefersMinimal() ? LiveRunView.WithoutMarkers(live) : LiveRunView.Of(live),
                live => live.Head.VersionId);

    /// <summary>Uploads what is new of the live run.</summary>
    /// <remarks>
    /// Adds markers to the live run, or begins it. <c>from</c> is the place in the whole run of the first marker sent. The
    /// response says up to where markers are held without a gap: the phone may forget those, and sends from <c>next</c> the next
    /// time. What overlaps is not written again. Beyond a gap only the position and the totals are taken. So requests that are
    /// lost, repeated or late end in the same track.
    /// </remarks>
    /// <response code="409">Another device is just uploading another run, or a newer one has begun.</response>
    [Function("RunsAppendData"), Access(Access.SignedIn)]
    [Consumes(typeof(AppendRunDataRequest), Json)]
    [ProducesResponseType(409)]
    public Task<JsonResult<AppendedView>> AppendData(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/run/data/append")] HttpRequest request) =>
        request.ReadAsCallerAsync<AppendRunDataRequest>()
            .Then(sent => lives.AppendAsync(sent.Caller, sent.Body, request.Aborted))
            .ToJsonResult(live => AppendedView.Of(live, clock.GetUtcNowMilliseconds()));

    /// <summary>Drops the live run.</summary>
    /// <remarks>It becomes no record.</remarks>
    [Function("RunsDropData"), Access(Access.SignedIn)]
    [ProducesResponseType(404)]
    public Task<JsonResult<LiveRunView>> DropData(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/run/data")] HttpRequest request) =>
        lives.DropAsync(request.Caller, request.Aborted).ToJsonResult(LiveRunView.WithoutMarkers);

    /// <summary>Gets a live run.</summary>
    /// <remarks>
    /// The caller's own, for 7 days after its last upload; or that of a fellow member of an open room, for a day. All markers by
    /// default, with <c>markers=none</c> none of them, with <c>since=N</c> those from place N in the run on.
    /// </remarks>
    [Function("RunsGetData"), Access(Access.SignedIn)]
    [QueryParameter("markers", Values = ["all", "none"]), QueryParameter("since")]
    [ProducesResponseType(400), ProducesResponseType(403), ProducesResponseType(404)]
    public Task<ETagResult<LiveRunView>> GetData(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/run/data/{username}")] HttpRequest request,
        string username) =>
        request.MarkerRange()
            .Then(range => reader.GetAsync(request.Caller, username, range, request.Aborted))
            .ToETagResult(
                live => LiveRunView.Of(live, isPart: request.QueryValue("since") is not null), live => live.Head.VersionId);

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
            .Then(sent => records.StoreAsync(sent.Caller, sent.Body, request.HeaderValue("Idempotency-Key"), request.Aborted))
            .ToETagResult(RunRecordView.Of, record => record.VersionId);

    /// <summary>Lists finished runs.</summary>
    [Function("RunsListRecords"), Access(Access.SignedIn)]
    [QueryParameter("include", Values = ["markers"])]
    [ProducesResponseType(403)]
    public Task<PageResult<RunRecordView>> ListRecords(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/run/records/{username}")] HttpRequest request,
        string username) =>
        request.Page()
            .Then(page => records.ListAsync(request.Caller, username, request.Includes("markers"), page, request.Aborted))
            .ToPageResult(RunRecordView.Of);

    /// <summary>Gets a finished run.</summary>
    [Function("RunsGetRecord"), Access(Access.SignedIn)]
    [ProducesResponseType(403), ProducesResponseType(404)]
    public Task<ETagResult<RunRecordView>> GetRecord(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/run/records/{username}/{id}")] HttpRequest request,
        string username,
        string id) =>
        records.GetAsync(request.Caller, username, id, request.Aborted)
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
}

/// <summary>What requests about live runs ask for.</summary>
internal static class RunRequestExtensions
{
    /// <summary>Whether the caller can do without what it sent (RFC 7240); the response says that it is obeyed.</summary>
    public static bool PrefersMinimal(this HttpRequest request)
    {
        var isMinimal = (request.HeaderValue("Prefer") ?? "")
            .Split([',', ';'], StringSplitOptions.TrimEntries)
            .Contains("return=minimal", StringComparer.OrdinalIgnoreCase);
        if (isMinimal)
            request.HttpContext.Response.Headers["Preference-Applied"] = "return=minimal";
        return isMinimal;
    }

    /// <summary>Which markers the caller wants (<c>markers</c>, <c>since</c>); Invalid for anything else.</summary>
    public static Result<MarkerRange> MarkerRange(this HttpRequest request)
    {
        var markers = request.QueryValue("markers");
        if (request.QueryValue("since") is { } since)
        {
            return int.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
                ? new MarkerRange(from)
                : Invalid.Field("since", Messages.NumberRule(0, int.MaxValue));
        }

        return markers switch
        {
            null or "all" => new MarkerRange(0),
            "none" => new MarkerRange(null),
            _ => Invalid.Field("markers", Messages.AllowedValuesRule("all, none")),
        };
    }
}
