using System.Globalization;
using LeRun.Localization;
using LeRun.Runs.Progress;

namespace LeRun.Functions.Progress;

/// <summary>Personal bests and statistics.</summary>
[Tags("Progress")]
public sealed class ProgressFunctions(ProgressService progress)
{
    /// <summary>Gets personal bests.</summary>
    /// <remarks>The three fastest efforts over each common distance, the longest runs and the best week.</remarks>
    [Function("ProgressGetBests"), Access(Access.SignedIn)]
    [ProducesResponseType(403)]
    public Task<JsonResult<BestsView>> GetBests(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/run/bests/{username}")] HttpRequest request,
        string username) =>
        progress.GetBestsAsync(request.Caller, username, request.Aborted).ToJsonResult(BestsView.Of);

    /// <summary>Gets statistics.</summary>
    /// <remarks>What was run by day, week, month or year, the newest first, those without runs included; at most 400.</remarks>
    [Function("ProgressGetStatistics"), Access(Access.SignedIn)]
    [QueryParameter("by", Values = [Periods.Day, Periods.Week, Periods.Month, Periods.Year])]
    [QueryParameter("from"), QueryParameter("to")]
    [ProducesResponseType(400), ProducesResponseType(403)]
    public Task<JsonResult<IReadOnlyList<PeriodView>>> GetStatistics(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/run/stats/{username}")] HttpRequest request,
        string username) =>
        PeriodsAsked.Read(request)
            .Then(asked => progress.ListAsync(request.Caller, username, asked.By, asked.From, asked.To, request.Aborted))
            .ToJsonResult(IReadOnlyList<PeriodView> (periods) => [.. periods.Select(PeriodView.Of)]);

    /// <summary>Gets a summary.</summary>
    /// <remarks>Totals, days and weeks in a row, and how far the goal is.</remarks>
    [Function("ProgressGetSummary"), Access(Access.SignedIn)]
    [ProducesResponseType(403)]
    public Task<JsonResult<SummaryView>> GetSummary(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/run/summary/{username}")] HttpRequest request,
        string username) =>
        progress.SummariseAsync(request.Caller, username, request.Aborted).ToJsonResult(SummaryView.Of);

    /// <summary>Gets the caller's settings.</summary>
    [Function("ProgressGetSettings"), Access(Access.SignedIn)]
    public Task<JsonResult<RunnerSettingsView>> GetSettings(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/me/settings")] HttpRequest request) =>
        progress.GetSettingsAsync(request.Caller, request.Aborted).ToJsonResult(RunnerSettingsView.Of);

    /// <summary>Sets the caller's settings.</summary>
    /// <remarks>All of them: what is left out is as if it was never set. Days of earlier runs stay as they are.</remarks>
    [Function("ProgressSetSettings"), Access(Access.SignedIn)]
    [Consumes(typeof(RunnerSettingsRequest), Json)]
    [ProducesResponseType(409)]
    public Task<JsonResult<RunnerSettingsView>> SetSettings(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/me/settings")] HttpRequest request) =>
        request.ReadAsync<RunnerSettingsRequest>()
            .Then(body => progress.SetSettingsAsync(request.Caller, body, request.Aborted))
            .ToJsonResult(RunnerSettingsView.Of);
}

/// <summary>The periods that a request asks for (<c>by</c>, <c>from</c>, <c>to</c>).</summary>
internal sealed record PeriodsAsked(string By, DateOnly? From, DateOnly? To)
{
    /// <summary>Reads them; Invalid for what is no date.</summary>
    public static Result<PeriodsAsked> Read(HttpRequest request)
    {
        var by = request.QueryValue("by") ?? Periods.Month;
        var (from, to) = (request.QueryValue("from"), request.QueryValue("to"));
        if (!TryParse(from, out var first))
            return Invalid.Field("from", Messages.DateRule);
        return TryParse(to, out var last) ? new PeriodsAsked(by, first, last) : Invalid.Field("to", Messages.DateRule);
    }

    // Calendars end; nobody ran outside of these years.
    private static bool TryParse(string? text, out DateOnly? date)
    {
        date = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
            && parsed.Year is >= 1900 and <= 2900 ? parsed : null;
        return text is null || date is not null;
    }
}
