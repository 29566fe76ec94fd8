using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using Microsoft.AspNetCore.Identity;

namespace LeRun.Users;

/// <summary>Verifies passwords, and locks a username for the rest of a window after too many failed attempts in it.</summary>
public sealed class LoginService(UserStore store, PasswordHasher hasher, TimeProvider clock)
{
    // One attempt at a time for a name: a thousand guesses sent at once must not all be checked before the first is counted.
    private readonly KeyedLock _attempts = new();

    /// <summary>
    /// Returns the account of a username if the password is right. Fails as <see cref="NotFound"/> if there is no such user,
    /// <see cref="Unauthorized"/> if the password is wrong, <see cref="TooManyAttempts"/> while the username is locked
    /// unless <paramref name="caller"/> is its user by a living token, <see cref="Busy"/> if too many wait for a hash.
    /// 1 Cosmos request, 2 if the password is wrong, its hash is renewed or there is no such user, 3 if another instance
    /// registered them a moment ago.
    /// </summary>
    public Task<Result<UserAccount>> VerifyCredentialsAsync(
        string username, string password, Caller? caller, CancellationToken cancellationToken) =>
        AttemptAsync(
            username, caller, user => IsPasswordAsync(user, password, cancellationToken), Messages.PasswordWrong,
            cancellationToken);

    /// <summary>
    /// Returns the account of a username if a recovery code is one of its own. Fails as
    /// <see cref="VerifyCredentialsAsync"/>, with whose failed attempts wrong codes count. 1 Cosmos request, 2 if it fails.
    /// </summary>
    public Task<Result<UserAccount>> VerifyRecoveryCodeAsync(
        string username, string code, CancellationToken cancellationToken) =>
        AttemptAsync(
            username, caller: null, user => Task.FromResult<Result<bool>>(RecoveryCodes.Find(user, code) is not null),
            Messages.RecoveryCodeWrong, cancellationToken);

    private async Task<Result<UserAccount>> AttemptAsync(
        string username, Caller? caller, Func<UserAccount, Task<Result<bool>>> isRight, LocalizedMessage wrong,
        CancellationToken cancellationToken)
    {
        if (!Username.TryParse(username, out var name))
            return new NotFound(Messages.UserUnknown);

        using var turn = await _attempts.EnterAsync(name.Normalized, cancellationToken);
        if (await store.FindLatestAsync(name.Normalized, cancellationToken) is not { } user)
            return new NotFound(Messages.UserUnknown);
        var isOwn = caller?.AccountId == user.AccountId && caller.TokenVersion == user.TokenVersion;
        if (!isOwn && LockedFor(user) is { } wait)
            return new TooManyAttempts(Messages.TooManyLogins, wait);
        if (!(await isRight(user)).TryGet(out var isVerified, out var failure))
            return failure;
        return isVerified ? user : await RecordFailureAsync(user, wrong, cancellationToken);
    }

    private async Task<Result<bool>> IsPasswordAsync(UserAccount user, string password, CancellationToken cancellationToken)
    {
        var verified = await hasher.VerifyAsync(user.PasswordHash!, password, user.AccountId, cancellationToken);
        if (!verified.TryGet(out var verification, out var failure))
            return failure;
        // If the password changes in between, the new one's hash stays. A busy instance leaves it to the next login.
        if (verification == PasswordVerificationResult.SuccessRehashNeeded
            && (await hasher.HashAsync(password, user.AccountId, cancellationToken)).TryGet(out var hash, out _))
        {
            await store.TryRehashAsync(user, hash, cancellationToken);
        }

        return verification != PasswordVerificationResult.Failed;
    }

    private Task<Result<UserAccount>> RecordFailureAsync(
        UserAccount user, LocalizedMessage wrong, CancellationToken cancellationToken)
    {
        UserAccount? current = user;
        return OptimisticConcurrency.RetryAsync<UserAccount>(async () =>
        {
            current ??= await store.FindActiveAsync(user.Id, cancellationToken);
            if (current is null)
                return new NotFound(Messages.UserUnknown);
            if (LockedFor(current) is { } wait)
                return new TooManyAttempts(Messages.TooManyLogins, wait);
            if (await store.TryRecordFailedLoginAsync(current, cancellationToken))
                return new Unauthorized(wrong);
            current = null;
            return null;
        });
    }

    private TimeSpan? LockedFor(UserAccount user) => user.FailedLogins?.LockedFor(clock.GetUtcNow());
}
