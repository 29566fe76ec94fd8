using LeRun.Export;
using LeRun.Localization;

namespace LeRun.Functions.Export;

/// <summary>The export of all that an account holds.</summary>
[Tags("Users")]
public sealed class ExportFunctions(ExportService exports, ExportLinks links, ExportArchive archive, ExportTurns turns)
{
    /// <summary>Asks for an export of one's data.</summary>
    /// <remarks>
    /// Opening the link, without a token, downloads a zip of all that the account holds. It works once, within ten minutes.
    /// </remarks>
    /// <response code="401">There is no valid token, or the password is wrong.</response>
    /// <response code="429">Three exports were begun within a day, or too many passwords were wrong.</response>
    [Function("ExportBegin"), Access(Access.SignedIn)]
    [Consumes(typeof(ExportRequest), Json)]
    [ProducesResponseType(401), ProducesResponseType(404), ProducesResponseType(429)]
    public Task<JsonResult<ExportView>> Begin(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/me/export")] HttpRequest request) =>
        request.ReadAsync<ExportRequest>()
            .Then(body => exports.BeginAsync(request.Caller, body, request.Aborted))
            .ToJsonResult(
                link => new ExportView(ExportResult.UrlOf(request, links.Format(link)), link.ExpiresAt), isSecret: true);

    /// <summary>Downloads an export.</summary>
    /// <remarks>
    /// `manifest.json` in the zip lists its files with their SHA-256; where the export goes on, its `next` is the link to the
    /// next zip.
    /// </remarks>
    /// <param name="token">What the link ends with.</param>
    /// <response code="404">The link was used, has expired, or is none.</response>
    [Function("ExportDownload"), Access(Access.Anyone)]
    [Produces("application/zip"), ProducesResponseType(404)]
    public async Task<IResult> Download(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "export/{token}")] HttpRequest request, string token)
    {
        // Asked first: the link is not used up by an instance that has no time.
        if (await turns.TryTakeAsync(request.Aborted) is not { } turn)
            return new Problem(new Busy(Messages.Busy, ExportTurns.RetryAfter));
        if ((await exports.OpenAsync(token, request.Aborted)).TryGet(out var part, out var failure))
            return new ExportResult(archive, part, turn);
        turn.Dispose();
        return new Problem(failure);
    }
}
