using System.Text.Json.Serialization;
using LeRun.Identity;
using LeRun.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeRun.Users;

/// <summary>
/// Erases what deleted accounts owned. The state of the work is the deleted account's own item: whoever works on it holds a
/// lease there, and notes each step's counts after the step. So a crash may leave one step uncounted, but nothing is counted
/// twice and nothing is forgotten. Costs are in Cosmos requests, without those of the erasers.
/// </summary>
public sealed partial class AccountErasure(
    UserStore store, IEnumerable<IUserDataEraser> erasers, IOptions<AuthSettings> settings, TimeProvider clock,
    ILogger<AccountErasure> logger)
{
    private const int MaxAccountsPerCleanup = 20;

    // Each step renews the lease; only a crash lets it run out.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    // Until then another instance may still accept the account's tokens, and store something more.
    private static readonly TimeSpan LastTokenDead = Revocations.Bound + TimeSpan.FromSeconds(30);

    /// <summary>Stores a closed account with its erasure leased; null if it changed since it was read. 1 request.</summary>
    /// <param name="account">The account to store.</param>
    /// <param name="erasure">How far its erasure has come.</param>
    public Task<UserAccount?> TryLeaseAsync(UserAccount account, Erasure erasure, CancellationToken cancellationToken) =>
        store.TryReplaceAsync(
            account with
            {
                Type = UserAccount.ErasingType,
                Ttl = null,
                Erasure = erasure with { ResumeAt = clock.GetUtcNowMilliseconds() + Lease },
            },
            cancellationToken);

    /// <summary>
    /// Erases what an account owned that <see cref="TryLeaseAsync"/> leased. 1 request a step, and 1. What goes wrong is logged:
    /// the cleanup goes on with it.
    /// </summary>
    /// <returns>The account, with how far its erasure has come.</returns>
    public async Task<UserAccount> RunAsync(UserAccount account, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var eraser in erasers)
            {
                await foreach (var step in eraser.EraseAsync(account, cancellationToken))
                {
                    if (step.IsEmpty)
                        continue;
                    // What is erased is noted even when time is up.
                    if (await TryLeaseAsync(account, account.Erasure!.Plus(step), CancellationToken.None) is not { } noted)
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

    /// <summary>
    /// Goes on with erasures that were cut short, and looks once more after the account's last token died. At most 20 accounts;
    /// 1 query over all partitions, and 1 request an account more.
    /// </summary>
    public async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        var accounts = await store.ListErasuresToResumeAsync(clock.GetUtcNow(), MaxAccountsPerCleanup, cancellationToken);
        foreach (var account in accounts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A finished erasure takes the username back, unless it was registered meanwhile: a new owner's data is never at risk.
            var cutoff = account.Type == UserAccount.ErasedType ? clock.GetUtcNow() : account.Erasure!.Cutoff;
            if (await TryLeaseAsync(account, account.Erasure! with { Cutoff = cutoff }, cancellationToken) is { } leased)
                await RunAsync(leased, cancellationToken);
        }
    }

    private async Task<UserAccount> FinishAsync(UserAccount account, CancellationToken cancellationToken)
    {
        var lastTokenDead = account.RevokedAt!.Value + LastTokenDead;
        var finished = account with
        {
            Type = UserAccount.ErasedType,
            Nickname = "",
            Picture = null,
            Ttl = (int)(settings.Value.TokenLifetime + TimeSpan.FromDays(1)).TotalSeconds,
            Erasure = account.Erasure! with
            {
                ResumeAt = clock.GetUtcNow() > lastTokenDead ? null : lastTokenDead,
            },
        };
        if (await store.TryReplaceAsync(finished, cancellationToken) is not { } stored)
            return account;
        Log.Erased(logger, account.AccountId, account.Erasure.Counts);
        return stored;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Account {AccountId} is erased: {Counts}.")]
        public static partial void Erased(ILogger logger, string accountId, DeletionCounts counts);

        [LoggerMessage(2, LogLevel.Warning, "Erasing what account {AccountId} owned stopped; the cleanup goes on with it.")]
        public static partial void Stopped(ILogger logger, Exception exception, string accountId);
    }
}

/// <summary>How far the erasure of what a deleted account owned has come.</summary>
/// <param name="Cutoff">Only data stored up to then was the account's: the username may have a new owner since.</param>
/// <param name="Counts">How much is erased so far.</param>
/// <param name="ResumeAt">When the cleanup may go on with it; null once nothing is left to do.</param>
public sealed record Erasure(
    DateTimeOffset Cutoff,
    [property: JsonPropertyName("removed")] DeletionCounts Counts,
    [property: JsonConverter(typeof(UnixMilliseconds))] DateTimeOffset? ResumeAt)
{
    /// <summary>The same with one more step counted.</summary>
    public Erasure Plus(DeletionCounts step)
    {
        var counts = new DeletionCounts();
        counts.Add(Counts);
        counts.Add(step);
        return this with { Counts = counts };
    }
}
