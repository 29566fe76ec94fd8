using System.Globalization;
using LeRun.Localization;
using LeRun.Rooms;
using LeRun.Runs;
using LeRun.Storage;

namespace LeRun.Functions.LiveRuns;

/// <summary>Live runs.</summary>
[Tags("Runs")]
public sealed class LiveRunFunctions(LiveRunService lives, LiveRunReader reader, RoomReader rooms, TimeProvider clock)
{
    /// <summary>Uploads the live run.</summary>
    /// <remarks>
    /// Replaces the live run as a whole; it is kept for 7 days. The position is required. Another <c>start</c> begins another
    /// run: one that was not finished becomes a record first, if it has 100 m and 60 s. With <c>Prefer: return=minimal</c> the
    /// response has <c>markerCount</c> in place of the markers. With <c>room</c>, the number of a room that the caller is in, and
    /// <c>since</c>, the <c>cursor</c> of an earlier response, it has what is new in that room.
    /// </remarks>
    [Function("RunsPutData"), Access(Access.SignedIn), AcceptsEndedToken]
    [Consumes(typeof(PutRunDataRequest), Json), SupportsIfMatch, HeaderParameter("Prefer")]
    [QueryParameter("room"), QueryParameter("since")]
    [ProducesResponseType(409)]
    public Task<ETagResult<LiveRunView>> PutData(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/run/data")] HttpRequest request) =>
        RoomAsked.By(request)
            .Then(room => request.ReadAsCallerAsync<PutRunDataRequest>()
                .Then(sent => lives.PutAsync(sent.Caller, sent.Body.RunData!, request.ExpectedVersion, request.Aborted))
                .Then(live => room.AddAsync(live, rooms)))
            .ToETagResult(
                upload => request.PrefersMinimal()
                    ? LiveRunView.WithoutMarkers(upload.Stored, upload.Room)
                    : LiveRunView.Of(upload.Stored, upload.Room),
                upload => upload.Stored.Head.VersionId);

    /// <summary>Uploads what is new of the live run.</summary>
    /// <remarks>
    /// Adds markers to the live run, or begins it. <c>from</c> is the place in the whole run of the first marker sent. The
    /// response says up to where markers are held without a gap: the phone may forget those, and sends from <c>next</c> the next
    /// time. What overlaps is not written again. Beyond a gap only the position and the totals are taken. So requests that are
    /// lost, repeated or late end in the same track. With <c>room</c> and <c>since</c> the response has what is new in a room.
    /// </remarks>
    /// <response code="409">Another device is just uploading another run, or a newer one has begun.</response>
    [Function("RunsAppendData"), Access(Access.SignedIn), AcceptsEndedToken]
    [Consumes(typeof(AppendRunDataRequest), Json), QueryParameter("room"), QueryParameter("since")]
    [ProducesResponseType(409)]
    public Task<JsonResult<AppendedView>> AppendData(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/run/data/append")] HttpRequest request) =>
        RoomAsked.By(request)
            .Then(room => request.ReadAsCallerAsync<AppendRunDataRequest>()
                .Then(sent => lives.AppendAsync(sent.Caller, sent.Body, request.Aborted))
                .Then(live => room.AddAsync(live, rooms)))
            .ToJsonResult(upload => AppendedView.Of(upload.Stored, clock.GetUtcNowMilliseconds(), upload.Room));

    /// <summary>Drops the live run.</summary>
    /// <remarks>It becomes no record.</remarks>
    [Function("RunsDropData"), Access(Access.SignedIn)]
    [ProducesResponseType(404)]
    public Task<JsonResult<LiveRunView>> DropData(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/run/data")] HttpRequest request) =>
        lives.DropAsync(request.Caller, request.Aborted).ToJsonResult(live => LiveRunView.WithoutMarkers(live));

    /// <summary>Gets a live run.</summary>
    /// <remarks>
    /// The caller's own, for 7 days after its last upload; or that of a fellow member of an open room, for a day. All markers by
    /// default, with <c>markers=none</c> none of them, with <c>since=N</c> those from place N in the run on.
    /// </remarks>
    [Function("RunsGetData"), Access(Access.SignedIn)]
    [QueryParameter("markers", Values = ["all", "none"]), QueryParameter("since")]
    [ProducesResponseType(400), ProducesResponseType(403), ProducesResponseType(404)]
    public Task<ETagResult<LiveRunView>> GetData(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/run/data/{username}")] HttpRequest request,
        string username) =>
        request.MarkerRange()
            .Then(range => reader.GetAsync(request.Caller, username, range, request.Aborted))
            .ToETagResult(
                live => LiveRunView.Of(live, isPart: request.QueryValue("since") is not null), live => live.Head.VersionId,
                live => live.HidesPosition ? "hidden" : null);
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

    /// <summary>Which markers the caller wants (<c>markers</c>, <c>since</c>); Invalid for no place in a run.</summary>
    public static Result<MarkerRange> MarkerRange(this HttpRequest request)
    {
        var markers = request.QueryValue("markers");
        if (request.QueryValue("since") is { } since)
        {
            return int.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
                ? new MarkerRange(from)
                : Invalid.Field("since", Messages.NumberRule(0, int.MaxValue));
        }

        return new MarkerRange(markers == "none" ? null : 0);
    }
}
