using System.Collections.Concurrent;
using LeRun.Localization;

namespace LeRun.Users.Pictures;

/// <summary>
/// Makes the sizes that a stored picture lacks: JPEGs, which few clients ask for, and all sizes of pictures that were stored
/// before there were any. However many ask at once in a process, each is made once.
/// </summary>
public sealed class PictureSizes(PictureStore store, PictureMaker maker)
{
    private readonly ConcurrentDictionary<(CurrentPicture Picture, PictureSize Size), Lazy<Task<Failure?>>> _making = [];

    /// <summary>
    /// Makes a size and stores it beside its picture; null: it is there. Fails as <see cref="NotFound"/> if the picture was
    /// replaced meanwhile, <see cref="Unreadable"/> if no size can be made of it, <see cref="Busy"/> if too many pictures
    /// wait. 4 Blob requests.
    /// </summary>
    /// <param name="picture">The picture, which is in the store.</param>
    /// <param name="size">Any but <see cref="PictureSize.Whole"/>.</param>
    /// <param name="cancellationToken">Ends the waiting for it; others may wait as well.</param>
    public Task<Failure?> MakeAsync(CurrentPicture picture, PictureSize size, CancellationToken cancellationToken) =>
        _making.GetOrAdd((picture, size), _ => new(() => Task.Run(() => MakeAsync(picture, size), CancellationToken.None)))
            .Value.WaitAsync(cancellationToken);

    private async Task<Failure?> MakeAsync(CurrentPicture picture, PictureSize size)
    {
        try
        {
            // Whoever missed it may have looked just before another one stored it.
            if (await store.GetPropertiesAsync(picture.Owner, picture.Hash, CancellationToken.None, size) is not null)
                return null;
            if (await store.ReadBytesAsync(picture.Owner, picture.Hash, CancellationToken.None) is not { } file)
                return new NotFound(Messages.NoPicture);
            if (!(await maker.MakeAsync(file, [size], CancellationToken.None)).TryGet(out var made, out var failure))
                return failure;
            await store.UploadSizeAsync(picture.Owner, picture.Hash, made[0], CancellationToken.None);
            // Whoever deletes the picture looks for its sizes afterwards: one of the two sees the other.
            if (await store.GetPropertiesAsync(picture.Owner, picture.Hash, CancellationToken.None) is not null)
                return null;
            await store.DeleteSizesAsync(picture.Owner, picture.Hash, CancellationToken.None);
            return new NotFound(Messages.NoPicture);
        }
        finally
        {
            _making.TryRemove((picture, size), out _);
        }
    }
}
