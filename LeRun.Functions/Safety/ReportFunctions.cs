using LeRun.Safety;

namespace LeRun.Functions.Safety;

/// <summary>Reports, and what moderators do about them.</summary>
[Tags("Safety")]
public sealed class ReportFunctions(ReportService reports, CaseService cases)
{
    /// <summary>Reports something.</summary>
    /// <remarks>
    /// Whoever reports a thing again gets the first report. Three reporters with accounts older than a day hide it until a
    /// moderator decides. Nobody but moderators learns that it was reported, and nobody at all learns by whom.
    /// </remarks>
    /// <response code="404">The caller sees no such thing.</response>
    /// <response code="429">The caller sent 20 reports today.</response>
    [Function("ReportsCreate"), Access(Access.SignedIn)]
    [Consumes(typeof(ReportRequest), Json)]
    [ProducesResponseType(404), ProducesResponseType(429)]
    public Task<JsonResult<ReportView>> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reports")] HttpRequest request) =>
        request.ReadAsCallerAsync<ReportRequest>()
            .Then(sent => reports.ReportAsync(sent.Caller, sent.Body, request.Aborted))
            .ToJsonResult(ReportView.Of);

    /// <summary>Lists reported things.</summary>
    /// <remarks>
    /// One case a thing, the oldest first; <c>dueAt</c> is 24 hours after its first report. Entity tags for <c>If-Match</c> are
    /// <c>"{_id}.{__v}"</c>.
    /// </remarks>
    [Function("ReportsList"), Access(Access.Moderator)]
    [QueryParameter("status", Values = [CaseStatus.Open, CaseStatus.Resolved])]
    [QueryParameter("kind", Values = ["post", "comment", "user", "picture", "room", "record"])]
    public Task<PageResult<CaseView>> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "reports")] HttpRequest request) =>
        request.Page()
            .Then(page => cases.ListAsync(
                request.QueryValue("status") ?? CaseStatus.Open, request.QueryValue("kind"), page, request.Aborted))
            .ToPageResult(found => CaseView.Of(found, request));

    /// <summary>Decides a case.</summary>
    /// <remarks>
    /// <c>dismiss</c> takes back what was done because of the case, <c>hide</c> leaves a thing to its author alone, <c>remove</c>
    /// deletes it (not users and records), <c>warn</c> and <c>suspend</c> concern its author. A decided case can be decided anew.
    /// </remarks>
    [Function("ReportsResolve"), Access(Access.Moderator)]
    [Consumes(typeof(ResolveRequest), Json), SupportsIfMatch]
    [ProducesResponseType(404), ProducesResponseType(409)]
    public Task<ETagResult<CaseView>> Resolve(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reports/{id}/resolve")] HttpRequest request, string id) =>
        request.ReadAsCallerAsync<ResolveRequest>()
            .Then(sent => cases.ResolveAsync(sent.Caller, id, sent.Body, request.ExpectedVersion, request.Aborted))
            .ToETagResult(found => CaseView.Of(found, request), found => found.VersionId);

    /// <summary>Appeals against a decision.</summary>
    /// <remarks>Once, for whoever it concerns; suspended users may. The case comes to the moderators again.</remarks>
    /// <response code="404">There is no such case about something of the caller's.</response>
    /// <response code="409">There is nothing to appeal against, or the caller has appealed already.</response>
    [Function("ReportsAppeal"), Access(Access.SignedIn)]
    [Consumes(typeof(AppealRequest), Json)]
    [ProducesResponseType(404), ProducesResponseType(409)]
    public Task<JsonResult<StandingCaseView>> Appeal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reports/{id}/appeal")] HttpRequest request, string id) =>
        request.ReadAsCallerAsync<AppealRequest>()
            .Then(sent => cases.AppealAsync(sent.Caller, id, sent.Body, request.Aborted))
            .ToJsonResult(StandingCaseView.Of);

    /// <summary>Tells how the caller stands with the moderators.</summary>
    /// <remarks>Warnings, a suspension, and the decisions against what is theirs; never who reported.</remarks>
    [Function("StandingGet"), Access(Access.SignedIn)]
    public Task<JsonResult<StandingView>> GetStanding(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/me/standing")] HttpRequest request) =>
        cases.GetStandingAsync(request.Caller, request.Aborted)
            .ToJsonResult(StandingView.Of);
}
