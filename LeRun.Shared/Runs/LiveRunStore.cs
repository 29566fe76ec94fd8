using LeRun.Storage;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Caching.Memory;

namespace LeRun.Runs;

/// <summary>
/// Live runs in container <c>runs</c>, partition key <c>/username</c>, item <c>live</c>. Costs are in Cosmos requests.
/// </summary>
public sealed class LiveRunStore(Database database)
{
    /// <summary>The container's name.</summary>
    public const string ContainerName = "runs";

    /// <summary>How long a live run is kept after its last upload.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>The container as infra/ and LocalHost create it.</summary>
    public static ContainerDefinition Definition { get; } = new(
        ContainerName, "/username", "/type/?", "/start/?", "/idempotencyKey/?");

    private readonly Container _container = database.GetContainer(ContainerName);

    // Runners who probably have a live run: a patch is then the one request needed, else a create is.
    private readonly MemoryCache _runners = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    /// <summary>
    /// Stores an upload unless a later one of the same run (the same <c>start</c>) came first: its seconds never go backwards.
    /// 1 request, 2 if this process was wrong about whether there is a live run; 1 more if a later upload stands.
    /// </summary>
    /// <returns>The live run that stands then; null if it expired at this moment.</returns>
    public async Task<LiveRun?> PutAsync(LiveRun live, CancellationToken cancellationToken)
    {
        if (_runners.TryGetValue(live.NormalizedUsername, out _))
        {
            if (await TryPatchAsync(live, expected: null, cancellationToken))
                return live;
            if (await FindAsync(live.NormalizedUsername, cancellationToken) is { } later)
                return later;
        }

        if (await TryCreateAsync(live, cancellationToken) || await TryPatchAsync(live, expected: null, cancellationToken))
            return live;
        return await FindAsync(live.NormalizedUsername, cancellationToken);
    }

    /// <summary>
    /// Replaces a live run in an expected version; false if there is none in such a version, or a later upload of the same run
    /// came first. 1 request.
    /// </summary>
    public Task<bool> TryReplaceAsync(LiveRun live, ExpectedVersion expected, CancellationToken cancellationToken) =>
        TryPatchAsync(live, expected, cancellationToken);

    /// <summary>A runner's live run; null if there is none. 1 request.</summary>
    public Task<LiveRun?> FindAsync(string normalizedUsername, CancellationToken cancellationToken) =>
        _container.FindAsync<LiveRun>(normalizedUsername, LiveRun.ItemId, cancellationToken);

    /// <summary>
    /// The live runs of several runners, by normalized username; those who have none are left out. 1 request, however many.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, LiveRun>> ReadManyAsync(
        IEnumerable<string> normalizedUsernames, CancellationToken cancellationToken)
    {
        var items = normalizedUsernames.Select(username => (LiveRun.ItemId, new PartitionKey(username))).ToList();
        var lives = await _container.ReadManyItemsAsync<LiveRun>(items, cancellationToken: cancellationToken);
        return lives.ToDictionary(live => live.NormalizedUsername, StringComparer.Ordinal);
    }

    private async Task<bool> TryCreateAsync(LiveRun live, CancellationToken cancellationToken) =>
        Remember(live, await _container.TryCreateAsync(live.NormalizedUsername, live, cancellationToken) is not null);

    private async Task<bool> TryPatchAsync(LiveRun live, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        var (start, seconds) = (SqlLiteral.Of(live.Run.Start), SqlLiteral.Of(live.Run.Seconds));
        var isNotOlder = $"(c.run.start != {start} OR c.run.seconds <= {seconds})";
        // Items of the first release have an empty version, which any writer takes.
        var isExpected = expected?.Versions is { } versions ? $"c.versionId IN {SqlLiteral.ListOf(versions.Append(""))}" : "true";
        var patched = await _container.TryPatchAsync(
            live.NormalizedUsername,
            live.Id,
            $"{isNotOlder} AND {isExpected}",
            [
                PatchOperation.Set("/run", live.Run),
                PatchOperation.Set("/owner", live.Username),
                PatchOperation.Set("/versionId", live.VersionId),
                PatchOperation.Set("/updatedAt", live.UpdatedAt),
            ],
            cancellationToken);
        return Remember(live, patched);
    }

    private bool Remember(LiveRun live, bool stored)
    {
        if (stored)
        {
            var options = new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept };
            _runners.Set(live.NormalizedUsername, true, options);
        }

        return stored;
    }
}
