using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeRun.Functions.Admin;

/// <summary>Whether the app can serve.</summary>
[Tags("Administration")]
public sealed class HealthFunction(HealthReports reports)
{
    /// <summary>Tells whether the service can serve.</summary>
    /// <response code="503">A part of the storage does not respond.</response>
    [Function("Health"), Access(Access.Anyone)]
    [ProducesResponseType(typeof(HealthView), 503)]
    public async Task<HealthResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request) =>
        new(HealthView.Of(await reports.GetAsync(request.Aborted)));
}

/// <summary>Checks health at most once in a few seconds, however often it is asked for.</summary>
public sealed class HealthReports(HealthCheckService checks, TimeProvider clock)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _checking = new(1);
    private (DateTimeOffset At, HealthReport Report)? _last;

    /// <summary>The newest report, at most 5 seconds old. What fails is logged by the checks' own service.</summary>
    public async Task<HealthReport> GetAsync(CancellationToken cancellationToken)
    {
        await _checking.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || clock.GetUtcNow() - last.At >= MaxAge)
            {
                // Not the caller's token: the report is for everyone who waits.
                var report = await checks.CheckHealthAsync(CancellationToken.None);
                _last = last = (clock.GetUtcNow(), report);
            }

            return last.Report;
        }
        finally
        {
            _checking.Release();
        }
    }
}

/// <summary>Which parts of the storage respond.</summary>
/// <param name="Status"><c>ok</c> or <c>failed</c>.</param>
/// <param name="Checks"><c>ok</c> or <c>failed</c> by part.</param>
/// <param name="Version">What is deployed: the release, the day of the build and the commit it was built from.</param>
public sealed record HealthView(
    [property: AllowedValues(HealthView.Ok, HealthView.Failed)] string Status,
    IReadOnlyDictionary<string, string> Checks,
    string Version)
{
    internal const string Ok = "ok";
    private const string Failed = "failed";

    internal static HealthView Of(HealthReport report) => new(
        Word(report.Status),
        report.Entries.ToDictionary(check => check.Key, check => Word(check.Value.Status), StringComparer.Ordinal),
        BuiltVersion.Text);

    private static string Word(HealthStatus status) => status == HealthStatus.Healthy ? Ok : Failed;
}

/// <summary>Health as 200, or as 503 with the same body.</summary>
public sealed class HealthResult(HealthView view) : ApiResult<HealthView>(problem: null)
{
    private protected override Task WriteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.CacheControl = "no-store";
        if (view.Status != HealthView.Ok)
        {
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            response.Headers.RetryAfter = "5";
        }

        return response.WriteJsonAsync(view);
    }
}
