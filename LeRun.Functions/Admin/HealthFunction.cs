using LeRun.Functions.Docs;
using LeRun.Functions.Http;
using LeRun.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Functions.Admin;

/// <summary>Whether the app can serve: storage answers.</summary>
[Chapter(Chapter.Administration)]
public sealed class HealthFunction(Health health)
{
    [Function("Health"), Access(Access.Anyone), Answers<HealthView>, Answers<HealthView>(Status = 503)]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken) =>
        HealthView.Of(await health.CheckAsync(cancellationToken));
}

/// <summary>Which parts answer: <c>ok</c> or <c>failed</c>, and nothing of why.</summary>
public sealed record HealthView(string Status, IReadOnlyDictionary<string, string> Checks) : IResult
{
    private const string Ok = "ok";
    private const string Failed = "failed";

    public static HealthView Of(IReadOnlyDictionary<string, bool> checks) => new(
        checks.Values.All(sound => sound) ? Ok : Failed,
        checks.ToDictionary(check => check.Key, check => check.Value ? Ok : Failed, StringComparer.Ordinal));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status == Ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        httpContext.Response.Headers.CacheControl = "no-store";
        if (Status != Ok)
            httpContext.Response.Headers.RetryAfter = "5";
        return httpContext.Response.WriteJsonAsync(this);
    }
}
