using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using Microsoft.Extensions.Options;

namespace LeRun.Users;

/// <summary>Accounts: registering, finding, renaming, changing the password.</summary>
public sealed class UserService(
    UserStore store,
    PasswordHasher hasher,
    Revocations revocations,
    IdGenerator ids,
    IOptions<AuthSettings> settings,
    TimeProvider clock)
{
    private const string List = "users";

    private static readonly NotFound Unknown = new(Messages.UserUnknown);

    /// <summary>
    /// Registers an account. Fails as <see cref="Invalid"/> if the username is taken or the password too short,
    /// <see cref="Busy"/> if too many wait for a hash. 1 Cosmos request; 2 if the username is taken, 3 if its last owner is gone.
    /// </summary>
    public async Task<Result<UserAccount>> RegisterAsync(RegisterRequest request, CancellationToken cancellationToken)
    {
        if (TooShort(request.Password!) is { } invalid)
            return invalid;
        if (!Username.TryParse(request.Username, out var name))
            return Invalid.Field("username", Messages.UsernameRule);

        var hashed = await hasher.HashAsync(request.Password!, HashPriority.Registration, cancellationToken);
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

        // A name is free again once all that its last owner had is gone; token versions go on where they were.
        var taken = await store.FindIncludingDeletedAsync(name.Normalized, cancellationToken);
        if (taken is not { Type: UserAccount.ErasedType })
            return Invalid.Field("username", Messages.UsernameTaken);
        user = user with { TokenVersion = taken.TokenVersion, RevokedAt = taken.RevokedAt, ETag = taken.ETag };
        return await store.TryReplaceAsync(user, cancellationToken) is { } registered
            ? registered
            : Invalid.Field("username", Messages.UsernameTaken);
    }

    /// <summary>
    /// Returns an account by username or <c>_id</c>. Fails as <see cref="NotFound"/>. 1 Cosmos request; 2 for a username that has
    /// the form of an <c>_id</c>.
    /// </summary>
    public async Task<Result<UserAccount>> GetAsync(string nameOrId, CancellationToken cancellationToken)
    {
        // Someone may have registered what looks like another's _id: the _id wins.
        if (IdGenerator.IsId(nameOrId) && await store.FindByAccountIdAsync(nameOrId, cancellationToken) is { } found)
            return found;
        return await GetByNameAsync(nameOrId, cancellationToken);
    }

    /// <summary>Returns an account by username in any spelling. Fails as <see cref="NotFound"/>. 1 Cosmos request.</summary>
    public async Task<Result<UserAccount>> GetByNameAsync(string username, CancellationToken cancellationToken) =>
        Username.TryParse(username, out var name) && await store.FindActiveAsync(name.Normalized, cancellationToken) is { } user
            ? user
            : Unknown;

    /// <summary>
    /// Returns a page of all accounts, newest first. Fails as <see cref="Invalid"/> for a bad cursor. 1 Cosmos request.
    /// </summary>
    public async Task<Result<Page<UserAccount>>> ListAsync(PageRequest page, CancellationToken cancellationToken)
    {
        if (!page.TryReadId(List, out var before, out var failure))
            return failure;
        return await store.ListAsync(before, page.Limit, user => PageCursor.Make(List, user.AccountId), cancellationToken);
    }

    /// <summary>
    /// Sets a new password and ends the tokens issued so far. Fails as <see cref="Invalid"/> if the password is too short,
    /// <see cref="Stale"/> if the account is not in an expected version, <see cref="NotFound"/> if it is gone,
    /// <see cref="Unauthorized"/> if it has ended the caller's token, <see cref="Busy"/> if too many wait for a hash. 1 Cosmos
    /// request; 2 if it fails.
    /// </summary>
    public async Task<Result<UserAccount>> ChangePasswordAsync(
        Caller caller, ChangePasswordRequest request, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (TooShort(request.Password!) is { } invalid)
            return invalid;
        var hashed = await hasher.HashAsync(request.Password!, HashPriority.Login, cancellationToken);
        if (!hashed.TryGet(out var hash, out var failure))
            return failure;
        if (await store.TryChangePasswordAsync(caller, hash, expected, cancellationToken) is not { } user)
        {
            var current = await store.FindActiveAsync(caller, cancellationToken);
            // Our own write, whose response was lost, looks like somebody else's.
            if (current?.PasswordHash != hash)
                return Refusal(caller, current);
            user = current;
        }

        revocations.Note(new Revocation(user.Id, user.TokenVersion, user.RevokedAt!.Value));
        return user;
    }

    /// <summary>
    /// Sets the name that others see. Fails as <see cref="Stale"/> if the account is not in an expected version,
    /// <see cref="NotFound"/> if it is gone, <see cref="Unauthorized"/> if it has ended the caller's token. 1 Cosmos request; 2
    /// if it fails.
    /// </summary>
    public async Task<Result<UserAccount>> ChangeNicknameAsync(
        Caller caller, ChangeNicknameRequest request, ExpectedVersion? expected, CancellationToken cancellationToken) =>
        await store.TryChangeNicknameAsync(caller, request.Nickname!.Trim(), expected, cancellationToken) is { } user
            ? user
            : Refusal(caller, await store.FindActiveAsync(caller, cancellationToken));

    private static Failure Refusal(Caller caller, UserAccount? current) =>
        current is null ? Unknown
        : current.TokenVersion != caller.TokenVersion ? new Unauthorized(Messages.SignInFirst)
        : new Stale();

    private Invalid? TooShort(string password)
    {
        var min = settings.Value.MinPasswordLength;
        return password.EnumerateRunes().Count() < min
            ? Invalid.Field("password", Messages.PasswordRule(min, PasswordAttribute.MaxCharacters))
            : null;
    }
}
