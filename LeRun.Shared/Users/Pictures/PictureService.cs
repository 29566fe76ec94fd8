using System.Runtime.CompilerServices;
using LeRun.Identity;
using LeRun.Localization;
using LeRun.Storage;

namespace LeRun.Users.Pictures;

/// <summary>
/// Profile pictures: the blob is stored first, then the account is made to point at it, then the one before goes. A crash
/// in between leaves an orphan for the sweep, never an account that points at nothing. Owners are accounts' <c>_id</c>s:
/// the next owner of a name has nothing to do with the last one's pictures.
/// </summary>
public sealed class PictureService(UserStore users, PictureStore pictures, OrphanSweep orphans, TimeProvider clock)
{
    public const int MostBytes = 5 * 1024 * 1024;

    private const int Tries = 10;

    /// <summary>Makes <paramref name="upload"/> the caller's picture and answers the account.</summary>
    /// <param name="expected">The versions that the account may have; null: any.</param>
    public async Task<Result<UserAccount>> ChangeAsync(Caller caller, byte[] upload, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (!PictureParser.TryParse(upload, out var picture, out var refusal))
            return new Unreadable(Messages.PictureRefused(refusal));

        var stored = await pictures.UploadAsync(caller.AccountId, picture, cancellationToken);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (UserAccount.Living(await users.ReadAsync(caller.Username.Normalized, cancellationToken)) is not { } user || user.AccountId != caller.AccountId)
                return new NotFound(Messages.UserUnknown);
            if (expected.Excludes(user.VersionId))
                return new Stale();

            var changed = user with
            {
                Picture = stored,
                Version = user.Version + 1,
                UpdatedAt = UtcMilliseconds.Truncate(clock.GetUtcNow()),
            };
            // Whoever replaces a pointer knows which one it was, and so which blob nothing points at any more.
            if (await users.ReplaceAsync(changed, cancellationToken) is not { } saved)
                continue;
            if (user.Picture is { } before && before.Hash != stored.Hash)
                await pictures.DeleteAsync(caller.AccountId, before, cancellationToken);
            return saved;
        }

        return new Conflict(Messages.TryAgain);
    }

    /// <summary>The picture of a user, as their account points at it.</summary>
    public async Task<Result<CurrentPicture>> GetAsync(string username, CancellationToken cancellationToken)
    {
        if (!Username.TryParse(username, out var name) || UserAccount.Living(await users.ReadAsync(name.Normalized, cancellationToken)) is not { } user)
            return new NotFound(Messages.UserUnknown);
        return user.Picture is { } picture ? new CurrentPicture(user.AccountId, picture.Hash) : new NotFound(Messages.NoPicture);
    }

    /// <summary>What is known of a picture without its bytes; null when it was replaced just now.</summary>
    public Task<PictureProperties?> DescribeAsync(CurrentPicture picture, CancellationToken cancellationToken) =>
        pictures.GetPropertiesAsync(picture.Owner, picture.Hash, cancellationToken);

    /// <summary>A picture's bytes, or some of them; null when it was replaced just now. The caller disposes it.</summary>
    public Task<StoredPicture?> ReadAsync(CurrentPicture picture, long offset, long? length, CancellationToken cancellationToken) =>
        pictures.ReadAsync(picture.Owner, picture.Hash, cancellationToken, offset, length);

    /// <summary>Deletes pictures that no account points at; answers how many.</summary>
    public Task<int> SweepAsync(CancellationToken cancellationToken) =>
        orphans.RunAsync(async (owner, stop) => (await users.FindAsync(owner, stop))?.Picture?.Hash, cancellationToken);
}

/// <summary>A picture that an account points at.</summary>
public sealed record CurrentPicture(string Owner, string Hash);

/// <summary>Removes a deleted account's pictures.</summary>
public sealed class OwnedPictures(PictureStore pictures) : IUserDataEraser
{
    public async IAsyncEnumerable<DeletionCounts> EraseAsync(
        UserAccount account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return DeletionCounts.Of("pictures", await pictures.DeleteAllAsync(account.AccountId, cancellationToken));
    }
}
