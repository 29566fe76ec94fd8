using System.Globalization;
using System.Net;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Caching.Memory;

namespace LeRun.Runs;

/// <summary>Live runs in container <c>runs</c>, partition key <c>/username</c>, item <c>live</c>. Costs are in Cosmos requests.</summary>
public sealed class LiveRunStore(Database database)
{
    /// <summary>How long a live run is kept after its last upload.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private const int Tries = 3;

    // A tag that no item has.
    private const string Never = "\"\"";

    private readonly Container _container = database.GetContainer(Containers.Runs);

    // Who probably has a live run: a patch is then the one request needed, else a create is. A wrong guess costs one more.
    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    /// <summary>
    /// Stores an upload unless it was overtaken: of one run (one <c>start</c>), seconds never go backwards. 1 request, 2 where
    /// this process guessed wrong whether there is a live run.
    /// </summary>
    /// <param name="ifMatch">The versions it may replace; null: any, or none.</param>
    /// <returns>The entity tag of what was stored; null when a later upload, or another tag, stands.</returns>
    public async Task<string?> PutAsync(LiveRun live, IfMatch? ifMatch, CancellationToken cancellationToken)
    {
        var mayCreate = ifMatch is null;
        if (!TagFor(ifMatch, out var tag))
            tag = await ReadAsync(live.Username, cancellationToken) is { } current && ifMatch!.Allows(current.ETag) ? current.ETag : Never;

        var patch = !mayCreate || _known.TryGetValue(live.Username, out _);
        for (var tries = 0; tries < Tries; tries++)
        {
            using var answer = patch ? await PatchAsync(live, tag, cancellationToken) : await CreateAsync(live, cancellationToken);
            switch (answer.StatusCode)
            {
                case HttpStatusCode.NotFound when mayCreate:
                    patch = false;
                    continue;
                case HttpStatusCode.Conflict:
                    patch = true;
                    continue;
                case HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed:
                    return null;
                default:
                    answer.EnsureSuccessStatusCode();
                    _known.Set(live.Username, true, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });
                    return answer.Headers.ETag;
            }
        }

        return null;
    }

    /// <summary>A runner's live run; null when there is none. 1 request.</summary>
    /// <param name="user">The key of the runner's username.</param>
    public async Task<LiveRun?> ReadAsync(string user, CancellationToken cancellationToken)
    {
        using var answer = await _container.ReadItemStreamAsync(LiveRun.ItemId, new PartitionKey(user), cancellationToken: cancellationToken);
        return await StreamedItem.ReadAsync<LiveRun>(answer, cancellationToken);
    }

    /// <summary>The live runs of several runners, by the keys of their usernames; who has none is not in it. 1 request.</summary>
    public async Task<IReadOnlyDictionary<string, LiveRun>> ReadManyAsync(IEnumerable<string> users, CancellationToken cancellationToken)
    {
        var items = users.Select(user => (LiveRun.ItemId, new PartitionKey(user))).ToList();
        var lives = await _container.ReadManyItemsAsync<LiveRun>(items, cancellationToken: cancellationToken);
        return lives.ToDictionary(live => live.Username, StringComparer.Ordinal);
    }

    // Cosmos compares with one tag; false: which of several to send depends on the one that stands.
    private static bool TagFor(IfMatch? ifMatch, out string? tag)
    {
        tag = ifMatch is null or { Any: true } ? null : ifMatch.Tags is [var only] ? only : Never;
        return ifMatch is null or { Any: true } or { Tags.Count: < 2 };
    }

    private Task<ResponseMessage> CreateAsync(LiveRun live, CancellationToken cancellationToken) =>
        _container.CreateItemStreamAsync(StreamedItem.Write(live), new PartitionKey(live.Username), cancellationToken: cancellationToken);

    private Task<ResponseMessage> PatchAsync(LiveRun live, string? tag, CancellationToken cancellationToken)
    {
        var start = UtcMilliseconds.Format(live.Run.Start);
        var seconds = live.Run.Seconds.ToString("R", CultureInfo.InvariantCulture);
        return _container.PatchItemStreamAsync(
            live.Id,
            new PartitionKey(live.Username),
            [PatchOperation.Set("/run", live.Run), PatchOperation.Set("/owner", live.Owner), PatchOperation.Set("/updatedAt", live.UpdatedAt)],
            new PatchItemRequestOptions
            {
                IfMatchEtag = tag,
                FilterPredicate = $"FROM c WHERE c.run.start != \"{start}\" OR c.run.seconds <= {seconds}",
            },
            cancellationToken);
    }
}
