using System.Text.Json;
using LeRun.Runs.Privacy;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Runs;

/// <content>Reading live runs.</content>
public sealed partial class LiveRunStore
{
    /// <summary>The head of a runner's live run; null if there is none. 1 request.</summary>
    public async Task<LiveRun?> FindAsync(string accountId, CancellationToken cancellationToken) =>
        (await _container.FindAsync<LiveRun>(accountId, LiveRun.ItemId, cancellationToken))?.Upgraded();

    /// <summary>The head of a runner's live run, if there is one, with what the runner lets others see. 1 request.</summary>
    public async Task<(LiveRun? Head, RunnerPrivacy Privacy)> FindWithPrivacyAsync(
        string accountId, CancellationToken cancellationToken)
    {
        var items = await ReadAsync([accountId], [accountId], cancellationToken);
        return (items.Heads.GetValueOrDefault(accountId), items.Privacies[0]);
    }

    /// <summary>A runner's live run with all its blocks in order; null if there is none. 1 request.</summary>
    public async Task<WholeLiveRun?> FindWholeAsync(string accountId, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.type IN (@head, @chunk, @privacy)")
            .WithParameter("@privacy", RunnerPrivacy.ItemId)
            .WithParameter("@head", LiveRun.ItemId)
            .WithParameter("@chunk", MarkerChunk.ItemType);
        // An upload in between may have moved blocks from the head, as it was read, to a chunk that was read before.
        for (var attempts = 1; ; attempts++)
        {
            var items = new List<JsonElement>();
            await foreach (var item in _container.ReadAllAsync<JsonElement>(query, accountId, cancellationToken))
                items.Add(item);
            if (Assemble(_container, items) is not { } whole)
                return null;
            if (IsGapless(whole.Head, whole.Blocks) || attempts == OptimisticConcurrency.MaxAttempts)
            {
                return whole with
                {
                    Privacy = _container.OfType<RunnerPrivacy>(items, RunnerPrivacy.ItemId).FirstOrDefault()
                        ?? RunnerPrivacy.None(accountId),
                };
            }
        }
    }

    /// <summary>
    /// The heads of several runners' live runs, by account id; those who have none are left out. 1 request, however many.
    /// </summary>
    /// <param name="accountIds">The runners.</param>
    /// <param name="uploadedAfter">Only live runs with an upload since.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<IReadOnlyDictionary<string, LiveRun>> ReadManyAsync(
        IEnumerable<string> accountIds, DateTimeOffset uploadedAfter, CancellationToken cancellationToken)
    {
        var (heads, _) = await ReadAsync(accountIds, [], cancellationToken);
        return heads.Where(head => head.Value.UpdatedAt > uploadedAfter)
            .ToDictionary(head => head.Key, head => head.Value, StringComparer.Ordinal);
    }

    /// <summary>
    /// The heads of several runners' live runs, by account id, and what some of them let others see. 1 request, however many.
    /// </summary>
    /// <param name="accountIds">The runners.</param>
    /// <param name="privacyOf">Those whose privacy is wanted.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<(IReadOnlyDictionary<string, LiveRun> Heads, IReadOnlyList<RunnerPrivacy> Privacies)> ReadAsync(
        IEnumerable<string> accountIds, IReadOnlyCollection<string> privacyOf, CancellationToken cancellationToken)
    {
        var wanted = accountIds.Select(accountId => (LiveRun.ItemId, new PartitionKey(accountId)))
            .Concat(privacyOf.Select(accountId => (RunnerPrivacy.ItemId, new PartitionKey(accountId)))).ToList();
        var items = await _container.FindManyAsync<JsonElement>(wanted, cancellationToken);
        var heads = _container.OfType<LiveRun>(items, LiveRun.ItemId)
            .ToDictionary(head => head.AccountId, head => head.Upgraded(), StringComparer.Ordinal);
        var set = _container.OfType<RunnerPrivacy>(items, RunnerPrivacy.ItemId)
            .ToDictionary(privacy => privacy.AccountId, StringComparer.Ordinal);
        return (heads, [.. privacyOf.Select(accountId => set.GetValueOrDefault(accountId) ?? RunnerPrivacy.None(accountId))]);
    }

    /// <summary>
    /// All blocks of several live runs, by account id. 1 request, or none if the heads hold all of them.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<MarkerBlock>>> ReadBlocksAsync(
        IReadOnlyCollection<LiveRun> heads, CancellationToken cancellationToken)
    {
        var items = heads.SelectMany(head => head.ChunkIds.Select(id => (id, new PartitionKey(head.AccountId)))).ToList();
        IEnumerable<MarkerChunk> chunks = items.Count == 0
            ? []
            : await _container.FindManyAsync<MarkerChunk>(items, cancellationToken);
        var byRunner = chunks.ToLookup(chunk => chunk.AccountId, StringComparer.Ordinal);
        return heads.ToDictionary(
            head => head.AccountId,
            IReadOnlyList<MarkerBlock> (head) => InOrder(head, byRunner[head.AccountId]),
            StringComparer.Ordinal);
    }

    /// <summary>The live run among the items of a runner; null if there is none.</summary>
    internal static WholeLiveRun? Assemble(Container container, IReadOnlyList<JsonElement> items)
    {
        var head = container.OfType<LiveRun>(items, LiveRun.ItemId).FirstOrDefault();
        if (head is null)
            return null;
        head = head.Upgraded();
        var chunkIds = head.ChunkIds.ToHashSet(StringComparer.Ordinal);
        var chunks = container.OfType<MarkerChunk>(items, MarkerChunk.ItemType)
            .Where(chunk => chunkIds.Contains(chunk.Id)).ToList();
        var samples = chunks.SelectMany(chunk => chunk.Samples).SelectMany(group => group).Concat(head.Samples)
            .Distinct().OrderBy(sample => sample.Seconds);
        return new WholeLiveRun(head, InOrder(head, chunks), [.. samples]);
    }

    private static List<MarkerBlock> InOrder(LiveRun head, IEnumerable<MarkerChunk> chunks)
    {
        var (blocks, next) = (new List<MarkerBlock>(), 0);
        foreach (var block in chunks.SelectMany(chunk => chunk.Blocks).Concat(head.Tail).OrderBy(block => block.From))
        {
            // A block that was read both in the chunk and in the tail counts once.
            if (block.From < next)
                continue;
            blocks.Add(block);
            next = block.To;
        }

        return blocks;
    }

    private static bool IsGapless(LiveRun head, IReadOnlyList<MarkerBlock> blocks) =>
        blocks.Zip(blocks.Skip(1)).All(pair => pair.First.To == pair.Second.From)
        && (blocks.Count == 0 ? head.Next == 0 : blocks[0].From == 0 && blocks[^1].To == head.Next);
}
