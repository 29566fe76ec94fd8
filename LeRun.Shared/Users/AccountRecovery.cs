using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;

namespace LeRun.Users;

/// <summary>Lets users back in who forgot their password, by codes that they kept. Costs are in Cosmos requests.</summary>
public sealed class AccountRecovery(
    LoginService logins, UserStore store, PasswordHasher hasher, PasswordRules passwords, Revocations revocations)
{
    /// <summary>
    /// Makes new recovery codes, which replace all older ones. Fails as <see cref="LoginService.VerifyCredentialsAsync"/>, whose
    /// lockout also a caller's own token obeys here. 2 requests.
    /// </summary>
    /// <returns>The codes, which nobody sees again.</returns>
    public async Task<Result<string[]>> MakeCodesAsync(
        Caller caller, RecoveryCodesRequest request, CancellationToken cancellationToken)
    {
        var verified = await logins.VerifyCredentialsAsync(
            caller.Username.Display, request.Password!, caller: null, cancellationToken);
        if (!verified.TryGet(out _, out var failure))
            return failure;
        string[] codes = [.. Enumerable.Range(0, RecoveryCodes.Count).Select(_ => RecoveryCodes.Make())];
        string[] hashes = [.. codes.Select(code => RecoveryCodes.HashOf(caller.AccountId, code))];
        // Somebody else may have the name by now.
        return await store.TrySetRecoveryCodesAsync(caller, hashes, cancellationToken)
            ? codes
            : new Unauthorized(Messages.SignInFirst);
    }

    /// <summary>
    /// Sets a new password for whoever has a recovery code, which is spent, and ends all tokens. Fails as
    /// <see cref="LoginService.VerifyRecoveryCodeAsync"/>, <see cref="Invalid"/> if the password is none,
    /// <see cref="Forbidden"/> if the account is locked, <see cref="Busy"/> if too many wait for a hash. 2 requests.
    /// </summary>
    public async Task<Result<UserAccount>> RecoverAsync(RecoverRequest request, CancellationToken cancellationToken)
    {
        if (!Username.TryParse(request.Username, out var name))
            return new NotFound(Messages.UserUnknown);
        if (passwords.Refuse(request.Password!, name) is { } invalid)
            return invalid;
        string? passwordHash = null;
        return await OptimisticConcurrency.RetryAsync<UserAccount>(async () =>
        {
            var verified = await logins.VerifyRecoveryCodeAsync(request.Username!, request.Code!, cancellationToken);
            if (!verified.TryGet(out var user, out var failure))
            {
                // Our own write, whose response was lost, looks like somebody else's.
                return passwordHash is not null && await store.FindActiveAsync(name.Normalized, cancellationToken) is { } own
                    && own.PasswordHash == passwordHash ? Done(own) : failure;
            }

            if (user.Lock is not null)
                return new Forbidden(Messages.AccountLocked);
            if (passwordHash is null
                && !(await hasher.HashAsync(request.Password!, user.AccountId, cancellationToken))
                    .TryGet(out passwordHash, out failure))
            {
                return failure;
            }

            var recovered = await store.TryRecoverAsync(
                user, RecoveryCodes.HashOf(user.AccountId, request.Code!), passwordHash, cancellationToken);
            return recovered is null ? (Result<UserAccount>?)null : Done(recovered);
        });

        Result<UserAccount> Done(UserAccount user)
        {
            revocations.Note(new Revocation(user.Id, user.TokenVersion, user.RevokedAt!.Value));
            return user;
        }
    }
}
