using LeRun.Runs;
using LeRun.Runs.Privacy;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace LeRun.Rooms;

/// <summary>
/// The heads of the live runs of a room's members. The members of a room all ask for the same: kept for a moment
/// (<see cref="RoomSettings.KeepHeadsSeconds"/>), one of them pays for all who ask in it.
/// </summary>
public sealed class RoomHeads(
    LiveRunStore lives, PrivacyCache privacies, IOptions<RoomSettings> settings, TimeProvider clock) : IDisposable
{
    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = 2_000 });

    /// <summary>
    /// The heads that a viewer sees, by account id; those who have none are left out, and so are those between whom and the
    /// viewer there is a block. What all members let others see is in memory then. 1 request, or none.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, LiveRun>> ReadAsync(
        RunRoom room, Viewer viewer, CancellationToken cancellationToken)
    {
        var all = await ReadAsync(room, cancellationToken);
        return all.Keys.All(viewer.Sees)
            ? all
            : all.Where(head => viewer.Sees(head.Key)).ToDictionary(head => head.Key, head => head.Value, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyDictionary<string, LiveRun>> ReadAsync(RunRoom room, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNowMilliseconds();
        var seconds = settings.Value.KeepHeadsSeconds;
        string[] members = [.. room.Members.Select(member => member.AccountId)];
        string[] unknown = [.. members.Where(member => privacies.Recall(member) is null)];
        // Who joins or leaves makes another version of the room.
        if (seconds > 0 && unknown.Length == 0
            && _kept.Get<Kept>(room.VersionId) is { } kept && now - kept.ReadAt < TimeSpan.FromSeconds(seconds))
        {
            return kept.Heads;
        }

        var (read, wishes) = await lives.ReadAsync(members, unknown, cancellationToken);
        foreach (var wish in wishes)
            privacies.Remember(wish, now);
        var heads = read.Where(head => head.Value.UpdatedAt > now - LiveRun.ShownToFellows)
            .ToDictionary(head => head.Key, head => head.Value, StringComparer.Ordinal);
        if (seconds > 0)
        {
            _kept.Set(
                room.VersionId,
                new Kept(heads, now),
                new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(seconds) });
        }

        return heads;
    }

    /// <inheritdoc/>
    public void Dispose() => _kept.Dispose();

    private sealed record Kept(IReadOnlyDictionary<string, LiveRun> Heads, DateTimeOffset ReadAt);
}
