using LeRun.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeRun.Users;

/// <summary>
/// The job that removes what deleted accounts owned. Its state is the deleted account's own item: whoever works on it holds a
/// lease there, and notes each step's counts after the step, so that a crash may leave something removed uncounted, but
/// nothing counted twice and nothing forgotten.
/// </summary>
public sealed partial class AccountRemoval(
    UserStore store, IEnumerable<IOwnedByUsers> owned, IOptions<AuthSettings> settings, TimeProvider clock, ILogger<AccountRemoval> logger)
{
    private const int AccountsATick = 20;

    // Whoever works on a removal renews this with every step; who crashed does not.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    // Until then another instance may still take the account's tokens, and store something more.
    private static readonly TimeSpan LastTokenDead = Revocations.Bound + TimeSpan.FromSeconds(30);

    /// <summary>Makes the account what it is and leases it; null when it changed since it was read. 1 request.</summary>
    public Task<UserAccount?> BeginAsync(UserAccount account, Removal removal, CancellationToken cancellationToken) =>
        store.TryReplaceAsync(
            account with
            {
                Type = UserAccount.RemovingType,
                Ttl = null,
                Removal = removal with { ResumeAt = (clock.GetUtcNow() + Lease).ToUnixTimeMilliseconds() },
            },
            cancellationToken);

    /// <summary>Removes what an account owned that <see cref="BeginAsync"/> leased. What goes wrong is logged: the timer goes on with it.</summary>
    /// <returns>The account, as far as the removal has come.</returns>
    public async Task<UserAccount> RunAsync(UserAccount account, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var kind in owned)
            {
                await foreach (var step in kind.RemoveAsync(account, cancellationToken))
                {
                    if (step.Count == 0)
                        continue;
                    // Removed is removed: its count is noted even when time is up.
                    if (await BeginAsync(account, Count(account.Removal!, step), CancellationToken.None) is not { } noted)
                        return account;
                    account = noted;
                }
            }

            return await FinishAsync(account, cancellationToken);
        }
        catch (Exception exception)
        {
            Log.Stopped(logger, exception, account.AccountId);
            return account;
        }
    }

    /// <summary>Goes on with removals that were cut short, and looks once more after the last token died.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (var account in await store.RemovalsToResumeAsync(clock.GetUtcNow(), AccountsATick, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Taking the name back (unless it was registered meanwhile) keeps a new owner's things out of reach.
            var cutoff = account.Type == UserAccount.RemovedType ? clock.GetUtcNow() : account.Removal!.Cutoff;
            if (await BeginAsync(account, account.Removal! with { Cutoff = cutoff }, cancellationToken) is { } leased)
                await RunAsync(leased, cancellationToken);
        }
    }

    private async Task<UserAccount> FinishAsync(UserAccount account, CancellationToken cancellationToken)
    {
        var lastTokenDead = account.RevokedAt!.Value + LastTokenDead;
        var finished = account with
        {
            Type = UserAccount.RemovedType,
            Nickname = "",
            Picture = null,
            Ttl = (int)(settings.Value.TokenLifetime + TimeSpan.FromDays(1)).TotalSeconds,
            Removal = account.Removal! with { ResumeAt = clock.GetUtcNow() > lastTokenDead ? null : lastTokenDead.ToUnixTimeMilliseconds() },
        };
        if (await store.TryReplaceAsync(finished, cancellationToken) is not { } stored)
            return account;
        Log.Removed(logger, account.AccountId, string.Join(", ", account.Removal.Removed.Select(kind => $"{kind.Value} {kind.Key}")));
        return stored;
    }

    private static Removal Count(Removal removal, Removed step) => removal with
    {
        Removed = new Dictionary<string, int>(removal.Removed, StringComparer.Ordinal)
        {
            [step.Kind] = removal.Removed.GetValueOrDefault(step.Kind) + step.Count,
        },
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Account {Uid} is removed: {Removed}.")]
        public static partial void Removed(ILogger logger, string uid, string removed);

        [LoggerMessage(2, LogLevel.Warning, "Removing what account {Uid} owned stopped; a timer goes on with it.")]
        public static partial void Stopped(ILogger logger, Exception exception, string uid);
    }
}
