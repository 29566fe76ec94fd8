namespace LeRun.Users.Pictures;

/// <summary>
/// Makes of a file what is stored: decoded, turned upright, scaled and encoded anew, so that nothing of the file but what it
/// shows gets any further.
/// </summary>
public sealed class PictureMaker(DecodeTurns turns)
{
    // Two that take so much each stay well within an instance of 512 MB.
    private const long MemoryBesideAnother = 96L << 20;

    /// <summary>
    /// Makes pictures of a file. Fails as <see cref="Unreadable"/> if it is no JPEG, PNG, WebP or GIF, is beyond the limits of
    /// <see cref="PictureDecoder"/>, or is not whole; as <see cref="Busy"/> if too many wait. A phone's photo of 12 megapixels
    /// takes a fifth of a second of a processor.
    /// </summary>
    /// <param name="file">At most <see cref="PictureService.MaxBytes"/>.</param>
    /// <param name="sizes">What to make of it.</param>
    /// <param name="cancellationToken">Ends the waiting for a turn.</param>
    public async Task<Result<IReadOnlyList<EncodedPicture>>> MakeAsync(
        byte[] file, IReadOnlyList<PictureSize> sizes, CancellationToken cancellationToken)
    {
        if (!PictureDecoder.Open(file, sizes).TryGet(out var decoder, out var failure))
            return failure;
        using (decoder)
        {
            return await turns.RunAsync(
                () => Make(decoder, sizes), alone: decoder.Memory > MemoryBesideAnother, cancellationToken);
        }
    }

    private static Result<IReadOnlyList<EncodedPicture>> Make(PictureDecoder decoder, IReadOnlyList<PictureSize> sizes)
    {
        if (!decoder.Decode().TryGet(out var decoded, out var failure))
            return failure;
        using (decoded)
            return PictureEncoder.Encode(decoded, decoder.Orientation, sizes).ToList();
    }
}
