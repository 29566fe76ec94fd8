using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using Microsoft.Extensions.Logging;

namespace LeRun.Users;

/// <summary>
/// Locks accounts against abuse, and unlocks them. Each change is logged with who made it. Costs are in Cosmos requests.
/// </summary>
public sealed partial class AccountLocks(
    UserStore store, Roles roles, Revocations revocations, TimeProvider clock, ILogger<AccountLocks> logger)
{
    /// <summary>
    /// Locks an account: its tokens end, and nobody signs in to it; or unlocks it. What it has stays. Fails as
    /// <see cref="NotFound"/>, or as <see cref="Forbidden"/> for an administrator's account. 2 requests.
    /// </summary>
    public async Task<Result<UserAccount>> SetAsync(
        Caller administrator, string username, LockRequest request, CancellationToken cancellationToken)
    {
        if (!Username.TryParse(username, out var name)
            || await store.FindLatestAsync(name.Normalized, cancellationToken) is not { } user)
        {
            return new NotFound(Messages.UserUnknown);
        }

        if (roles.IsAdministrator(user.Id, user.AccountId))
            return new Forbidden(Messages.AdministratorsStay);
        var isLocked = request.Locked != false;
        var wanted = isLocked ? new AccountLock(clock.GetUtcNowMilliseconds(), administrator.AccountId, request.Reason) : null;
        if (await store.TrySetLockAsync(user, wanted, cancellationToken) is not { } changed)
            return new NotFound(Messages.UserUnknown);
        if (isLocked)
            revocations.Note(new Revocation(changed.Id, changed.TokenVersion, changed.RevokedAt!.Value));
        Log.Changed(logger, administrator.AccountId, isLocked ? "locked" : "unlocked", user.AccountId);
        return changed;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Administrator {Administrator} {Change} account {AccountId}.")]
        public static partial void Changed(ILogger logger, string administrator, string change, string accountId);
    }
}
