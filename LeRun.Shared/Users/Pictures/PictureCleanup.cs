namespace LeRun.Users.Pictures;

/// <summary>
/// Deletes pictures that nothing will ever point at. A crash leaves them in two ways: a new picture uploaded and not yet pointed
/// at, or an old one whose pointer moved on and that was not yet deleted, or whose sizes were not. The cleanup is safe beside
/// uploads, other cleanups and crashes: a delete names the version that the listing showed, and an upload makes a new one. To
/// run at least daily.
/// </summary>
public sealed class PictureCleanup(PictureStore store, TimeProvider clock)
{
    // How long an upload may take from the blob to the pointer; no request lives that long.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    // An owner's only picture has by then been checked by many cleanups and is trusted.
    private static readonly TimeSpan Settled = TimeSpan.FromDays(2);

    /// <summary>
    /// Costs a listing request per 5,000 pictures and sizes, and a look-up per owner with a recent or a second picture; holds one
    /// page in memory.
    /// </summary>
    /// <param name="currentHashOf">The hash that an owner's account points at; null without picture or account.</param>
    /// <param name="cancellationToken">Ends the cleanup; another one goes on.</param>
    /// <returns>How many pictures were deleted.</returns>
    public async Task<int> RunAsync(
        Func<string, CancellationToken, Task<string?>> currentHashOf, CancellationToken cancellationToken)
    {
        var deleted = 0;
        var pictures = new List<ListedPicture>();
        await foreach (var picture in store.ListAsync(owner: null, cancellationToken))
        {
            if (pictures.Count > 0 && pictures[0].Owner != picture.Owner)
            {
                deleted += await CleanUpOwnerAsync(pictures, currentHashOf, cancellationToken);
                pictures.Clear();
            }

            pictures.Add(picture);
        }

        return deleted + await CleanUpOwnerAsync(pictures, currentHashOf, cancellationToken);
    }

    private async Task<int> CleanUpOwnerAsync(
        List<ListedPicture> pictures,
        Func<string, CancellationToken, Task<string?>> currentHashOf,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!MayHoldOrphans(pictures, now))
            return 0;

        var deleted = 0;
        var owner = pictures[0].Owner;
        var current = await currentHashOf(owner, cancellationToken);
        foreach (var orphan in pictures.Where(picture => picture.Version.Hash != current && now - picture.LastModified > Grace))
            deleted += await store.DeleteAsync(orphan, cancellationToken) && orphan.IsWhole ? 1 : 0;
        return deleted;
    }

    // Whether an owner's pictures are worth a look at the owner's account.
    private static bool MayHoldOrphans(List<ListedPicture> pictures, DateTimeOffset now) =>
        pictures.Exists(picture => now - picture.LastModified > Grace)
        && (pictures.Exists(picture => picture.Version.Hash != pictures[0].Version.Hash)
            || pictures.Exists(picture => now - picture.LastModified < Settled));
}
