using LeRun.Safety;

namespace LeRun.Functions.Safety;

/// <summary>The texts that users consent to.</summary>
[Tags("Safety")]
public sealed class TermsFunctions(ConsentService consents)
{
    /// <summary>Tells the versions of the texts that users consent to.</summary>
    /// <remarks>The app shows a text whose version the user has not consented to yet.</remarks>
    [Function("TermsGet"), Access(Access.Anyone)]
    public Task<JsonResult<TermsView>> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "terms")] HttpRequest request) =>
        Task.FromResult<Result<CurrentTexts>>(consents.Texts).ToJsonResult(TermsView.Of);

    /// <summary>Stores that the caller consents to a text.</summary>
    /// <remarks>
    /// <c>version</c> is what <c>GET /terms</c> tells; any other is a 400 that names the current one. Whoever consents again gets
    /// the first consent to the version, with its time.
    /// </remarks>
    [Function("ConsentsCreate"), Access(Access.SignedIn)]
    [Consumes(typeof(ConsentRequest), Json)]
    public Task<JsonResult<ConsentView>> Consent(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/me/consents")] HttpRequest request) =>
        request.ReadAsCallerAsync<ConsentRequest>()
            .Then(sent => consents.ConsentAsync(sent.Caller, sent.Body, request.Aborted))
            .ToJsonResult(ConsentView.Of);
}
