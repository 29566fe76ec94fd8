using LeRun.Storage;
using Microsoft.Extensions.Logging;

namespace LeRun.Forum;

/// <summary>
/// Deletes posts and comments with what is under them. One write marks the item as deleted: from then on nobody sees it and
/// nothing is added to it. Then what is under it goes in steps of 100 (2 Cosmos requests each, and 1 to find nothing more), and
/// the item itself last (1). The cleanup completes what was cut short.
/// </summary>
public sealed partial class ForumDeletion(ForumDeletionStore store, TimeProvider clock, ILogger<ForumDeletion> logger)
{
    private const int MaxItemsPerCleanup = 100;

    // A phone waits for the response.
    private static readonly TimeSpan RequestBudget = TimeSpan.FromSeconds(20);

    // The request that marked an item is probably still deleting for that long.
    private static readonly TimeSpan RequestTime = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Deletes a post with its comments and likes, for as long as a request may take; the rest is the cleanup's.
    /// </summary>
    /// <param name="expected">The versions it may have; null: any.</param>
    /// <returns>Whether it is deleted for everyone to see; false if there is none in an expected version.</returns>
    public async Task<bool> TryDeletePostAsync(string id, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (!await store.TryMarkPostAsync(id, expected, clock.GetUtcNow(), cancellationToken))
            return false;
        await CompleteInTimeAsync(token => CompletePostAsync(id, new DeletionCounts(), token));
        return true;
    }

    /// <summary>Deletes a comment with its likes, for as long as a request may take; the rest is the cleanup's.</summary>
    /// <param name="expected">The versions it may have; null: any.</param>
    /// <returns>Whether it is deleted for everyone to see; false if there is none in an expected version.</returns>
    public async Task<bool> TryDeleteCommentAsync(
        string postId, string id, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (!await store.TryMarkCommentAsync(postId, id, expected, clock.GetUtcNow(), cancellationToken))
            return false;
        await CompleteInTimeAsync(token => CompleteCommentAsync(postId, id, new DeletionCounts(), token));
        return true;
    }

    /// <summary>Deletes all posts with their comments and likes, and returns what each step deleted.</summary>
    /// <param name="before">Only posts created before this id was made: others may go on posting.</param>
    public IAsyncEnumerable<DeletionCounts> DeletePostsAsync(string before, CancellationToken cancellationToken) =>
        DeletionSteps.RunAsync(
            token => store.FindPostsAsync(before, DeletionSteps.Size, token), DeleteAsync, cancellationToken);

    /// <summary>
    /// Completes deletions that were cut short, at most 100 of them. One that fails again is logged and left to the next call.
    /// </summary>
    public async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        foreach (var item in await store.FindMarkedAsync(clock.GetUtcNow() - RequestTime, MaxItemsPerCleanup, cancellationToken))
        {
            try
            {
                await DeleteAsync(item, new DeletionCounts(), cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Log.Stopped(logger, exception);
            }
        }
    }

    /// <summary>Deletes a post, comment or like, marked already or not, and counts what it deletes.</summary>
    internal async Task DeleteAsync(ForumRow item, DeletionCounts deleted, CancellationToken cancellationToken)
    {
        if (await TryDeleteAtOnceAsync(item, cancellationToken))
        {
            deleted.Add(ForumDeletionStore.KindOf(item.Type), 1);
            return;
        }

        switch (item.Type)
        {
            case Post.ItemType or Post.DeletedType:
                await store.TryMarkPostAsync(item.Id, expected: null, clock.GetUtcNow(), cancellationToken);
                await CompletePostAsync(item.Id, deleted, cancellationToken);
                return;
            case Comment.ItemType or Comment.DeletedType:
                await store.TryMarkCommentAsync(item.PostId, item.Id, expected: null, clock.GetUtcNow(), cancellationToken);
                await CompleteCommentAsync(item.PostId, item.Id, deleted, cancellationToken);
                return;
        }
    }

    // Nothing is under it: one request deletes it, unless somebody liked or commented since it was read.
    private Task<bool> TryDeleteAtOnceAsync(ForumRow item, CancellationToken cancellationToken) => item switch
    {
        { Type: Like.ItemType } => store.TryDeleteLikeAsync(item, cancellationToken),
        { Type: Post.ItemType, Likes: 0, Comments: 0 } => store.TryDeleteBarePostAsync(item, cancellationToken),
        { Type: Comment.ItemType, Likes: 0 } => store.TryDeleteBareCommentAsync(item, cancellationToken),
        _ => Task.FromResult(false),
    };

    private async Task CompletePostAsync(string id, DeletionCounts deleted, CancellationToken cancellationToken)
    {
        await foreach (var step in store.DeleteUnderPostAsync(id, cancellationToken))
            deleted.Add(step);
        if (await store.TryDeleteMarkedAsync(id, id, cancellationToken))
            deleted.Add(ForumDeletionStore.KindOf(Post.ItemType), 1);
    }

    private async Task CompleteCommentAsync(string postId, string id, DeletionCounts deleted, CancellationToken cancellationToken)
    {
        await foreach (var step in store.DeleteUnderCommentAsync(postId, id, cancellationToken))
            deleted.Add(step);
        if (await store.TryDeleteMarkedAsync(postId, id, cancellationToken))
            deleted.Add(ForumDeletionStore.KindOf(Comment.ItemType), 1);
    }

    // The item is gone for its readers, whether or not the caller still waits: only the time allowed ends the work.
    private async Task CompleteInTimeAsync(Func<CancellationToken, Task> complete)
    {
        using var deadline = new CancellationTokenSource(RequestBudget, clock);
        try
        {
            await complete(deadline.Token);
        }
        catch (Exception exception)
        {
            Log.Stopped(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Deleting a post or comment stopped; the cleanup completes it.")]
        public static partial void Stopped(ILogger logger, Exception exception);
    }
}
