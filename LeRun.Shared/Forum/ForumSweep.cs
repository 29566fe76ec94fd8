using System.Text.Json.Serialization;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Forum;

/// <summary>Removes many posts, comments and likes, a bounded step at a time. What was removed stays removed: a stopped sweep just starts again.</summary>
public sealed class ForumSweep(Database database, ForumRemoval removal)
{
    private const int Step = 100;
    private const int AtOnce = 8;

    private readonly Container _container = database.GetContainer(Containers.Forum);

    /// <summary>Steps through everything that an account wrote and liked, and yields what each removed.</summary>
    /// <param name="uid">The account's <c>_id</c>.</param>
    public async IAsyncEnumerable<DeletionCounts> OfAuthorAsync(
        string uid, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Likes first, then comments: posts take those under them along, uncorrected.
        foreach (var types in new[] { $"'{Like.ItemType}'", $"'{Comment.ItemType}', '{Comment.DeletedType}'", $"'{Post.ItemType}', '{Post.DeletedType}'" })
        {
            var query = new QueryDefinition($"SELECT {RemovableRow.Columns} FROM c WHERE c.authorUid = @uid AND c.type IN ({types})")
                .WithParameter("@uid", uid);
            await foreach (var step in StepsAsync(query, cancellationToken))
                yield return step;
        }
    }

    /// <summary>Steps through all posts, with their comments and likes, and yields what each removed.</summary>
    /// <param name="before">Only posts created before this id was made: others may go on posting.</param>
    public IAsyncEnumerable<DeletionCounts> OfPostsAsync(string before, CancellationToken cancellationToken) => StepsAsync(
        new QueryDefinition($"SELECT {RemovableRow.Columns} FROM c WHERE c.feedKey < @before").WithParameter("@before", before), cancellationToken);

    private async IAsyncEnumerable<DeletionCounts> StepsAsync(
        QueryDefinition query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await _container.ReadPageAsync<RemovableRow>(query, partition: null, Step, row => row.Id, cancellationToken);
            if (page.Items.Count == 0)
                yield break;

            var removed = new DeletionCounts();
            var step = Parallel.ForEachAsync(
                page.Items,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (row, token) => await removal.RemoveAsync(row, removed, token));
            // Cut short, it still says what it removed.
            await step.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            yield return removed;
            await step;
        }
    }
}

/// <summary>What removing a post, comment or like takes to know of it.</summary>
internal sealed record RemovableRow
{
    public const string Columns = "c.id, c._etag, c.postId, c.type, c.target, c.likes, c.comments";

    public required string Id { get; init; }

    [JsonPropertyName("_etag")]
    public string? ETag { get; init; }

    public required string PostId { get; init; }

    public required string Type { get; init; }

    /// <summary>What a like is for; null for anything else.</summary>
    public string? Target { get; init; }

    public int Likes { get; init; }

    public int Comments { get; init; }
}
