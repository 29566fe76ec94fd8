using LeRun.Localization;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Users;

/// <summary>
/// Counts what an account does, in its item of container <c>users</c>: so a count survives a restart and holds on every
/// instance. Costs are in Cosmos requests.
/// </summary>
public sealed class ActivityStore(Database database, UserStore users, TimeProvider clock)
{
    private readonly Container _container = database.GetContainer(UserStore.ContainerName);

    /// <summary>
    /// Counts a wrong room password exactly, whoever else counts at the same time. 1 request; 2 more for each write of the
    /// account that comes between.
    /// </summary>
    /// <param name="user">The account as it was read.</param>
    /// <returns>The account as it is then; TooManyAttempts if it is locked out, Unauthorized if it is gone.</returns>
    public Task<Result<UserAccount>> RecordWrongRoomPasswordAsync(UserAccount user, CancellationToken cancellationToken)
    {
        UserAccount? current = user;
        return OptimisticConcurrency.RetryAsync<UserAccount>(async () =>
        {
            current ??= await users.FindActiveAsync(user.Id, cancellationToken);
            if (current is null || current.AccountId != user.AccountId)
                return new Unauthorized(Messages.SignInFirst);
            var now = clock.GetUtcNowMilliseconds();
            if (current.WrongRoomPasswords?.LockedFor(WrongRoomPasswords.Max, now) is { } wait)
                return new TooManyAttempts(Messages.RoomsLockout, wait);

            var (condition, operation) = current.WrongRoomPasswords is { } known && known.IsOpen(now)
                ? ($"c.wrongRoomPasswords.until = {SqlLiteral.Of(known.Until.ToUnixTimeMilliseconds())}"
                    + $" AND c.wrongRoomPasswords.count < {SqlLiteral.Of(WrongRoomPasswords.Max)}",
                    PatchOperation.Increment("/wrongRoomPasswords/count", 1))
                : ("NOT IS_DEFINED(c.wrongRoomPasswords)"
                    + $" OR c.wrongRoomPasswords.until <= {SqlLiteral.Of(now.ToUnixTimeMilliseconds())}",
                    PatchOperation.Set("/wrongRoomPasswords", new ActivityWindow(1, now + WrongRoomPasswords.Window)));
            current = await TryPatchAsync(user.Id, user.AccountId, condition, [operation], cancellationToken);
            if (current is not null)
                return current;
            return null;
        });
    }

    // Null if there is no such active account or the condition is false.
    private Task<UserAccount?> TryPatchAsync(
        string normalizedUsername, string accountId, string condition, IReadOnlyList<PatchOperation> operations,
        CancellationToken cancellationToken) =>
        _container.TryPatchAsync<UserAccount>(
            normalizedUsername,
            normalizedUsername,
            $"c.type = {SqlLiteral.Of(UserAccount.UserType)} AND c.uid = {SqlLiteral.Of(accountId)} AND ({condition})",
            operations,
            cancellationToken);
}
