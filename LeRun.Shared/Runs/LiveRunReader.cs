using LeRun.Identity;
using LeRun.Localization;
using LeRun.Runs.Privacy;

namespace LeRun.Runs;

/// <summary>What runners and their fellows see of live runs. Costs are in Cosmos requests.</summary>
public sealed class LiveRunReader(
    LiveRunStore lives, IRoomMembershipQuery rooms, PrivacyCache privacies, PrivacyKeys keys, TimeProvider clock)
{
    /// <summary>
    /// Returns a runner's live run, to the runner for 7 days after its last upload, to members of the same open room for a day.
    /// Fails as <see cref="Forbidden"/> for others, <see cref="NotFound"/> if there is none. 1 request; 2 for a fellow
    /// member, 3 if their account was not read within the last 5 seconds.
    /// </summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="username">The runner.</param>
    /// <param name="markers">Which markers are asked for; 1 request more where that is known only from the head.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Result<LiveRunSnapshot>> GetAsync(
        Caller caller, string? username, MarkerRange markers, CancellationToken cancellationToken)
    {
        if (!Username.TryParse(username, out var runner))
            return new Forbidden(Messages.NotYours);
        var isOwn = runner == caller.Username;
        var accountId = isOwn
            ? caller.AccountId
            : await rooms.FindFellowAsync(caller.AccountId, runner.Normalized, cancellationToken);
        if (accountId is null)
            return new Forbidden(Messages.NotYours);

        var asked = clock.GetUtcNow();
        var privacy = isOwn ? null : privacies.Recall(accountId);
        LiveRunSnapshot? view = null;
        if (markers.From == 0)
        {
            if (await lives.FindWholeAsync(accountId, cancellationToken) is { } whole)
            {
                view = LiveRunSnapshot.Of(whole);
                privacy ??= isOwn ? null : privacies.Remember(whole.Privacy!, asked);
            }
        }
        else
        {
            LiveRun? head;
            if (isOwn || privacy is not null)
            {
                head = await lives.FindAsync(accountId, cancellationToken);
            }
            else
            {
                (head, var read) = await lives.FindWithPrivacyAsync(accountId, cancellationToken);
                privacy = privacies.Remember(read, asked);
            }

            view = head is null ? null : await ReadAsync(head, markers, cancellationToken);
        }

        if (view is null)
            return new NotFound(Messages.NoLiveRun);
        var isOver = clock.GetUtcNow() - view.Head.UpdatedAt >= LiveRun.ShownToFellows;
        if (isOver && !isOwn)
            return new NotFound(Messages.NoLiveRun);
        view = privacy is null ? view.ForRunner() : view.ForFellows(privacy, keys);
        return view with { IsUnfinished = isOver && view.Head.RecordId is null };
    }

    private async Task<LiveRunSnapshot> ReadAsync(LiveRun head, MarkerRange markers, CancellationToken cancellationToken)
    {
        if (markers.From is not { } from)
            return new LiveRunSnapshot(head, Markers: null);
        return from < head.Folded && await lives.FindWholeAsync(head.AccountId, cancellationToken) is { } whole
            ? LiveRunSnapshot.Of(whole, from)
            : LiveRunSnapshot.Of(head, head.Tail, from);
    }
}

/// <summary>Which markers of a live run are asked for.</summary>
/// <param name="From">Those from this place in the run on; null: none.</param>
public readonly record struct MarkerRange(int? From);

/// <summary>What runs must know of rooms, which know runs.</summary>
public interface IRoomMembershipQuery
{
    /// <summary>
    /// The account id of a runner who is with a user in one room whose run is not over; null if there is no such runner. 1
    /// request, 2 if the runner's account was not read within the last 5 seconds.
    /// </summary>
    /// <param name="accountId">The user's account.</param>
    /// <param name="normalizedUsername">The runner.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<string?> FindFellowAsync(string accountId, string normalizedUsername, CancellationToken cancellationToken);
}
