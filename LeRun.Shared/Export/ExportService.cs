using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using LeRun.Users;

namespace LeRun.Export;

/// <summary>
/// Lets users take along all that their account holds. Which exports there are is a part of the account's item; the links to
/// their parts are signed texts that are good once. Costs are in Cosmos requests.
/// </summary>
public sealed class ExportService(
    LoginService logins, UserStore users, ExportLinks links, IdGenerator ids, TimeProvider clock)
{
    /// <summary>How many exports an account may begin within a day.</summary>
    public const int MaxPerDay = 3;

    /// <summary>How long a link is good.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly NotFound NoSuchExport = new(Messages.ExportUnknown);

    /// <summary>
    /// Begins an export for whoever is signed in and knows the password. Fails as
    /// <see cref="LoginService.VerifyCredentialsAsync"/>, whose lockout also a caller's own token obeys here; as
    /// <see cref="TooManyAttempts"/> after <see cref="MaxPerDay"/> in a day. 2 requests.
    /// </summary>
    public async Task<Result<ExportLink>> BeginAsync(
        Caller caller, ExportRequest request, CancellationToken cancellationToken)
    {
        var verified = await logins.VerifyCredentialsAsync(
            caller.Username.Display, request.Password!, caller: null, cancellationToken);
        if (!verified.TryGet(out var verifiedUser, out var failure))
            return failure;
        UserAccount? user = verifiedUser;
        var id = ids.Next();
        return await OptimisticConcurrency.RetryAsync<ExportLink>(async () =>
        {
            user ??= await users.FindActiveAsync(caller, cancellationToken);
            // Somebody else may have the name by now, or the account may have ended the caller's token.
            if (user is null || user.AccountId != caller.AccountId || user.TokenVersion != caller.TokenVersion)
                return new Unauthorized(Messages.SignInFirst);
            var now = clock.GetUtcNowMilliseconds();
            // Our own write, whose response was lost, looks like somebody else's.
            if (user.Exports.FirstOrDefault(known => known.Id == id) is { } own)
                return LinkTo(user, own, place: null);
            var recent = user.Exports.Where(known => known.BegunAt > now - Day).ToList();
            if (recent.Count >= MaxPerDay)
                return new TooManyAttempts(Messages.TooManyExports, recent[0].BegunAt + Day - now);
            var ticket = new ExportTicket(id, now, NextPart: 0, UsedBy: null);
            var stored = await users.TryReplaceAsync(user with { Exports = [.. recent, ticket] }, cancellationToken);
            user = null;
            return OptimisticConcurrency.Stored(stored is null ? null : LinkTo(stored, ticket, place: null));
        });
    }

    /// <summary>
    /// Uses up a link and returns what it leads to. Fails as <see cref="NotFound"/> if it is none, was used, is too old, or
    /// if the account is gone or has ended its tokens since. 2 requests.
    /// </summary>
    public Task<Result<ExportPart>> OpenAsync(string token, CancellationToken cancellationToken)
    {
        if (links.Parse(token) is not { } link || clock.GetUtcNow() >= link.ExpiresAt)
            return Task.FromResult<Result<ExportPart>>(NoSuchExport);
        var use = ids.Next();
        return OptimisticConcurrency.RetryAsync<ExportPart>(async () =>
        {
            // The part before, or the beginning, may have been had on another instance a moment ago.
            var user = await users.FindLatestAsync(
                link.NormalizedUsername, user => TicketOf(user, link)?.NextPart >= link.Part, cancellationToken);
            if (user?.AccountId != link.AccountId || TicketOf(user, link) is not { } ticket || user.RevokedAt > ticket.BegunAt)
                return NoSuchExport;
            // Our own write, whose response was lost, looks like somebody else's.
            if (ticket.UsedBy == use)
                return new ExportPart(user, ticket, link.Part, link.Place);
            if (ticket.NextPart != link.Part)
                return NoSuchExport;
            var used = ticket with { NextPart = link.Part + 1, UsedBy = use };
            var changed = user with { Exports = [.. user.Exports.Select(other => other == ticket ? used : other)] };
            var stored = await users.TryReplaceAsync(changed, cancellationToken);
            return OptimisticConcurrency.Stored(
                stored is null ? null : new ExportPart(stored, used, link.Part, link.Place));
        });
    }

    /// <summary>Whether the account of an export is still what it was when the export was begun. 1 request.</summary>
    public async Task<bool> IsCurrentAsync(ExportPart part, CancellationToken cancellationToken) =>
        await users.FindActiveAsync(part.Account.Id, cancellationToken) is { } user
        && user.AccountId == part.Account.AccountId && user.TokenVersion == part.Account.TokenVersion;

    /// <summary>The link to the next part of an export.</summary>
    /// <param name="part">The part before.</param>
    /// <param name="place">Where it ends.</param>
    public ExportLink LinkAfter(ExportPart part, ExportPlace place) => LinkTo(part.Account, part.Ticket, place);

    private static ExportTicket? TicketOf(UserAccount user, ExportLink link) =>
        user.Exports.FirstOrDefault(ticket => ticket.Id == link.TicketId);

    private ExportLink LinkTo(UserAccount user, ExportTicket ticket, ExportPlace? place)
    {
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((clock.GetUtcNow() + LinkLifetime).ToUnixTimeSeconds());
        return new ExportLink(user.Id, user.AccountId, ticket.Id, ticket.NextPart, expiresAt, place);
    }
}

/// <summary>A part of an export that somebody may have now.</summary>
/// <param name="Account">The account as it is.</param>
/// <param name="Ticket">The export, with this part used up.</param>
/// <param name="Number">Which part, from 0.</param>
/// <param name="Place">Where it begins; null: at the beginning.</param>
public sealed record ExportPart(UserAccount Account, ExportTicket Ticket, int Number, ExportPlace? Place);
