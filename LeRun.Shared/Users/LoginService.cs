using System.Globalization;
using LeRun.Identity;
using LeRun.Localization;
using Microsoft.Azure.Cosmos;

namespace LeRun.Users;

/// <summary>Proves passwords, and locks a username for the rest of a window after too many failures in it.</summary>
public sealed class LoginService(UserStore store, Passwords passwords, Tokens tokens, TimeProvider clock)
{
    private const int FailuresThatLock = 10;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    // One attempt at a time for a name: a thousand guesses sent at once must not all be checked before the first is counted.
    private readonly KeyedLock _attempts = new();

    /// <summary>A token for who proves the password.</summary>
    public async Task<Result<Login>> LoginAsync(string? username, string? password, CancellationToken cancellationToken)
    {
        var proven = await ProveAsync(username, password, cancellationToken);
        return proven.Map(user => new Login(tokens.Issue(user.Name, user.AccountId, user.TokenVersion), user));
    }

    /// <summary>The account of <paramref name="username"/> if <paramref name="password"/> is right. 1 request, 2 when it is wrong.</summary>
    public async Task<Result<UserAccount>> ProveAsync(string? username, string? password, CancellationToken cancellationToken)
    {
        var validation = new Validation()
            .Require(username is not null, "username", Messages.Required)
            .Require(password is not null, "password", Messages.Required);
        if (validation.Failure is { } invalid)
            return invalid;
        if (!Username.TryParse(username, out var name))
            return new NotFound(Messages.UserUnknown);

        using var turn = await _attempts.EnterAsync(name.Normalized, cancellationToken);
        if (UserAccount.Living(await store.ReadAsync(name.Normalized, cancellationToken)) is not { } user)
            return new NotFound(Messages.UserUnknown);
        if (LockedFor(user.Failures) is { } wait)
            return new TooManyAttempts(Messages.TooManyLogins, wait);

        var (right, outdated) = await passwords.VerifyAsync(user.PasswordHash!, password!, cancellationToken);
        if (!right)
            return await CountFailureAsync(user, cancellationToken);
        return outdated ? await RehashAsync(user, password!, cancellationToken) : user;
    }

    // Counts exactly, whoever else counts: each step is one conditional patch, tried again with fresh data when it was too late.
    private async Task<Failure> CountFailureAsync(UserAccount? user, CancellationToken cancellationToken)
    {
        while (user is not null)
        {
            if (LockedFor(user.Failures) is { } wait)
                return new TooManyAttempts(Messages.TooManyLogins, wait);

            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            var counted = user.Failures is { } failures && failures.Until > now
                ? await store.PatchAsync(
                    user.Id,
                    Invariant($"c.failures.until = {failures.Until} AND c.failures.count < {FailuresThatLock}"),
                    [PatchOperation.Increment("/failures/count", 1)],
                    cancellationToken)
                : await store.PatchAsync(
                    user.Id,
                    Invariant($"NOT IS_DEFINED(c.failures) OR c.failures.until <= {now}"),
                    [PatchOperation.Set("/failures", new LoginFailures(1, now + (long)Window.TotalMilliseconds))],
                    cancellationToken);
            if (counted is not null)
                return new Unauthorized(Messages.PasswordWrong);
            user = UserAccount.Living(await store.ReadAsync(user.Id, cancellationToken));
        }

        return new NotFound(Messages.UserUnknown);
    }

    private async Task<UserAccount> RehashAsync(UserAccount user, string password, CancellationToken cancellationToken)
    {
        var hash = await passwords.HashAsync(password, cancellationToken);
        // A password change in between wins: then the condition is false and the old hash is gone anyway.
        await store.PatchAsync(
            user.Id,
            $"{UserStore.Is(user.AccountId, ifMatch: null)} AND c.tokenVersion = {user.TokenVersion.ToString(CultureInfo.InvariantCulture)}",
            [PatchOperation.Set("/passwordHash", hash)],
            cancellationToken);
        return user;
    }

    private TimeSpan? LockedFor(LoginFailures? failures)
    {
        if (failures is null || failures.Count < FailuresThatLock)
            return null;
        var left = DateTimeOffset.FromUnixTimeMilliseconds(failures.Until) - clock.GetUtcNow();
        return left > TimeSpan.Zero ? left : null;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A successful login.</summary>
public sealed record Login(string Token, UserAccount User);
