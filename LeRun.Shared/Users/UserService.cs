using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Users;

/// <summary>Accounts: registering, finding, renaming, changing the password.</summary>
public sealed class UserService(UserStore store, Passwords passwords, Revocations revocations, IdGenerator ids, TimeProvider clock)
{
    public const int LongestNickname = 32;

    private const string List = "users";

    private static readonly NotFound Unknown = new(Messages.UserUnknown);

    /// <summary>Registers an account.</summary>
    public async Task<Result<UserAccount>> RegisterAsync(string? username, string? password, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.Require(Username.TryParse(username, out var name), "username", username is null ? Messages.Required : Messages.UsernameRule);
        passwords.Check(validation, password);
        if (validation.Failure is { } invalid)
            return invalid;

        var now = Now();
        var user = new UserAccount
        {
            Id = name.Normalized,
            Type = UserAccount.UserType,
            AccountId = ids.Next(),
            Username = name.Display,
            Nickname = name.Display,
            PasswordHash = await passwords.HashAsync(password!, cancellationToken),
            CreatedAt = now,
            UpdatedAt = now,
        };
        if (await store.CreateAsync(user, cancellationToken))
            return user;

        // A name is free again once all that its last owner had is gone; token versions go on where they were.
        var taken = await store.ReadAsync(name.Normalized, cancellationToken);
        if (taken is { Type: UserAccount.ErasedType })
            user = user with { TokenVersion = taken.TokenVersion, RevokedAt = taken.RevokedAt, ETag = taken.ETag };
        return user.ETag is not null && await store.ReplaceAsync(user, cancellationToken) is { } registered
            ? registered
            : Invalid.Field("username", Messages.UsernameTaken);
    }

    /// <summary>An account by username or <c>_id</c>.</summary>
    public async Task<Result<UserAccount>> GetAsync(string nameOrId, CancellationToken cancellationToken)
    {
        // Someone may have registered what looks like another's _id: the _id wins.
        if (IdGenerator.IsId(nameOrId) && await store.FindAsync(nameOrId, cancellationToken) is { } found)
            return found;
        return await GetByNameAsync(nameOrId, cancellationToken);
    }

    /// <summary>An account by username.</summary>
    public async Task<Result<UserAccount>> GetByNameAsync(string username, CancellationToken cancellationToken) =>
        Username.TryParse(username, out var name) && UserAccount.Living(await store.ReadAsync(name.Normalized, cancellationToken)) is { } user ? user : Unknown;

    /// <summary>Accounts, newest first.</summary>
    public async Task<Result<Page<UserAccount>>> ListAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var before = "";
        if (page.Cursor is { } cursor && !(PageCursor.TryRead(List, cursor, out before) && IdGenerator.IsId(before)))
            return Invalid.Field("cursor", Messages.BadCursor);
        return await store.ListAsync(page.Cursor is null ? null : before, page.Limit, user => PageCursor.Make(List, user.AccountId), cancellationToken);
    }

    /// <summary>Sets a new password and ends the tokens issued so far.</summary>
    /// <param name="expected">The versions it may have; null: any.</param>
    public async Task<Result<UserAccount>> ChangePasswordAsync(Caller caller, string? password, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        passwords.Check(validation, password);
        if (validation.Failure is { } invalid)
            return invalid;

        var hash = await passwords.HashAsync(password!, cancellationToken);
        var now = Now();
        var changed = await ChangeAsync(caller, expected, cancellationToken,
            PatchOperation.Set("/passwordHash", hash),
            PatchOperation.Increment("/tokenVersion", 1),
            PatchOperation.Set("/revokedAt", now.ToUnixTimeMilliseconds()));
        if (changed.TryGet(out var user, out _))
            revocations.Note(new Revocation(user.Id, user.TokenVersion, now));
        return changed;
    }

    /// <summary>Sets the name that others see.</summary>
    /// <param name="expected">The versions it may have; null: any.</param>
    public async Task<Result<UserAccount>> ChangeNicknameAsync(Caller caller, string? nickname, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        var trimmed = nickname?.Trim();
        if (trimmed is null)
            return Invalid.Field("nickname", Messages.Required);
        if (!TextRules.IsSingleLine(trimmed, 1, LongestNickname))
            return Invalid.Field("nickname", Messages.NicknameRule);
        return await ChangeAsync(caller, expected, cancellationToken, PatchOperation.Set("/nickname", trimmed));
    }

    private async Task<Result<UserAccount>> ChangeAsync(
        Caller caller, ExpectedVersion? expected, CancellationToken cancellationToken, params PatchOperation[] operations)
    {
        var changed = await store.PatchAsync(
            caller.Username.Normalized,
            UserStore.Is(caller.AccountId, expected),
            [.. operations, PatchOperation.Set("/updatedAt", Now()), PatchOperation.Increment("/version", 1)],
            cancellationToken);
        if (changed is not null)
            return changed;
        return expected is null ? Unknown : new Stale();
    }

    private DateTimeOffset Now() => UtcMilliseconds.Truncate(clock.GetUtcNow());
}
