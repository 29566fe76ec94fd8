using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Safety;

/// <summary>Blocks between accounts. Costs are in Cosmos requests.</summary>
public sealed class BlockService(BlockStore store, UserService users, UserStore accounts, BlockMemory memory, IdGenerator ids)
{
    private const string List = "blocks";

    /// <summary>The caller blocks an account. 2 requests; 3 if they did already, 4 for their first block.</summary>
    /// <returns>
    /// The account; NotFound if nobody has the username, Invalid for the caller's own, Conflict if they block too many.
    /// </returns>
    public async Task<Result<UserAccount>> BlockAsync(Caller caller, string username, CancellationToken cancellationToken)
    {
        if (caller.IsNamed(username))
            return Invalid.Field("username", Messages.NotYourself);
        if (!(await users.GetByNameAsync(username, cancellationToken)).TryGet(out var user, out var failure))
            return failure;

        var block = new Block(ids.Next(), user.AccountId, user.Id);
        var result = await OptimisticConcurrency.RetryAsync<UserAccount>(async () =>
        {
            if (await store.TryAddAsync(caller.AccountId, block, cancellationToken))
                return user;
            if (await store.FindAsync(caller.AccountId, cancellationToken) is not { } list)
            {
                var first = BlockList.Of(caller.AccountId, block);
                return OptimisticConcurrency.Stored(await store.TryCreateAsync(first, cancellationToken) ? user : null);
            }

            if (list.Blocked.Contains(user.AccountId, StringComparer.Ordinal))
                return user;
            if (list.Blocked.Count >= BlockList.MaxBlocks)
                return new Conflict(Messages.TooManyBlocks(BlockList.MaxBlocks));
            return null;
        });
        memory.Forget(caller.AccountId, user.AccountId);
        return result;
    }

    /// <summary>The caller no longer blocks an account. 3 requests; 2 if they did not.</summary>
    /// <returns>The account; NotFound if nobody has the username.</returns>
    public async Task<Result<UserAccount>> UnblockAsync(Caller caller, string username, CancellationToken cancellationToken)
    {
        if (!(await users.GetByNameAsync(username, cancellationToken)).TryGet(out var user, out var failure))
            return failure;
        var result = await OptimisticConcurrency.RetryAsync<UserAccount>(async () =>
        {
            if (await store.FindAsync(caller.AccountId, cancellationToken) is not { } list)
                return user;
            var index = list.Blocked.ToList().IndexOf(user.AccountId);
            var isGone = index < 0 || await store.TryRemoveAsync(list, index, cancellationToken);
            return OptimisticConcurrency.Stored(isGone ? user : null);
        });
        memory.Forget(caller.AccountId, user.AccountId);
        return result;
    }

    /// <summary>Whom the caller blocks, the latest first. 2 requests.</summary>
    /// <returns>The page, without accounts that are gone; Invalid for a bad cursor.</returns>
    public async Task<Result<Page<UserAccount>>> ListAsync(
        Caller caller, PageRequest page, CancellationToken cancellationToken)
    {
        if (!page.TryReadId(List, out var before, out var failure))
            return failure;
        var list = await store.FindAsync(caller.AccountId, cancellationToken);
        List<Block> older =
        [
            .. (list?.Blocks ?? []).Reverse()
                .Where(block => before is null || string.CompareOrdinal(block.Id, before) < 0).Take(page.Limit + 1),
        ];
        var shown = older.Take(page.Limit).ToList();
        var found = (await accounts.ReadManyAsync(shown.Select(block => block.NormalizedUsername), cancellationToken))
            .Where(user => user.IsActive).ToDictionary(user => user.AccountId, StringComparer.Ordinal);
        return new Page<UserAccount>(
            [.. shown.Select(block => found.GetValueOrDefault(block.AccountId)).OfType<UserAccount>()],
            older.Count > shown.Count ? PageCursor.Make(List, shown[^1].Id) : null);
    }
}
