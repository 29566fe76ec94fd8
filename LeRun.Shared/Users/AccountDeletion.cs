using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;

namespace LeRun.Users;

/// <summary>
/// Deletes accounts. One write closes the account: no login, no valid token. What it owned is erased after that, by the request
/// itself as far as time allows, and by the cleanup from there on (<see cref="AccountErasure"/>).
/// </summary>
public sealed class AccountDeletion(
    LoginService logins, UserStore store, AccountErasure erasure, Revocations revocations, TimeProvider clock)
{
    // A phone waits for the response, and the Functions host ends a request after 230 s.
    private static readonly TimeSpan RequestBudget = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Deletes the account of whoever proves its password. 2 requests until it is closed, then those of its erasure.
    /// </summary>
    /// <param name="request">The username and the password.</param>
    /// <param name="caller">
    /// Whoever is signed in; null: nobody. The account's own user needs no lockout check, so that nobody can keep them from
    /// deleting it by failed attempts.
    /// </param>
    /// <param name="expected">The versions it may have; null: any.</param>
    /// <returns>
    /// The account as it was; the failures of <see cref="LoginService.VerifyCredentialsAsync"/>, <see cref="Stale"/> if it has
    /// another version, <see cref="Conflict"/> if somebody else deleted it meanwhile.
    /// </returns>
    public async Task<Result<DeletedAccount>> DeleteAsync(
        DeleteAccountRequest request, Caller? caller, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        var verified = await logins.VerifyCredentialsAsync(request.Username!, request.Password!, caller, cancellationToken);
        if (!verified.TryGet(out var account, out var failure))
            return failure;
        if (expected.Excludes(account.VersionId))
            return new Stale();
        if (!(await CloseAsync(account, cancellationToken)).TryGet(out var closed, out failure))
            return failure;

        // From here on the account is gone, whether or not the phone still waits: only the time allowed ends the work.
        using var deadline = new CancellationTokenSource(RequestBudget, clock);
        return await EraseAsync(account, closed, deadline.Token);
    }

    /// <summary>Deletes an account without asking for its password. 1 request, then those of its erasure.</summary>
    /// <returns>The account as it was; <see cref="Conflict"/> if somebody else deleted it meanwhile.</returns>
    public async Task<Result<DeletedAccount>> DeleteAsync(UserAccount account, CancellationToken cancellationToken) =>
        (await CloseAsync(account, cancellationToken)).TryGet(out var closed, out var failure)
            ? await EraseAsync(account, closed, cancellationToken)
            : failure;

    private async Task<DeletedAccount> EraseAsync(UserAccount account, UserAccount closed, CancellationToken cancellationToken) =>
        new(account, (await erasure.RunAsync(closed, cancellationToken)).Erasure!.Counts);

    // The one write that deletes. Failed logins may change the item at the same time.
    private Task<Result<UserAccount>> CloseAsync(UserAccount account, CancellationToken cancellationToken) =>
        OptimisticConcurrency.RetryAsync<UserAccount>(async () =>
        {
            var now = clock.GetUtcNowMilliseconds();
            var closed = account.WithoutActivity() with
            {
                PasswordHash = null,
                TokenVersion = account.TokenVersion + 1,
                RevokedAt = now,
                UpdatedAt = now,
            };
            var begun = new Erasure(now, new DeletionCounts(), ResumeAt: null);
            var stored = await erasure.TryLeaseAsync(closed, begun, cancellationToken);
            if (stored is null)
            {
                stored = await store.FindIncludingDeletedAsync(account.Id, cancellationToken);
                if (stored?.AccountId == account.AccountId && stored.IsActive)
                {
                    account = stored;
                    return null;
                }

                // Our own write, whose response was lost, looks like somebody else's.
                if (stored?.AccountId != account.AccountId
                    || (stored.RevokedAt, stored.TokenVersion) != (closed.RevokedAt, closed.TokenVersion))
                {
                    return new Conflict(Messages.TryAgain);
                }
            }

            revocations.Note(new Revocation(stored.Id, stored.TokenVersion, now));
            return stored;
        });
}

/// <summary>A deleted account.</summary>
/// <param name="Account">As it was.</param>
/// <param name="Erased">How much of what it owned is erased so far.</param>
public sealed record DeletedAccount(UserAccount Account, DeletionCounts Erased);
