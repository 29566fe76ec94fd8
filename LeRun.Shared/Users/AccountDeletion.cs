using LeRun.Identity;
using LeRun.Messages;
using LeRun.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeRun.Users;

/// <summary>Something that accounts own and that goes with them. Each capability registers its own.</summary>
public interface IOwnedByUsers
{
    /// <summary>What is counted, as the answer names it: <c>records</c>, <c>posts</c> ...</summary>
    string Kind { get; }

    /// <summary>
    /// Removes what <paramref name="owner"/> owned up to its removal's cutoff and answers how many. Stopped at any point,
    /// another call removes the rest.
    /// </summary>
    Task<int> RemoveAsync(UserDocument owner, CancellationToken cancellation);
}

/// <summary>
/// Deletes accounts. The account is gone with one write: no login, no living token. What it owned is removed after that,
/// by the request itself where time allows, else by a timer function that goes on where it stopped.
/// </summary>
public sealed partial class AccountDeletion(
    LoginService logins,
    UserStore store,
    Revocations revocations,
    IEnumerable<IOwnedByUsers> owned,
    IOptions<AuthSettings> settings,
    TimeProvider clock,
    ILogger<AccountDeletion> logger)
{
    private const int Tries = 5;
    private const int AccountsATick = 20;

    // A phone waits for the answer, and the Functions host ends a request after 230 s.
    private static readonly TimeSpan RequestBudget = TimeSpan.FromSeconds(20);

    // Whoever works on a removal renews this; who crashed does not.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    // Until then another instance may still take the account's tokens, and store something more.
    private static readonly TimeSpan LastTokenDead = Revocations.Bound + TimeSpan.FromSeconds(30);

    /// <summary>Deletes the account of who proves its password; answers it with how much was removed so far.</summary>
    public async Task<Result<DeletedAccount>> DeleteAsync(string? username, string? password, IfMatch? ifMatch, CancellationToken cancellation)
    {
        var proven = await logins.ProveAsync(username, password, cancellation);
        if (!proven.TryGet(out var user, out var failure))
            return failure;
        if (ifMatch?.Allows(user.Tag) == false)
            return new Stale();
        if (await CloseAsync(user, cancellation) is not { } closed)
            return new Conflict(Text.TryAgain);
        return new DeletedAccount(user, await RemoveWithinAsync(closed, RequestBudget));
    }

    /// <summary>Goes on with removals that were cut short, and looks once more after the last token died.</summary>
    public async Task ResumeAsync(CancellationToken cancellation)
    {
        foreach (var account in await store.RemovalsToResumeAsync(clock.GetUtcNow(), AccountsATick, cancellation))
        {
            try
            {
                // Taking the name back (unless it was registered meanwhile) keeps a new owner's things out of reach.
                var cutoff = account.Type == UserDocument.RemovedType ? clock.GetUtcNow() : account.Removal!.Cutoff;
                if (await SaveAsync(account with { Type = UserDocument.RemovingType }, account.Removal! with { Cutoff = cutoff }, cancellation) is { } mine)
                    await RemoveAsync(mine, cancellation);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                Log.RemovalFailed(logger, exception, account.Uid);
            }
        }
    }

    // The one write that deletes. Failed logins may change the item at the same time, so a conflict is tried again.
    private async Task<UserDocument?> CloseAsync(UserDocument user, CancellationToken cancellation)
    {
        var uid = user.Uid;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var now = clock.GetUtcNow();
            var closed = user with
            {
                Type = UserDocument.RemovingType,
                PasswordHash = null,
                Failures = null,
                TokenVersion = user.TokenVersion + 1,
                RevokedAt = now.ToUnixTimeMilliseconds(),
                UpdatedAt = Instant.Truncate(now),
            };
            if (await SaveAsync(closed, new Removal(now, new Dictionary<string, int>(StringComparer.Ordinal), ResumeAt: null), cancellation) is { } saved)
            {
                revocations.Note(new Revocation(saved.Id, saved.TokenVersion, now));
                return saved;
            }

            if (UserDocument.Living(await store.ReadAsync(user.Id, cancellation)) is not { } fresh || fresh.Uid != uid)
                return null;
            user = fresh;
        }

        return null;
    }

    // From here on the account is gone, whether or not the phone still waits: only the time allowed ends the work.
    private async Task<Removal> RemoveWithinAsync(UserDocument account, TimeSpan budget)
    {
        using var deadline = new CancellationTokenSource(budget, clock);
        try
        {
            return (await RemoveAsync(account, deadline.Token)).Removal!;
        }
        catch (Exception exception)
        {
            Log.RemovalFailed(logger, exception, account.Uid);
            return account.Removal!;
        }
    }

    private async Task<UserDocument> RemoveAsync(UserDocument account, CancellationToken cancellation)
    {
        foreach (var kind in owned)
        {
            var count = await kind.RemoveAsync(account, cancellation);
            if (count == 0)
                continue;
            var removed = new Dictionary<string, int>(account.Removal!.Removed, StringComparer.Ordinal);
            removed[kind.Kind] = removed.GetValueOrDefault(kind.Kind) + count;
            if (await SaveAsync(account, account.Removal with { Removed = removed }, cancellation) is not { } saved)
                return account;
            account = saved;
        }

        return await FinishAsync(account, cancellation);
    }

    private async Task<UserDocument> FinishAsync(UserDocument account, CancellationToken cancellation)
    {
        var lastTokenDead = DateTimeOffset.FromUnixTimeMilliseconds(account.RevokedAt!.Value) + LastTokenDead;
        var finished = account with
        {
            Type = UserDocument.RemovedType,
            Nickname = "",
            Picture = null,
            Ttl = (int)(settings.Value.TokenLifetime + TimeSpan.FromDays(1)).TotalSeconds,
            Removal = account.Removal! with { ResumeAt = clock.GetUtcNow() > lastTokenDead ? null : lastTokenDead.ToUnixTimeMilliseconds() },
        };
        Log.Removed(logger, account.Uid, string.Join(", ", account.Removal.Removed.Select(kind => $"{kind.Value} {kind.Key}")));
        return await store.ReplaceAsync(finished, cancellation) ?? account;
    }

    private async Task<UserDocument?> SaveAsync(UserDocument account, Removal removal, CancellationToken cancellation)
    {
        var leased = removal with { ResumeAt = (clock.GetUtcNow() + Lease).ToUnixTimeMilliseconds() };
        return await store.ReplaceAsync(account with { Removal = leased }, cancellation);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Account {Uid} is removed: {Removed}.")]
        public static partial void Removed(ILogger logger, string uid, string removed);

        [LoggerMessage(2, LogLevel.Warning, "Removing what account {Uid} owned stopped; a timer goes on with it.")]
        public static partial void RemovalFailed(ILogger logger, Exception exception, string uid);
    }
}

/// <summary>A deleted account as it was, and what was removed of it so far.</summary>
public sealed record DeletedAccount(UserDocument User, Removal Removal);
