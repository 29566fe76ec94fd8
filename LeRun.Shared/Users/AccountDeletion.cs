using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;

namespace LeRun.Users;

/// <summary>
/// Deletes accounts. The account is gone with one write: no login, no living token. What it owned is removed after that,
/// by the request itself where time allows, else by a timer function that goes on where it stopped.
/// </summary>
public sealed class AccountDeletion(LoginService logins, UserStore store, AccountRemoval removal, Revocations revocations, TimeProvider clock)
{
    private const int Tries = 5;

    // A phone waits for the answer, and the Functions host ends a request after 230 s.
    private static readonly TimeSpan RequestBudget = TimeSpan.FromSeconds(20);

    /// <summary>Deletes the account of who proves its password; answers it with how much was removed so far.</summary>
    /// <param name="expected">The versions it may have; null: any.</param>
    public async Task<Result<DeletedAccount>> DeleteAsync(string username, string password, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (!(await logins.VerifyCredentialsAsync(username, password, cancellationToken)).TryGet(out var user, out var failure))
            return failure;
        if (expected.Excludes(user.VersionId))
            return new Stale();
        if (await CloseAsync(user, cancellationToken) is not { } closed)
            return new Conflict(Messages.TryAgain);

        // From here on the account is gone, whether or not the phone still waits: only the time allowed ends the work.
        using var deadline = new CancellationTokenSource(RequestBudget, clock);
        return new DeletedAccount(user, (await removal.RunAsync(closed, deadline.Token)).Removal!);
    }

    /// <summary>Deletes an account without asking for its password; null when it is gone already.</summary>
    public async Task<DeletedAccount?> DeleteAsync(UserAccount user, CancellationToken cancellationToken) =>
        await CloseAsync(user, cancellationToken) is { } closed
            ? new DeletedAccount(user, (await removal.RunAsync(closed, cancellationToken)).Removal!)
            : null;

    // The one write that deletes. Failed logins may change the item at the same time, so a conflict is tried again.
    private async Task<UserAccount?> CloseAsync(UserAccount user, CancellationToken cancellationToken)
    {
        var uid = user.AccountId;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var now = clock.GetUtcNowMilliseconds();
            var closed = user with
            {
                PasswordHash = null,
                FailedLogins = null,
                TokenVersion = user.TokenVersion + 1,
                RevokedAt = now,
                UpdatedAt = now,
            };
            var saved = await removal.BeginAsync(closed, new Removal(now, new Dictionary<string, int>(StringComparer.Ordinal), ResumeAt: null), cancellationToken);
            if (saved is null)
            {
                if (await store.FindIncludingDeletedAsync(user.Id, cancellationToken) is not { } fresh || fresh.AccountId != uid)
                    return null;
                if (fresh.IsActive)
                {
                    user = fresh;
                    continue;
                }

                // Our own write, whose answer got lost on the way, looks like somebody else's.
                if (fresh.RevokedAt != closed.RevokedAt || fresh.TokenVersion != closed.TokenVersion)
                    return null;
                saved = fresh;
            }

            revocations.Note(new Revocation(saved.Id, saved.TokenVersion, now));
            return saved;
        }

        return null;
    }
}

/// <summary>A deleted account as it was, and what was removed of it so far.</summary>
public sealed record DeletedAccount(UserAccount User, Removal Removal);
