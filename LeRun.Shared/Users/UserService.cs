using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace LeRun.Users;

/// <summary>Accounts: registering, finding, renaming, changing the password.</summary>
public sealed class UserService(
    UserStore store,
    LoginService logins,
    PasswordHasher hasher,
    Revocations revocations,
    Roles roles, IViewers viewers, ITextFilter filter, IdGenerator ids,
    PasswordRules passwords,
    TimeProvider clock)
{
    private const string List = "users";
    private const string ListByName = "usersByName";

    // A phone whose first try was answered with a 503, or not at all, tries again within minutes.
    private static readonly TimeSpan RetryTime = TimeSpan.FromMinutes(10);

    private static readonly NotFound Unknown = new(Messages.UserUnknown);
    private static readonly Invalid Taken = Invalid.Field("username", Messages.UsernameTaken);

    // Accounts whose registration this instance has answered: asked for again, their names are taken.
    private readonly MemoryCache _answered = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>
    /// Registers an account; whoever tries again after a failure gets the one that the first try made after all. Fails as
    /// <see cref="Invalid"/> if the username is taken or the password is none, <see cref="Busy"/> if too many wait for a hash.
    /// 1 Cosmos request; 2 if the username is taken, 3 if its last owner is gone; up to 4 if another instance registered it in
    /// the last minutes.
    /// </summary>
    public async Task<Result<UserAccount>> RegisterAsync(RegisterRequest request, CancellationToken cancellationToken)
    {
        var result = await FindOrRegisterAsync(request, cancellationToken);
        if (result.TryGet(out var user, out _))
        {
            var briefly = new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = RetryTime };
            _answered.Set(user.AccountId, true, briefly);
        }

        return result;
    }

    private async Task<Result<UserAccount>> FindOrRegisterAsync(RegisterRequest request, CancellationToken cancellationToken)
    {
        if (!Username.TryParse(request.Username, out var name))
            return Invalid.Field("username", Messages.UsernameRule);
        if (passwords.Refuse(request.Password!, name) is { } invalid)
            return invalid;
        if (!await filter.AllowsNameAsync(name.Display, cancellationToken))
            return Invalid.Field("username", Messages.WordRefused);

        var hashed = await hasher.HashAsync(request.Password!, accountId: null, cancellationToken);
        if (!hashed.TryGet(out var hash, out var failure))
            return failure;

        var now = clock.GetUtcNowMilliseconds();
        var user = new UserAccount
        {
            Id = name.Normalized,
            Type = UserAccount.UserType,
            AccountId = ids.Next(),
            Username = name.Display,
            Nickname = name.Display,
            PasswordHash = hash,
            CreatedAt = now,
            UpdatedAt = now,
        };
        if (await store.TryCreateAsync(user, cancellationToken))
            return user;

        var taken = await store.FindIncludingDeletedAsync(name.Normalized, cancellationToken);
        if (taken is { IsActive: true })
            return await ReturnToItsOwnerAsync(taken, user, request.Password!, cancellationToken);
        // A name is free again once all that its last owner had is gone; token versions go on where they were.
        if (taken is not { IsNameFree: true } || roles.Name(name.Normalized))
            return Taken;
        user = user with { TokenVersion = taken.TokenVersion, RevokedAt = taken.RevokedAt, ETag = taken.ETag };
        return await store.TryReplaceAsync(user, cancellationToken) is { } registered ? registered : Taken;
    }

    // A registration that comes again after a failure is told by its password. That is tried as a login tries it: wrong ones
    // count and lock, so that a guesser learns nothing here that a login would not say.
    private async Task<Result<UserAccount>> ReturnToItsOwnerAsync(
        UserAccount taken, UserAccount asked, string password, CancellationToken cancellationToken)
    {
        // Our own write, whose response was lost, looks like somebody else's.
        if (taken.AccountId == asked.AccountId)
            return taken;
        if (_answered.TryGetValue(taken.AccountId, out _) || taken.Username != asked.Username || taken.Version > 0
            || taken.CreatedAt + RetryTime < asked.CreatedAt)
        {
            return Taken;
        }

        var verified = await logins.VerifyCredentialsAsync(taken.Username, password, caller: null, cancellationToken);
        if (verified.TryGet(out var user, out var failure))
            return user.AccountId == taken.AccountId ? user : Taken;
        return failure is Busy ? failure : Taken;
    }

    /// <summary>
    /// Returns an account by username or <c>_id</c>. Fails as <see cref="NotFound"/>, also where there is a block between it and
    /// the caller. 1 Cosmos request; 2 for a username that has the form of an <c>_id</c>; 1 more where the caller's blocks are
    /// not in memory.
    /// </summary>
    public async Task<Result<UserAccount>> GetAsync(Caller caller, string nameOrId, CancellationToken cancellationToken)
    {
        // Someone may have registered what looks like another's _id: the _id wins.
        if (!IdGenerator.IsId(nameOrId) || await store.FindByAccountIdAsync(nameOrId, cancellationToken) is not { } found)
            return await GetProfileAsync(caller, nameOrId, cancellationToken);
        return (await viewers.OfAsync(caller.AccountId, cancellationToken)).Sees(found.AccountId) ? found : Unknown;
    }

    /// <summary>
    /// Returns an account by username in any spelling, as a caller sees it. Fails as <see cref="NotFound"/>, also where there is
    /// a block between the two. 1 Cosmos request; 1 more where the caller's blocks are not in memory.
    /// </summary>
    /// <param name="caller">Null: nobody is signed in.</param>
    public async Task<Result<UserAccount>> GetProfileAsync(
        Caller? caller, string username, CancellationToken cancellationToken) =>
        (await GetByNameAsync(username, cancellationToken)).TryGet(out var user, out var failure)
            ? (await viewers.OfAsync(caller?.AccountId, cancellationToken)).Sees(user.AccountId) ? user : Unknown
            : failure;

    /// <summary>Returns an account by username in any spelling. Fails as <see cref="NotFound"/>. 1 Cosmos request.</summary>
    public async Task<Result<UserAccount>> GetByNameAsync(string username, CancellationToken cancellationToken) =>
        Username.TryParse(username, out var name) && await store.FindActiveAsync(name.Normalized, cancellationToken) is { } user
            ? user
            : Unknown;

    /// <summary>
    /// Returns a page of all accounts that the caller sees, newest first. Fails as <see cref="Invalid"/> for a bad cursor. 1
    /// Cosmos request; 1 more where the caller's blocks are not in memory.
    /// </summary>
    public async Task<Result<Page<UserAccount>>> ListAsync(
        Caller caller, PageRequest page, CancellationToken cancellationToken)
    {
        if (!page.TryReadId(List, out var before, out var failure))
            return failure;
        var viewer = await viewers.OfAsync(caller.AccountId, cancellationToken);
        return await store.ListAsync(
            viewer, before, page.Limit, user => PageCursor.Make(List, user.AccountId), cancellationToken);
    }

    /// <summary>
    /// Returns a page of the accounts that the caller sees whose username begins so, by username. Fails and costs as
    /// <see cref="ListAsync"/>; as <see cref="Invalid"/> for what no username begins with.
    /// </summary>
    public async Task<Result<Page<UserAccount>>> ListByPrefixAsync(
        Caller caller, string prefix, PageRequest page, CancellationToken cancellationToken)
    {
        if (Username.NormalizePrefix(prefix) is not { } normalized)
            return Invalid.Field("prefix", Messages.SingleLineRule(1, Username.MaxLength));
        if (!page.TryReadKey(ListByName, static _ => true, out var after, out var failure))
            return failure;
        var viewer = await viewers.OfAsync(caller.AccountId, cancellationToken);
        return await store.ListByPrefixAsync(
            viewer, normalized, after, page.Limit, user => PageCursor.Make(ListByName, user.Id), cancellationToken);
    }

    /// <summary>
    /// Sets a new password and ends the tokens issued so far. Fails as <see cref="Invalid"/> if the password is none,
    /// <see cref="Stale"/> if the account is not in an expected version, <see cref="NotFound"/> if it is gone,
    /// <see cref="Unauthorized"/> if it has ended the caller's token, <see cref="Busy"/> if too many wait for a hash, and as
    /// <see cref="LoginService.VerifyCredentialsAsync"/> if the request has a current password. 1 Cosmos request, 1 more for a
    /// current password; 1 more if it fails, and 2 more if the account is gone.
    /// </summary>
    public async Task<Result<UserAccount>> ChangePasswordAsync(
        Caller caller, ChangePasswordRequest request, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (passwords.Refuse(request.Password!, caller.Username) is { } invalid)
            return invalid;
        // Whoever holds the token alone gets no more guesses than anybody else.
        if (request.CurrentPassword is { } current
            && !(await logins.VerifyCredentialsAsync(caller.Username.Display, current, caller: null, cancellationToken))
                .TryGet(out _, out var failure))
        {
            return failure;
        }

        var hashed = await hasher.HashAsync(request.Password!, caller.AccountId, cancellationToken);
        if (!hashed.TryGet(out var hash, out failure))
            return failure;
        if (await store.TryChangePasswordAsync(caller, hash, expected, cancellationToken) is not { } user)
        {
            var stored = await store.FindActiveAsync(caller, cancellationToken);
            // Our own write, whose response was lost, looks like somebody else's.
            if (stored?.PasswordHash != hash)
                return Refusal(caller, stored, DateTimeOffset.MaxValue);
            user = stored;
        }

        revocations.Note(new Revocation(user.Id, user.TokenVersion, user.RevokedAt!.Value));
        return user;
    }

    /// <summary>
    /// Sets the name that others see. Fails as <see cref="Stale"/> if the account is not in an expected version,
    /// <see cref="NotFound"/> if it is gone, <see cref="Forbidden"/> if it is suspended, <see cref="Unauthorized"/> if it has
    /// ended the caller's token. 1 Cosmos request; 2 if it fails.
    /// </summary>
    public async Task<Result<UserAccount>> ChangeNicknameAsync(
        Caller caller, ChangeNicknameRequest request, ExpectedVersion? expected, CancellationToken cancellationToken) =>
        !await filter.AllowsNameAsync(request.Nickname!, cancellationToken)
            ? Invalid.Field("nickname", Messages.WordRefused)
            : await store.TryChangeNicknameAsync(caller, request.Nickname!.Trim(), expected, cancellationToken) is { } user
            ? user
            : Refusal(caller, await store.FindActiveAsync(caller, cancellationToken), clock.GetUtcNow());

    private static Failure Refusal(Caller caller, UserAccount? current, DateTimeOffset now) =>
        current is null ? Unknown
        : current.TokenVersion == caller.TokenVersion && current.IsSuspended(now) ? new Forbidden(Messages.Suspended)
        : current.TokenVersion != caller.TokenVersion ? new Unauthorized(Messages.SignInFirst)
        : new Stale();
}
