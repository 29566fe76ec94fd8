namespace LeRun.Users.Pictures;

/// <summary>
/// Deletes orphans (<see cref="OrphanRule"/>). Safe beside uploads, other sweeps and crashes: a delete names the version
/// that the listing showed, and an upload makes a new one. To run at least daily.
/// </summary>
public sealed class OrphanSweep(PictureStore store, TimeProvider time)
{
    /// <summary>
    /// Costs a listing request per 5,000 pictures and a look-up per owner with a recent or a second picture; holds one
    /// page in memory.
    /// </summary>
    /// <param name="currentHashOf">The hash that an owner's document points at; null without picture or owner.</param>
    /// <returns>How many were deleted.</returns>
    public async Task<int> RunAsync(Func<string, CancellationToken, Task<string?>> currentHashOf, CancellationToken cancellationToken)
    {
        var deleted = 0;
        var owners = new List<ListedPicture>();
        await foreach (var picture in store.ListAsync(owner: null, cancellationToken))
        {
            if (owners.Count > 0 && owners[0].Owner != picture.Owner)
            {
                deleted += await SweepOwnerAsync(owners, currentHashOf, cancellationToken);
                owners.Clear();
            }

            owners.Add(picture);
        }

        return deleted + await SweepOwnerAsync(owners, currentHashOf, cancellationToken);
    }

    private async Task<int> SweepOwnerAsync(
        List<ListedPicture> pictures, Func<string, CancellationToken, Task<string?>> currentHashOf, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!OrphanRule.MayHoldOrphans(pictures, now))
            return 0;

        var deleted = 0;
        var owner = pictures[0].Owner;
        var current = await currentHashOf(owner, cancellationToken);
        foreach (var picture in pictures.Where(p => OrphanRule.IsOrphan(p, current, now)))
            deleted += await store.DeleteAsync(owner, picture.Version, cancellationToken) ? 1 : 0;
        return deleted;
    }
}
