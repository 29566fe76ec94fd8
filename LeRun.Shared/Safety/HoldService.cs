using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Safety;

/// <summary>Puts what is held into the moderators' queue. Costs are in Cosmos requests.</summary>
public sealed class HoldService(CaseStore store, IdGenerator ids, TimeProvider clock)
{
    /// <summary>Opens the case of a thing that is to be hidden from the start. 2 requests.</summary>
    /// <param name="thing">As it is about to be stored.</param>
    /// <returns>What to store with it; a conflict if too many change the case at once.</returns>
    public Task<Result<ModerationMark>> HoldAsync(ReportedThing thing, CancellationToken cancellationToken) =>
        OptimisticConcurrency.RetryAsync<ModerationMark>(async () =>
        {
            var now = clock.GetUtcNowMilliseconds();
            var found = await store.FindAsync(Case.PartitionOf(thing.Key.Kind, thing.Key.Id), cancellationToken);
            var open = found switch
            {
                null => Case.Of(thing, ids.Next(), now),
                { Status: CaseStatus.Open } => found,
                _ => found.Reopened(ids.Next(), now),
            };
            var held = open.Changed(now) with
            {
                Thing = thing,
                Hidden = true,
                Cleared = null,
                Reasons = new Dictionary<string, int>(open.Reasons, StringComparer.Ordinal) { [ReportReason.Filter] = 1 },
            };
            return OptimisticConcurrency.Stored((await store.TryStoreAsync(held, cancellationToken))?.Mark);
        });
}
