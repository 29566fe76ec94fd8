using System.Net;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;

namespace LeRun.Forum;

/// <summary>
/// Removes posts and comments with what belongs to them. One write marks the item as deleted: from then on nobody sees it and
/// nothing is added to it. What belongs to it goes in bounded steps, then the item itself; a timer function finishes what was
/// cut short. Costs are in Cosmos requests.
/// </summary>
public sealed partial class ForumRemoval(Database database, TimeProvider clock, ILogger<ForumRemoval> logger)
{
    public const string Posts = "posts";
    public const string Comments = "comments";
    public const string Likes = "likes";

    private const int ItemsATick = 100;

    // A phone waits for the answer.
    private static readonly TimeSpan RequestBudget = TimeSpan.FromSeconds(20);

    // Until then, whoever marked it is probably still at it.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly Container _container = database.GetContainer(PostStore.ContainerName);

    /// <summary>Deletes a post for everyone to see; false when there is none, or not with this tag. 1 request.</summary>
    /// <param name="expected">The versions it may have; null: any.</param>
    public async Task<bool> MarkPostAsync(string id, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        var condition = $"c.type = {SqlLiteral.Of(Post.ItemType)} AND {ItemVersion.Condition(expected, "c.id")}";
        return await _container.TryPatchAsync(id, id, condition, Mark(Post.DeletedType), cancellationToken);
    }

    /// <summary>Deletes a comment for everyone to see and corrects its post's count; false when there is none, or not with this tag. 1 request.</summary>
    /// <param name="expected">The versions it may have; null: any.</param>
    public async Task<bool> MarkCommentAsync(string postId, string id, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        var options = ForumBatch.Patch(Comment.ItemType, content: false);
        options.FilterPredicate += $" AND {ItemVersion.Condition(expected, "c.id")}";
        var batch = _container.CreateTransactionalBatch(new PartitionKey(postId))
            .PatchItem(id, Mark(Comment.DeletedType), options)
            .PatchItem(postId, [PatchOperation.Increment("/comments", -1)]);
        using var answer = await batch.ExecuteAsync(cancellationToken);
        return answer.IsSuccessStatusCode || (answer.Any(ForumBatch.IsMissing) ? false : throw answer.ToException());
    }

    /// <summary>Removes a marked post with its comments and likes.</summary>
    public async Task FinishPostAsync(string id, DeletionCounts removed, CancellationToken cancellationToken)
    {
        var rest = new QueryDefinition("SELECT c.id, c.type FROM c WHERE c.id != @id").WithParameter("@id", id);
        await ClearAsync(id, rest, removed, cancellationToken);
        removed.Add(Posts, await _container.TryDeleteAsync(id, id, cancellationToken) ? 1 : 0);
    }

    /// <summary>Removes a marked comment with its likes.</summary>
    public async Task FinishCommentAsync(string postId, string id, DeletionCounts removed, CancellationToken cancellationToken)
    {
        var likes = new QueryDefinition("SELECT c.id, c.type FROM c WHERE c.target = @id").WithParameter("@id", id);
        await ClearAsync(postId, likes, removed, cancellationToken);
        removed.Add(Comments, await _container.TryDeleteAsync(postId, id, cancellationToken) ? 1 : 0);
    }

    /// <summary>Runs <paramref name="finish"/> while a phone may be waiting; what it does not come to is the timer's.</summary>
    public async Task TryFinishAsync(Func<CancellationToken, Task> finish)
    {
        using var deadline = new CancellationTokenSource(RequestBudget, clock);
        try
        {
            await finish(deadline.Token);
        }
        catch (Exception exception)
        {
            Log.Stopped(logger, exception);
        }
    }

    /// <summary>Removes a post or comment, whether it is marked already or not, and counts what was removed.</summary>
    internal async Task RemoveAsync(RemovableRow row, DeletionCounts removed, CancellationToken cancellationToken)
    {
        switch (row.Type)
        {
            case Post.ItemType or Post.DeletedType:
                if (row.Type == Post.ItemType && row is { Likes: 0, Comments: 0 } && await RemoveBarePostAsync(row, removed, cancellationToken))
                    return;
                await MarkPostAsync(row.Id, expected: null, cancellationToken);
                await FinishPostAsync(row.Id, removed, cancellationToken);
                return;
            case Comment.ItemType or Comment.DeletedType:
                if (row.Type == Comment.ItemType && row.Likes == 0 && await RemoveBareCommentAsync(row, removed, cancellationToken))
                    return;
                await MarkCommentAsync(row.PostId, row.Id, expected: null, cancellationToken);
                await FinishCommentAsync(row.PostId, row.Id, removed, cancellationToken);
                return;
            case Like.ItemType:
                await RemoveLikeAsync(row, removed, cancellationToken);
                return;
        }
    }

    /// <summary>Goes on with removals that were cut short.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        var query = new QueryDefinition($"SELECT {RemovableRow.Columns} FROM c WHERE c.deletedAt <= @before ORDER BY c.deletedAt")
            .WithParameter("@before", (clock.GetUtcNow() - Lease).ToUnixTimeMilliseconds());
        var marked = await _container.ReadPageAsync<RemovableRow>(query, partition: null, ItemsATick, row => row.Id, cancellationToken);
        foreach (var row in marked.Items)
        {
            try
            {
                await RemoveAsync(row, new DeletionCounts(), cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Log.Stopped(logger, exception);
            }
        }
    }

    // Nothing belongs to it: one request, unless someone liked or commented since it was read.
    private async Task<bool> RemoveBarePostAsync(RemovableRow row, DeletionCounts removed, CancellationToken cancellationToken)
    {
        using var answer = await _container.DeleteItemStreamAsync(
            row.Id, new PartitionKey(row.PostId), new ItemRequestOptions { IfMatchEtag = row.ETag }, cancellationToken);
        if (answer.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound)
            return false;
        answer.EnsureSuccessStatusCode();
        removed.Add(Posts, 1);
        return true;
    }

    private async Task<bool> RemoveBareCommentAsync(RemovableRow row, DeletionCounts removed, CancellationToken cancellationToken)
    {
        var batch = _container.CreateTransactionalBatch(new PartitionKey(row.PostId))
            .DeleteItem(row.Id, new TransactionalBatchItemRequestOptions { IfMatchEtag = row.ETag })
            .PatchItem(row.PostId, [PatchOperation.Increment("/comments", -1)]);
        using var answer = await batch.ExecuteAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode && !answer.Any(ForumBatch.IsMissing))
            throw answer.ToException();
        removed.Add(Comments, answer.IsSuccessStatusCode ? 1 : 0);
        return answer.IsSuccessStatusCode;
    }

    private async Task RemoveLikeAsync(RemovableRow like, DeletionCounts removed, CancellationToken cancellationToken)
    {
        var batch = _container.CreateTransactionalBatch(new PartitionKey(like.PostId))
            .DeleteItem(like.Id)
            .PatchItem(like.Target, [PatchOperation.Increment("/likes", -1)]);
        using var answer = await batch.ExecuteAsync(cancellationToken);
        // Without its target, a like stands for nothing that anyone counts.
        var gone = answer.IsSuccessStatusCode
            || (answer[1].StatusCode == HttpStatusCode.NotFound && await _container.TryDeleteAsync(like.PostId, like.Id, cancellationToken));
        if (!gone && !answer.Any(ForumBatch.IsMissing))
            throw answer.ToException();
        removed.Add(Likes, gone ? 1 : 0);
    }

    private async Task ClearAsync(string partition, QueryDefinition query, DeletionCounts removed, CancellationToken cancellationToken)
    {
        await foreach (var step in PartitionClearing.RemoveAsync(_container, partition, query, cancellationToken))
        {
            removed.Add(Comments, step.Of(Comment.ItemType) + step.Of(Comment.DeletedType));
            removed.Add(Likes, step.Of(Like.ItemType));
        }
    }

    private PatchOperation[] Mark(string type) =>
        [PatchOperation.Set("/type", type), PatchOperation.Set("/deletedAt", clock.GetUtcNow().ToUnixTimeMilliseconds())];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Removing what belongs to a deleted post or comment stopped; a timer goes on with it.")]
        public static partial void Stopped(ILogger logger, Exception exception);
    }
}
