using LeRun.Identity;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Users;

/// <content>What proves whose an account is, and what ends its tokens.</content>
public sealed partial class UserStore
{
    /// <summary>
    /// Sets a password's hash, ends the tokens issued so far, and the lockout; null if the caller's account is gone or not
    /// in an expected version, or has ended the caller's token. 1 request.
    /// </summary>
    public Task<UserAccount?> TryChangePasswordAsync(
        Caller caller, string passwordHash, ExpectedVersion? expected, CancellationToken cancellationToken) =>
        TryChangeAsync(
            caller,
            expected,
            [
                PatchOperation.Set("/passwordHash", passwordHash),
                PatchOperation.Increment("/tokenVersion", 1),
                PatchOperation.Set("/revokedAt", clock.GetUtcNow().ToUnixTimeMilliseconds()),
                PatchOperation.Set("/failures", new FailedLogins(0, clock.GetUtcNow())),
            ],
            cancellationToken);

    /// <summary>
    /// Ends all tokens issued so far; null if the caller's account is gone or has ended the caller's token. 1 request.
    /// </summary>
    public Task<UserAccount?> TryEndTokensAsync(Caller caller, CancellationToken cancellationToken) =>
        TryChangeAsync(
            caller,
            expected: null,
            [
                PatchOperation.Increment("/tokenVersion", 1),
                PatchOperation.Set("/revokedAt", clock.GetUtcNow().ToUnixTimeMilliseconds()),
            ],
            cancellationToken);

    /// <summary>
    /// Replaces the hash of the same password; false if the password was changed since the account was read. Not a change that
    /// writers need to know of. 1 request.
    /// </summary>
    public async Task<bool> TryRehashAsync(UserAccount user, string passwordHash, CancellationToken cancellationToken) =>
        await PatchAsync(
            user.Id,
            $"{AccountCondition(user.AccountId, expected: null)} AND c.tokenVersion = {SqlLiteral.Of(user.TokenVersion)}",
            [PatchOperation.Set("/passwordHash", passwordHash)],
            cancellationToken) is not null;

    /// <summary>
    /// Counts a failed login exactly, whoever else counts at the same time; false if the account changed in a way that matters
    /// since it was read: other failed logins, a window that ended, a deletion. 1 request.
    /// </summary>
    public async Task<bool> TryRecordFailedLoginAsync(UserAccount user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (condition, operation) = user.FailedLogins is { } failed && failed.Until > now
            ? ($"c.failures.until = {Milliseconds(failed.Until)} AND c.failures.count < {SqlLiteral.Of(FailedLogins.Max)}",
                PatchOperation.Increment("/failures/count", 1))
            : ($"NOT IS_DEFINED(c.failures) OR c.failures.until <= {Milliseconds(now)}",
                PatchOperation.Set("/failures", new FailedLogins(1, now + FailedLogins.Window)));
        return await PatchAsync(user.Id, condition, [operation], cancellationToken) is not null;

        static string Milliseconds(DateTimeOffset time) => SqlLiteral.Of(time.ToUnixTimeMilliseconds());
    }

    /// <summary>
    /// Replaces the recovery codes; false if the caller's account is gone or has ended the caller's token. Not a change that
    /// writers need to know of. 1 request.
    /// </summary>
    public async Task<bool> TrySetRecoveryCodesAsync(
        Caller caller, string[] hashes, CancellationToken cancellationToken) =>
        await PatchAsync(
            caller.Username.Normalized,
            $"{AccountCondition(caller.AccountId, expected: null)} AND c.tokenVersion = {SqlLiteral.Of(caller.TokenVersion)}",
            [PatchOperation.Set("/recoveryCodes", hashes)],
            cancellationToken) is not null;

    /// <summary>
    /// Spends a recovery code, sets a password's hash, ends the tokens issued so far, and the lockout; null if the account
    /// changed its password since it was read, or the code is spent. However many use one code at once, one succeeds. 1 request.
    /// </summary>
    public Task<UserAccount?> TryRecoverAsync(
        UserAccount user, string codeHash, string passwordHash, CancellationToken cancellationToken) =>
        PatchAsync(
            user.Id,
            $"{AccountCondition(user.AccountId, expected: null)} AND c.tokenVersion = {SqlLiteral.Of(user.TokenVersion)}"
                + $" AND ARRAY_CONTAINS(c.recoveryCodes, {SqlLiteral.Of(codeHash)})",
            [
                PatchOperation.Set<string[]>("/recoveryCodes", [.. user.RecoveryCodes.Where(hash => hash != codeHash)]),
                PatchOperation.Set("/passwordHash", passwordHash),
                PatchOperation.Increment("/tokenVersion", 1),
                PatchOperation.Set("/revokedAt", clock.GetUtcNow().ToUnixTimeMilliseconds()),
                PatchOperation.Set("/failures", new FailedLogins(0, clock.GetUtcNow())),
                PatchOperation.Set("/updatedAt", clock.GetUtcNowMilliseconds()),
                PatchOperation.Increment("/version", 1),
            ],
            cancellationToken);

    /// <summary>
    /// Locks an account and ends its tokens, or unlocks it; null if it is gone. 1 request.
    /// </summary>
    /// <param name="user">The account.</param>
    /// <param name="accountLock">The lock; null: it is unlocked.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<UserAccount?> TrySetLockAsync(
        UserAccount user, AccountLock? accountLock, CancellationToken cancellationToken)
    {
        List<PatchOperation> operations = [PatchOperation.Set("/lock", accountLock)];
        if (accountLock is not null)
        {
            operations.Add(PatchOperation.Increment("/tokenVersion", 1));
            operations.Add(PatchOperation.Set("/revokedAt", clock.GetUtcNow().ToUnixTimeMilliseconds()));
        }

        return PatchAsync(user.Id, AccountCondition(user.AccountId, expected: null), [.. operations], cancellationToken);
    }
}
