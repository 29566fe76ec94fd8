using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using Microsoft.Extensions.Options;

namespace LeRun.Safety;

/// <summary>The texts that users consent to, and who did. Costs are in Cosmos requests.</summary>
public sealed class ConsentService(
    ConsentStore store, IOptions<TermsSettings> settings, IdGenerator ids, TimeProvider clock)
{
    /// <summary>The texts that are current. No request.</summary>
    public CurrentTexts Texts { get; } = settings.Value.Texts;

    /// <summary>Stores that the caller consents to a text. 2 requests; 1 if they did already.</summary>
    /// <returns>The consent, the first one to this version; Invalid if the version is not current.</returns>
    public Task<Result<Consent>> ConsentAsync(Caller caller, ConsentRequest request, CancellationToken cancellationToken)
    {
        var (kind, current) = (request.Kind!, Texts.Of(request.Kind!).Version);
        // Whoever read another version consented to something else.
        if (request.Version != current)
            return Task.FromResult<Result<Consent>>(Invalid.Field("version", Messages.VersionNotCurrent(current)));

        var consent = new Consent(ids.Next(), kind, current, clock.GetUtcNowMilliseconds());
        return OptimisticConcurrency.RetryAsync<Consent>(async () =>
        {
            var list = await store.ReadAsync(caller.AccountId, cancellationToken);
            if (list.LatestOf(kind) is { } latest && latest.Version == current)
                return latest;
            return OptimisticConcurrency.Stored(
                await store.TryStoreAsync(list.With(consent), cancellationToken) is null ? null : consent);
        });
    }
}
