using LeRun.Runs.Privacy;

namespace LeRun.Functions.Privacy;

/// <summary>What a runner lets others see.</summary>
[Tags("Settings")]
public sealed class PrivacyFunctions(PrivacyService privacy)
{
    /// <summary>Gets the privacy settings.</summary>
    [Function("PrivacyGet"), Access(Access.SignedIn)]
    public Task<JsonResult<RunnerPrivacyView>> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/me/privacy")] HttpRequest request) =>
        privacy.GetAsync(request.Caller, request.Aborted).ToJsonResult(RunnerPrivacyView.Of);

    /// <summary>Sets the privacy settings.</summary>
    /// <remarks>
    /// What is left out stays as it is; zones are set together. A change holds for all runs of the past, within a minute.
    /// </remarks>
    [Function("PrivacySet"), Access(Access.SignedIn)]
    [Consumes(typeof(RunnerPrivacyRequest), Json), ProducesResponseType(409)]
    public Task<JsonResult<RunnerPrivacyView>> Set(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/me/privacy")] HttpRequest request) =>
        request.ReadAsync<RunnerPrivacyRequest>()
            .Then(body => privacy.SetAsync(request.Caller, body, request.Aborted))
            .ToJsonResult(RunnerPrivacyView.Of);
}
