using System.Runtime.CompilerServices;
using LeRun.Identity;
using LeRun.Messages;
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
    /// <param name="ifMatch">The versions that the account may have; null: any.</param>
    public async Task<Result<UserDocument>> ChangeAsync(Caller caller, byte[] upload, IfMatch? ifMatch, CancellationToken cancellation)
    {
        if (!PictureParser.TryParse(upload, out var picture, out var refusal))
            return new Unsupported(Text.PictureRefused(refusal));

        var stored = await pictures.UploadAsync(caller.Uid, picture, cancellation);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (UserDocument.Living(await users.ReadAsync(caller.Username.Key, cancellation)) is not { } user || user.Uid != caller.Uid)
                return new NotFound(Text.UserUnknown);
            if (ifMatch?.Allows(user.Tag) == false)
                return new Stale();

            var changed = user with
            {
                Picture = stored,
                Version = user.Version + 1,
                UpdatedAt = Instant.Truncate(clock.GetUtcNow()),
            };
            // Whoever replaces a pointer knows which one it was, and so which blob nothing points at any more.
            if (await users.ReplaceAsync(changed, cancellation) is not { } saved)
                continue;
            if (user.Picture is { } before && before.Hash != stored.Hash)
                await pictures.DeleteAsync(caller.Uid, before, cancellation);
            return saved;
        }

        return new Conflict(Text.TryAgain);
    }

    /// <summary>The picture of a user, as their account points at it.</summary>
    public async Task<Result<CurrentPicture>> GetAsync(string username, CancellationToken cancellation)
    {
        if (!Username.TryParse(username, out var name) || UserDocument.Living(await users.ReadAsync(name.Key, cancellation)) is not { } user)
            return new NotFound(Text.UserUnknown);
        return user.Picture is { } picture ? new CurrentPicture(user.Uid, picture.Hash) : new NotFound(Text.NoPicture);
    }

    /// <summary>What is known of a picture without its bytes; null when it was replaced just now.</summary>
    public Task<PictureProperties?> DescribeAsync(CurrentPicture picture, CancellationToken cancellation) =>
        pictures.GetPropertiesAsync(picture.Owner, picture.Hash, cancellation);

    /// <summary>A picture's bytes, or some of them; null when it was replaced just now. The caller disposes it.</summary>
    public Task<StoredPicture?> ReadAsync(CurrentPicture picture, long offset, long? length, CancellationToken cancellation) =>
        pictures.ReadAsync(picture.Owner, picture.Hash, cancellation, offset, length);

    /// <summary>Deletes pictures that no account points at; answers how many.</summary>
    public Task<int> SweepAsync(CancellationToken cancellation) =>
        orphans.RunAsync(async (owner, stop) => (await users.FindAsync(owner, stop))?.Picture?.Hash, cancellation);
}

/// <summary>A picture that an account points at.</summary>
public sealed record CurrentPicture(string Owner, string Hash);

/// <summary>Removes a deleted account's pictures.</summary>
public sealed class OwnedPictures(PictureStore pictures) : IOwnedByUsers
{
    public async IAsyncEnumerable<Removed> RemoveAsync(UserDocument owner, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return new Removed("pictures", await pictures.DeleteAllAsync(owner.Uid, cancellation));
    }
}
