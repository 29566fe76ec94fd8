using LeRun.Forum;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Rooms;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Extensions.Options;

namespace LeRun.Admin;

/// <summary>
/// Deletes everything of a scope in bounded steps, for as long as a request may take. What is deleted stays deleted: asked
/// again, it goes on.
/// </summary>
public sealed class DeleteAllService(
    ForumDeletion forum,
    AccountDeletion accounts,
    UserStore users,
    RoomStore rooms,
    IOptions<AdminSettings> settings,
    Roles roles,
    IdGenerator ids,
    TimeProvider clock)
{
    private const string Posts = "posts";
    private const string Users = "users";
    private const string All = "all";

    // The Functions host ends a request after 230 s.
    private static readonly TimeSpan RequestBudget = TimeSpan.FromSeconds(180);

    /// <summary>Deletes what there was when it was asked.</summary>
    /// <param name="scope">
    /// <c>posts</c> (also if null), <c>users</c> (all but administrators, with what they own) or <c>all</c>.
    /// </param>
    /// <returns>
    /// What is deleted; <see cref="Forbidden"/> if the settings do not allow it, <see cref="Invalid"/> for an unknown scope.
    /// </returns>
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
            foreach (var part in PartsOf(scope, either.Token))
            {
                await foreach (var step in part)
                    deleted.Add(step);
            }

            return new DeletedAll(deleted, Finished: true);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new DeletedAll(deleted, Finished: false);
        }
    }

    private IEnumerable<IAsyncEnumerable<DeletionCounts>> PartsOf(string scope, CancellationToken cancellationToken)
    {
        if (scope is Posts or All)
            yield return forum.DeletePostsAsync(before: ids.Next(), cancellationToken);
        // Rooms go before users, who would leave them one by one.
        if (scope is All)
            yield return rooms.DeleteAllAsync(cancellationToken);
        if (scope is Users or All)
            yield return DeleteUsersAsync(cancellationToken);
    }

    private IAsyncEnumerable<DeletionCounts> DeleteUsersAsync(CancellationToken cancellationToken)
    {
        // Administrators stay, so the next page begins behind this one instead of finding what is left.
        var before = ids.Next();
        return DeletionSteps.RunAsync<UserAccount>(
            async token =>
            {
                if (before is null)
                    return [];
                var page = await users.ListAsync(Viewer.Anyone, before, DeletionSteps.Size, user => user.AccountId, token);
                before = page.Next;
                return page.Items;
            },
            async (user, deleted, token) =>
            {
                if (roles.IsAdministrator(user.Id, user.AccountId)
                    || !(await accounts.DeleteAsync(user, token)).TryGet(out var account, out _))
                {
                    return;
                }

                deleted.Add(Users, 1);
                deleted.Add(account.Erased);
            },
            cancellationToken);
    }
}

/// <summary>What was deleted.</summary>
/// <param name="Deleted">How much of each kind.</param>
/// <param name="Finished">Whether nothing of the scope is left; if not, asking again goes on.</param>
public sealed record DeletedAll(DeletionCounts Deleted, bool Finished);
