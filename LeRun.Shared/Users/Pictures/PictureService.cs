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
public sealed class PictureService(
    UserStore users, PictureStore pictures, PictureMaker maker, PictureSizes sizes, PictureCleanup cleanup,
    TimeProvider clock)
{
    /// <summary>The most bytes of an uploaded picture.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>
    /// Makes <paramref name="upload"/> the caller's picture and returns the account. Fails as
    /// <see cref="PictureMaker.MakeAsync"/> does, as <see cref="NotFound"/> if the account is gone, <see cref="Forbidden"/> if it
    /// is suspended, <see cref="Unauthorized"/> if it has ended the caller's token, <see cref="Stale"/> if it is not in an
    /// expected version. 2 Cosmos requests; 3 Blob requests, 7 or more if there was a picture before.
    /// </summary>
    public async Task<Result<UserAccount>> ChangeAsync(
        Caller caller, byte[] upload, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        var making = await maker.MakeAsync(upload, PictureSize.MadeAtUpload, cancellationToken);
        if (!making.TryGet(out var made, out var refusal))
            return refusal;

        var stored = await pictures.UploadAsync(caller.AccountId, made, cancellationToken);
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

    /// <summary>
    /// What is known of a picture without its bytes. Fails as <see cref="NotFound"/> if it was replaced just now,
    /// <see cref="Busy"/> if its size is still to be made and too many wait. 1 Blob request; at the first ask for a size, 6.
    /// </summary>
    public Task<Result<PictureProperties>> DescribeAsync(
        CurrentPicture picture, PictureSize size, CancellationToken cancellationToken) => WithSizeAsync(
            picture, size, stored => pictures.GetPropertiesAsync(picture.Owner, picture.Hash, cancellationToken, stored),
            cancellationToken);

    /// <summary>
    /// A picture's bytes, or some of them; the caller disposes it. Fails and costs as <see cref="DescribeAsync"/>.
    /// </summary>
    public Task<Result<StoredPicture>> ReadAsync(
        CurrentPicture picture, PictureSize size, long offset, long? length, CancellationToken cancellationToken) =>
        WithSizeAsync(
            picture, size, stored => pictures.ReadAsync(picture.Owner, picture.Hash, cancellationToken, offset, length, stored),
            cancellationToken);

    /// <summary>Deletes pictures that no account points at; returns how many.</summary>
    public Task<int> CleanUpAsync(CancellationToken cancellationToken) => cleanup.RunAsync(
        async (owner, stop) => (await users.FindByAccountIdAsync(owner, stop))?.Picture?.Hash, cancellationToken);

    private async Task<Result<T>> WithSizeAsync<T>(
        CurrentPicture picture, PictureSize size, Func<PictureSize, Task<T?>> read, CancellationToken cancellationToken)
        where T : class
    {
        if (await read(size) is { } stored)
            return stored;
        if (size == PictureSize.Whole)
            return new NotFound(Messages.NoPicture);

        var failure = await sizes.MakeAsync(picture, size, cancellationToken);
        if (failure is not (null or Unreadable))
            return failure;
        // A picture of an older release that is too large now, or that no decoder takes, is served as it is.
        return await read(failure is null ? size : PictureSize.Whole) is { } made ? made : new NotFound(Messages.NoPicture);
    }
}

/// <summary>A picture that an account points at.</summary>
/// <param name="Owner">The account's <c>_id</c>.</param>
/// <param name="Hash">As in <see cref="PictureVersion"/>.</param>
public sealed record CurrentPicture(string Owner, string Hash);
