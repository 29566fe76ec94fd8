using System.Globalization;

namespace LeRun.LocalHost.Terminal;

/// <summary>
/// Writes a line for each request: when, what, its status, how long it took, and of a failure its message and the trace id that
/// finds it in the logs.
/// </summary>
/// <param name="write">Takes the lines, several at once.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class RequestLines(Action<string> write, TimeProvider clock)
{
    /// <summary>Handles a request by what comes next, then writes its line.</summary>
    public async Task HandleAsync(HttpContext http, RequestDelegate next)
    {
        var start = clock.GetTimestamp();
        try
        {
            await next(http);
        }
        finally
        {
            write(Line(http, clock.GetElapsedTime(start)));
        }
    }

    // A path is written as it is sent, without its query: nothing in it reaches the terminal unescaped, nor does a position.
    private string Line(HttpContext http, TimeSpan took)
    {
        var time = clock.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var path = (http.Request.PathBase + http.Request.Path).ToUriComponent();
        var status = http.RequestAborted.IsCancellationRequested ? "gone" : $"{http.Response.StatusCode}";
        var line = string.Create(
            CultureInfo.InvariantCulture, $"{time} {http.Request.Method} {path} {status} {took.TotalMilliseconds:0} ms");
        return http.Features.Get<ProblemView>() is { } problem
            ? $"{line}  {Plain(Reason(problem))}  {problem.TraceId}"
            : line;
    }

    private static string Reason(ProblemView problem) => problem.Errors is { } errors
        ? string.Join("; ", errors.Select(field => $"{field.Key}: {string.Join(", ", field.Value)}"))
        : problem.Message;

    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
