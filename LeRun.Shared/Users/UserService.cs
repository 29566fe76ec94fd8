using LeRun.Identity;
using LeRun.Messages;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Users;

/// <summary>Accounts: registering, finding, renaming, changing the password.</summary>
public sealed class UserService(UserStore store, Passwords passwords, Revocations revocations, Ids ids, TimeProvider clock)
{
    public const int LongestNickname = 32;

    private const string List = "users";

    private static readonly NotFound Unknown = new(Text.UserUnknown);

    /// <summary>Registers an account.</summary>
    public async Task<Result<UserDocument>> RegisterAsync(string? username, string? password, CancellationToken cancellation)
    {
        var validation = new Validation();
        validation.Require(Username.TryParse(username, out var name), "username", username is null ? Text.Required : Text.UsernameRule);
        passwords.Check(validation, password);
        if (validation.Failure is { } invalid)
            return invalid;

        var now = Now();
        var user = new UserDocument
        {
            Id = name.Key,
            Type = UserDocument.UserType,
            Uid = ids.Next(),
            Username = name.Text,
            Nickname = name.Text,
            PasswordHash = await passwords.HashAsync(password!, cancellation),
            CreatedAt = now,
            UpdatedAt = now,
        };
        if (await store.CreateAsync(user, cancellation))
            return user;

        // A name is free again once all that its last owner had is gone; token versions go on where they were.
        var taken = await store.ReadAsync(name.Key, cancellation);
        if (taken is { Type: UserDocument.RemovedType })
            user = user with { TokenVersion = taken.TokenVersion, RevokedAt = taken.RevokedAt, ETag = taken.ETag };
        return user.ETag is not null && await store.ReplaceAsync(user, cancellation) is { } registered
            ? registered
            : Invalid.Field("username", Text.UsernameTaken);
    }

    /// <summary>An account by username or <c>_id</c>.</summary>
    public async Task<Result<UserDocument>> GetAsync(string nameOrId, CancellationToken cancellation)
    {
        // Someone may have registered what looks like another's _id: the _id wins.
        if (Ids.IsId(nameOrId) && await store.FindAsync(nameOrId, cancellation) is { } found)
            return found;
        return await GetByNameAsync(nameOrId, cancellation);
    }

    /// <summary>An account by username.</summary>
    public async Task<Result<UserDocument>> GetByNameAsync(string username, CancellationToken cancellation) =>
        Username.TryParse(username, out var name) && UserDocument.Living(await store.ReadAsync(name.Key, cancellation)) is { } user ? user : Unknown;

    /// <summary>Accounts, newest first.</summary>
    public async Task<Result<Page<UserDocument>>> ListAsync(PageRequest page, CancellationToken cancellation)
    {
        var before = "";
        if (page.Cursor is { } cursor && !(Cursor.TryRead(List, cursor, out before) && Ids.IsId(before)))
            return Invalid.Field("cursor", Text.BadCursor);
        return await store.ListAsync(page.Cursor is null ? null : before, page.Limit, user => Cursor.Make(List, user.Uid), cancellation);
    }

    /// <summary>Sets a new password and ends the tokens issued so far.</summary>
    /// <param name="ifMatch">The versions it may have; null: any.</param>
    public async Task<Result<UserDocument>> ChangePasswordAsync(Caller caller, string? password, IfMatch? ifMatch, CancellationToken cancellation)
    {
        var validation = new Validation();
        passwords.Check(validation, password);
        if (validation.Failure is { } invalid)
            return invalid;

        var hash = await passwords.HashAsync(password!, cancellation);
        var now = Now();
        var changed = await ChangeAsync(caller, ifMatch, cancellation,
            PatchOperation.Set("/passwordHash", hash),
            PatchOperation.Increment("/tokenVersion", 1),
            PatchOperation.Set("/revokedAt", now.ToUnixTimeMilliseconds()));
        if (changed.TryGet(out var user, out _))
            revocations.Note(new Revocation(user.Id, user.TokenVersion, now));
        return changed;
    }

    /// <summary>Sets the name that others see.</summary>
    /// <param name="ifMatch">The versions it may have; null: any.</param>
    public async Task<Result<UserDocument>> ChangeNicknameAsync(Caller caller, string? nickname, IfMatch? ifMatch, CancellationToken cancellation)
    {
        var trimmed = nickname?.Trim();
        if (trimmed is null)
            return Invalid.Field("nickname", Text.Required);
        if (!PlainText.IsLine(trimmed, 1, LongestNickname))
            return Invalid.Field("nickname", Text.NicknameRule);
        return await ChangeAsync(caller, ifMatch, cancellation, PatchOperation.Set("/nickname", trimmed));
    }

    private async Task<Result<UserDocument>> ChangeAsync(
        Caller caller, IfMatch? ifMatch, CancellationToken cancellation, params PatchOperation[] operations)
    {
        var changed = await store.PatchAsync(
            caller.Username.Key,
            UserStore.Is(caller.Uid, ifMatch),
            [.. operations, PatchOperation.Set("/updatedAt", Now()), PatchOperation.Increment("/version", 1)],
            cancellation);
        if (changed is not null)
            return changed;
        return ifMatch is null ? Unknown : new Stale();
    }

    private DateTimeOffset Now() => Instant.Truncate(clock.GetUtcNow());
}
