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
    UserStore store, IEnumerable<IUserDataEraser> erasers, IOptions<AuthSettings> settings,
    Roles roles, TimeProvider clock, ILogger<AccountErasure> logger)
{
    private const int AccountsAtATime = 20;

    // The timer comes again after a minute.
    private static readonly TimeSpan CleanupBudget = TimeSpan.FromSeconds(50);

    // Each step renews the lease; only a crash lets it run out.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    // Until then another instance may still accept the account's tokens, and store something more. A write that its instance no
    // longer waits for may take a moment to arrive.
    private static readonly TimeSpan LastTokenDead = Revocations.Bound + Revocations.Grace + TimeSpan.FromSeconds(5);

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
    /// Goes on with erasures that were cut short, then looks once more for what came in until an account's last token died, for
    /// as long as a timer may work. 1 query over all partitions for 20 accounts of either kind, and 1 request an account more.
    /// </summary>
    public async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(CleanupBudget, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await ResumeAsync(UserAccount.ErasingType, either.Token);
            await ResumeAsync(UserAccount.ErasedType, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            // The next call goes on.
        }
    }

    private async Task ResumeAsync(string type, CancellationToken cancellationToken)
    {
        bool resumed;
        do
        {
            resumed = false;
            foreach (var account in await store.ListErasuresToResumeAsync(
                type, clock.GetUtcNow(), AccountsAtATime, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                // The username is nobody else's before the last look: whatever is stored under it by now was the account's.
                var erasure = account.Erasure! with { Cutoff = clock.GetUtcNow() };
                if (await TryLeaseAsync(account, erasure, cancellationToken) is not { } leased)
                    continue;
                resumed = true;
                await RunAsync(leased, cancellationToken);
            }
        }
        while (resumed);
    }

    private async Task<UserAccount> FinishAsync(UserAccount account, CancellationToken cancellationToken)
    {
        var lastTokenDead = account.RevokedAt!.Value + LastTokenDead;
        var finished = account with
        {
            Type = UserAccount.ErasedType,
            Nickname = "",
            Picture = null,
            Sanctions = [],
            SuspendedUntil = null,
            HiddenNickname = null,
            HiddenPicture = null,
            // A name that has a role is not to become free by itself.
            Ttl = roles.Name(account.Id)
                ? null
                : (int)(settings.Value.TokenLifetime + AuthSettings.EndedTokenAccepted + TimeSpan.FromDays(1)).TotalSeconds,
            Erasure = account.Erasure! with
            {
                ResumeAt = account.Erasure.Cutoff >= lastTokenDead ? null : lastTokenDead,
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
/// <param name="Cutoff">When the look under way began: all that was stored until then is the account's.</param>
/// <param name="Counts">How much is erased so far.</param>
/// <param name="ResumeAt">When the cleanup may go on with it; null once nothing is left to do, and the username is free.</param>
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
