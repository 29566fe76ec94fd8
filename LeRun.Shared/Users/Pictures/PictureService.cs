using System.ComponentModel.DataAnnotations;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;

namespace LeRun.Users.Pictures;

/// <summary>A picture in JSON.</summary>
public sealed record ChangePictureRequest : IUserRequest
{
    /// <inheritdoc/>
    public string? Username { get; init; }

    /// <summary>Base64, or a data URL.</summary>
    [Required]
    public string? ProfilePic { get; init; }
}

/// <summary>
/// Profile pictures: the blob is stored first, then the account is made to point at it, then the one before goes. A crash
/// in between leaves an orphan for the cleanup, never an account that points at nothing. Owners are accounts' <c>_id</c>s:
/// the next owner of a name has nothing to do with the last one's pictures.
/// </summary>
public sealed class PictureService(UserStore users, PictureStore pictures, PictureCleanup cleanup, TimeProvider clock)
{
    /// <summary>The most bytes of an uploaded picture.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>
    /// Makes <paramref name="upload"/> the caller's picture and returns the account. Fails as <see cref="Unreadable"/> if it is
    /// not a picture, <see cref="NotFound"/> if the account is gone, <see cref="Forbidden"/> if it is suspended,
    /// <see cref="Unauthorized"/> if it has ended the caller's token, <see cref="Stale"/> if it is not in an expected version. 2
    /// Cosmos requests; 1 Blob request, 2 if there was a picture before.
    /// </summary>
    public async Task<Result<UserAccount>> ChangeAsync(
        Caller caller, byte[] upload, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (!PictureParser.TryParse(upload, out var picture, out var refusal))
            return new Unreadable(Messages.PictureRefused(refusal));

        var stored = await pictures.UploadAsync(caller.AccountId, picture, cancellationToken);
        return await OptimisticConcurrency.RetryAsync<UserAccount>(async () =>
        {
            if (await users.FindActiveAsync(caller, cancellationToken) is not { } user)
                return new NotFound(Messages.UserUnknown);
            if (user.TokenVersion != caller.TokenVersion)
                return new Unauthorized(Messages.SignInFirst);
            if (user.IsSuspended(clock.GetUtcNow()))
                return new Forbidden(Messages.Suspended);
            if (expected.Excludes(user.VersionId))
                return new Stale();
            // Whoever replaces a pointer knows which one it was, and so which blob nothing points at any more.
            if (await users.TryChangePictureAsync(user, stored, cancellationToken) is not { } changed)
                return null;
            if (user.Picture is { } before && before.Hash != stored.Hash)
                await pictures.DeleteAsync(caller.AccountId, before, cancellationToken);
            return changed;
        });
    }

    /// <summary>
    /// Returns the picture of a user, as their account points at it. Fails as <see cref="NotFound"/> if there is no such user or
    /// no picture. 1 Cosmos request.
    /// </summary>
    public async Task<Result<CurrentPicture>> GetAsync(string username, CancellationToken cancellationToken)
    {
        if (!Username.TryParse(username, out var name)
            || await users.FindActiveAsync(name.Normalized, cancellationToken) is not { } user)
        {
            return new NotFound(Messages.UserUnknown);
        }

        return user.ShownPicture is { } hash ? new CurrentPicture(user.AccountId, hash) : new NotFound(Messages.NoPicture);
    }

    /// <summary>What is known of a picture without its bytes; null if it was replaced just now. 1 Blob request.</summary>
    public Task<PictureProperties?> DescribeAsync(CurrentPicture picture, CancellationToken cancellationToken) =>
        pictures.GetPropertiesAsync(picture.Owner, picture.Hash, cancellationToken);

    /// <summary>
    /// A picture's bytes, or some of them; null if it was replaced just now. The caller disposes it. 1 Blob request.
    /// </summary>
    public Task<StoredPicture?> ReadAsync(
        CurrentPicture picture, long offset, long? length, CancellationToken cancellationToken) =>
        pictures.ReadAsync(picture.Owner, picture.Hash, cancellationToken, offset, length);

    /// <summary>Deletes pictures that no account points at; returns how many.</summary>
    public Task<int> CleanUpAsync(CancellationToken cancellationToken) => cleanup.RunAsync(
        async (owner, stop) => (await users.FindByAccountIdAsync(owner, stop))?.Picture?.Hash, cancellationToken);
}

/// <summary>A picture that an account points at.</summary>
/// <param name="Owner">The account's <c>_id</c>.</param>
/// <param name="Hash">As in <see cref="PictureVersion"/>.</param>
public sealed record CurrentPicture(string Owner, string Hash);
