using System.Globalization;
using System.Net;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Caching.Memory;

namespace LeRun.Runs;

/// <summary>Live runs in container <c>runs</c>, partition key <c>/username</c>, item <c>live</c>. Costs are in Cosmos requests.</summary>
public sealed class LiveRunStore(Database database)
{
    /// <summary>The container's name.</summary>
    public const string ContainerName = "runs";

    /// <summary>How long a live run is kept after its last upload.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private const int Tries = 3;

    /// <summary>The container as infra/ and LocalHost create it.</summary>
    public static ContainerProperties Definition { get; } = CosmosContainers.Define(
        ContainerName, "/username", "/type/?", "/start/?", "/idempotencyKey/?");

    private readonly Container _container = database.GetContainer(LiveRunStore.ContainerName);

    // Who probably has a live run: a patch is then the one request needed, else a create is. A wrong guess costs one more.
    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    /// <summary>
    /// Stores an upload unless it was overtaken: of one run (one <c>start</c>), seconds never go backwards. 1 request, 2 where
    /// this process guessed wrong whether there is a live run.
    /// </summary>
    /// <param name="expected">The versions it may replace; null: any, or none.</param>
    /// <returns>Whether it was stored; false when a later upload, or another version, stands.</returns>
    public async Task<bool> PutAsync(LiveRun live, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        var patch = expected is not null || _known.TryGetValue(live.Username, out _);
        for (var tries = 0; tries < Tries; tries++)
        {
            using var answer = patch ? await PatchAsync(live, expected, cancellationToken) : await CreateAsync(live, cancellationToken);
            switch (answer.StatusCode)
            {
                case HttpStatusCode.NotFound when expected is null:
                    patch = false;
                    continue;
                case HttpStatusCode.Conflict:
                    patch = true;
                    continue;
                case HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed:
                    return false;
                default:
                    answer.EnsureSuccessStatusCode();
                    _known.Set(live.Username, true, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });
                    return true;
            }
        }

        return false;
    }

    /// <summary>A runner's live run; null when there is none. 1 request.</summary>
    /// <param name="user">The key of the runner's username.</param>
    public Task<LiveRun?> ReadAsync(string user, CancellationToken cancellationToken) =>
        _container.FindAsync<LiveRun>(user, LiveRun.ItemId, cancellationToken);

    /// <summary>The live runs of several runners, by the keys of their usernames; who has none is not in it. 1 request.</summary>
    public async Task<IReadOnlyDictionary<string, LiveRun>> ReadManyAsync(IEnumerable<string> users, CancellationToken cancellationToken)
    {
        var items = users.Select(user => (LiveRun.ItemId, new PartitionKey(user))).ToList();
        var lives = await _container.ReadManyItemsAsync<LiveRun>(items, cancellationToken: cancellationToken);
        return lives.ToDictionary(live => live.Username, StringComparer.Ordinal);
    }

    private Task<ResponseMessage> CreateAsync(LiveRun live, CancellationToken cancellationToken) =>
        _container.CreateItemStreamAsync(_container.Serialize(live), new PartitionKey(live.Username), cancellationToken: cancellationToken);

    private Task<ResponseMessage> PatchAsync(LiveRun live, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        var start = UtcMilliseconds.Format(live.Run.Start);
        var seconds = live.Run.Seconds.ToString("R", CultureInfo.InvariantCulture);
        var versions = expected?.Versions is { } known ? $"c.versionId IN {SqlLiteral.ListOf(known.Append(""))}" : "true";
        return _container.PatchItemStreamAsync(
            live.Id,
            new PartitionKey(live.Username),
            [
                PatchOperation.Set("/run", live.Run),
                PatchOperation.Set("/owner", live.Owner),
                PatchOperation.Set("/versionId", live.VersionId),
                PatchOperation.Set("/updatedAt", live.UpdatedAt),
            ],
            new PatchItemRequestOptions
            {
                FilterPredicate = $"FROM c WHERE (c.run.start != \"{start}\" OR c.run.seconds <= {seconds}) AND {versions}",
            },
            cancellationToken);
    }
}
