using LeRun.Identity;
using LeRun.Storage;

namespace LeRun.Runs.Privacy;

/// <summary>A runner's own privacy settings. Costs are in Cosmos requests.</summary>
public sealed class PrivacyService(PrivacyStore store, PrivacyCache cache, PrivacyKeys keys, TimeProvider clock)
{
    /// <summary>The caller's settings. 1 request.</summary>
    public async Task<Result<RunnerPrivacy>> GetAsync(Caller caller, CancellationToken cancellationToken) =>
        await store.ReadAsync(caller.AccountId, cancellationToken);

    /// <summary>
    /// Sets what the request names, leaves the rest, and returns the settings. It holds for all runs of the past: at once on this
    /// instance, within a minute on others. 2 requests.
    /// </summary>
    public Task<Result<RunnerPrivacy>> SetAsync(
        Caller caller, RunnerPrivacyRequest request, CancellationToken cancellationToken) =>
        OptimisticConcurrency.RetryAsync<RunnerPrivacy>(async () =>
        {
            var asked = clock.GetUtcNow();
            var before = await store.ReadAsync(caller.AccountId, cancellationToken);
            var set = await store.TrySetAsync(Change(before, request), cancellationToken);
            return OptimisticConcurrency.Stored(set is null ? null : cache.Remember(set, asked));
        });

    private RunnerPrivacy Change(RunnerPrivacy before, RunnerPrivacyRequest request) => before with
    {
        DefaultVisibility = request.DefaultVisibility ?? before.DefaultVisibility,
        TrimMeters = request.TrimMeters ?? before.TrimMeters,
        ShowMap = request.ShowMap ?? before.ShowMap,
        ShowStartTime = request.ShowStartTime ?? before.ShowStartTime,
        Zones = request.Zones is { } zones ? [.. zones.Select(zone => zone.ToZone(keys.DefaultSystem))] : before.Zones,
        HideInRooms = request.HideInRooms ?? before.HideInRooms,
        Version = before.Version + 1,
    };
}
