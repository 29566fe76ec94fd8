using LeRun.Runs;
using LeRun.Runs.Files;
using LeRun.Runs.Tracks;

namespace LeRun.Functions.Runs;

/// <summary>Finished runs as files, to take along.</summary>
[Tags("Runs")]
public sealed class RecordFileFunctions(RecordReader reader, RecordFiles files, RecordImport import)
{
    /// <summary>Exports a finished run.</summary>
    /// <remarks>
    /// GPX 1.1, TCX version 2 or GeoJSON (RFC 7946), in WGS-84 unless <c>crs=gcj02</c>. Points have times where they are known.
    /// Others get of a public run what they see of it.
    /// </remarks>
    [Function("RunsExportRecord"), Access(Access.SignedIn)]
    [QueryParameter("format", Values = ["gpx", "tcx", "geojson"])]
    [QueryParameter("crs", Values = [CoordinateSystems.Wgs84, CoordinateSystems.Gcj02])]
    [Produces("application/gpx+xml", "application/vnd.garmin.tcx+xml", "application/geo+json")]
    [ProducesResponseType(400), ProducesResponseType(404)]
    public async Task<IResult> ExportRecord(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/run/records/{username}/{id}/file")]
        HttpRequest request,
        string username,
        string id)
    {
        var (format, system) = (FormatOf(request), SystemOf(request));
        return (await reader.GetAsync(request.Caller, username, id, request.Aborted)).TryGet(out var seen, out var failure)
            ? new RunFileResult(files.Of(seen, system), format, ETags.Format(seen.VersionId, $"{format}-{system}"))
            : new Problem(failure);
    }

    /// <summary>Imports a run.</summary>
    /// <remarks>
    /// GPX 1.0, GPX 1.1 or TCX of up to 5 MiB and 60,000 points: as it is, gzipped, or in a form. A run with the start of a
    /// record that there is returns that record. With <c>dryRun=true</c> nothing is stored, and the record has no id.
    /// </remarks>
    /// <response code="409">Nearly all of its time lies in another run.</response>
    [Function("RunsImportRecord"), Access(Access.SignedIn)]
    [ConsumesFile("application/gpx+xml", "application/vnd.garmin.tcx+xml", "application/gzip", "multipart/form-data")]
    [QueryParameter("dryRun", Values = ["true", "false"])]
    [QueryParameter("crs", Values = [CoordinateSystems.Wgs84, CoordinateSystems.Gcj02])]
    [ProducesResponseType(409)]
    public Task<ETagResult<RunRecordView>> ImportRecord(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/run/import")] HttpRequest request) =>
        RunFileUpload.ReadAsync(request)
            .Then(file => import.ImportAsync(
                request.Caller, file, SystemOf(request), request.QueryValue("dryRun") == "true", request.Aborted))
            .ToETagResult(imported => RunRecordView.Of(imported, request), imported => imported.Record.VersionId);

    private static string SystemOf(HttpRequest request) => request.QueryValue("crs") ?? CoordinateSystems.Wgs84;

    private static RunFileFormat FormatOf(HttpRequest request) => request.QueryValue("format") switch
    {
        "tcx" => RunFileFormat.Tcx,
        "geojson" => RunFileFormat.GeoJson,
        _ => RunFileFormat.Gpx,
    };
}

/// <summary>A run as a file that a browser saves.</summary>
/// <param name="file">The file.</param>
/// <param name="format">Its format.</param>
/// <param name="etag">Its entity tag.</param>
public sealed class RunFileResult(RunFile file, RunFileFormat format, string etag) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.ETag = etag;
        if (ETags.SeenTag(httpContext.Request, etag) is { } seen)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            response.Headers.ETag = seen;
            return;
        }

        var (type, extension) = format switch
        {
            RunFileFormat.Gpx => ("application/gpx+xml", "gpx"),
            RunFileFormat.Tcx => ("application/vnd.garmin.tcx+xml", "tcx"),
            _ => ("application/geo+json", "geojson"),
        };
        response.ContentType = type;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = $"attachment; filename=\"run-{file.Date:yyyy-MM-dd}.{extension}\"";
        // Not cancelled when the caller leaves: the server drops the bytes then, and a failed write would be logged as a bug.
        await file.WriteAsync(response.Body, format, CancellationToken.None);
    }
}
