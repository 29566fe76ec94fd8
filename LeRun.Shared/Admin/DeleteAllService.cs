using System.Runtime.CompilerServices;
using LeRun.Forum;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Rooms;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Options;

namespace LeRun.Admin;

/// <summary>
/// Deletes everything of a scope, a bounded step at a time, for as long as a request may take. What is deleted stays deleted:
/// asked again, it goes on.
/// </summary>
public sealed class DeleteAll(
    ForumSweep forum,
    AccountDeletion accounts,
    UserStore users,
    Database database,
    IOptions<AdminSettings> settings,
    IOptions<AuthSettings> auth,
    IdGenerator ids,
    TimeProvider clock)
{
    private const string Posts = "posts";
    private const string Users = "users";
    private const string Rooms = "rooms";
    private const string All = "all";

    private const int Step = 100;
    private const int AtOnce = 8;

    // The Functions host ends a request after 230 s.
    private static readonly TimeSpan RequestBudget = TimeSpan.FromSeconds(180);

    /// <summary>Deletes what was there when it was asked.</summary>
    /// <param name="scope"><c>posts</c> (also when null), <c>users</c> (all but administrators, with what they own) or <c>all</c>.</param>
    public async Task<Result<DeletedAll>> DeleteAsync(string? scope, CancellationToken cancellationToken)
    {
        if (!settings.Value.AllowDeleteAll)
            return new Forbidden(Messages.DeleteAllOff);
        scope ??= Posts;
        if (scope is not (Posts or Users or All))
            return Invalid.Field("scope", Messages.ScopeRule);

        using var deadline = new CancellationTokenSource(RequestBudget, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var deleted = new DeletionCounts();
        try
        {
            await foreach (var step in StepsAsync(scope, either.Token))
                deleted.Add(step);
            return new DeletedAll(deleted, Finished: true);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new DeletedAll(deleted, Finished: false);
        }
    }

    private async IAsyncEnumerable<DeletionCounts> StepsAsync(string scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IEnumerable<IAsyncEnumerable<DeletionCounts>> parts = scope switch
        {
            Posts => [forum.OfPostsAsync(ids.Next(), cancellationToken)],
            Users => [UsersAsync(cancellationToken)],
            // Rooms before users, who would leave them one by one.
            _ => [forum.OfPostsAsync(ids.Next(), cancellationToken), RoomsAsync(cancellationToken), UsersAsync(cancellationToken)],
        };
        foreach (var part in parts)
        {
            await foreach (var step in part)
                yield return step;
        }
    }

    private async IAsyncEnumerable<DeletionCounts> UsersAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var admins = AuthSettings.Names(auth.Value.Admins)
            .Select(admin => Username.TryParse(admin, out var name) ? name.Normalized : "")
            .ToHashSet(StringComparer.Ordinal);
        var before = ids.Next();
        do
        {
            var page = await users.ListAsync(before, Step, user => user.AccountId, cancellationToken);
            var removed = new DeletionCounts();
            var step = Parallel.ForEachAsync(page.Items.Where(user => !admins.Contains(user.Id)), Parallelism(cancellationToken), async (user, token) =>
            {
                if (await accounts.DeleteAsync(user, token) is not { } account)
                    return;
                removed.Add(Users, 1);
                removed.Add(account.Removal.Removed);
            });
            await step.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            yield return removed;
            await step;
            before = page.Next;
        }
        while (before is not null);
    }

    private async IAsyncEnumerable<DeletionCounts> RoomsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var container = database.GetContainer(RoomStore.ContainerName);
        var query = new QueryDefinition("SELECT c.id, c.type FROM c");
        while (true)
        {
            var page = await container.ReadPageAsync<ClearedItem>(query, partition: null, Step, item => item.Id, cancellationToken);
            if (page.Items.Count == 0)
                yield break;
            var removed = new DeletionCounts();
            var step = Parallel.ForEachAsync(page.Items, Parallelism(cancellationToken), async (item, token) =>
            {
                if (await container.TryDeleteAsync(item.Id, item.Id, token) && item.Type == RunRoom.RoomType)
                    removed.Add(Rooms, 1);
            });
            await step.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            yield return removed;
            await step;
        }
    }

    private static ParallelOptions Parallelism(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
}

/// <summary>What was deleted.</summary>
/// <param name="Finished">Whether nothing of the scope is left; else asking again goes on.</param>
public sealed record DeletedAll(DeletionCounts Deleted, bool Finished);
