using LeRun.Users.Pictures;

namespace LeRun.Tests.Users.Pictures;

/// <summary>Makes pictures of files, and checks what holds for all of them.</summary>
internal static class Making
{
    public static PictureSize Square { get; } = new(128, IsJpeg: false);

    public static PictureSize Jpeg { get; } = new(null, IsJpeg: true);

    private static readonly PictureSize[] All =
        [.. PictureSize.MadeAtUpload, Jpeg, .. PictureSize.Sides.Select(side => new PictureSize(side, IsJpeg: true))];

    /// <summary>Makes all sizes of a picture that is accepted; returns one.</summary>
    public static byte[] Make(byte[] upload, PictureSize? size = null)
    {
        Assert.True(TryMake(upload, out var made, out var failure), failure?.Message.ToString());
        return made.Single(picture => picture.Size == (size ?? PictureSize.Whole)).Bytes;
    }

    /// <summary>Makes what is refused; returns the code.</summary>
    public static string Refuse(byte[] upload)
    {
        Assert.False(TryMake(upload, out _, out var failure));
        return Assert.IsType<Unreadable>(failure).Message.Key;
    }

    /// <summary>Makes pictures of a file, all sizes unless it says which.</summary>
    public static bool TryMake(
        byte[] upload, out IReadOnlyList<EncodedPicture> made, out Failure? failure, params PictureSize[] sizes)
    {
        made = [];
        sizes = sizes.Length == 0 ? All : sizes;
        if (!PictureDecoder.Open(upload, sizes).TryGet(out var decoder, out failure))
            return false;
        using (decoder)
        {
            if (!decoder.Decode().TryGet(out var decoded, out failure))
                return false;
            using (decoded)
                made = PictureEncoder.Encode(decoded, decoder.Orientation, sizes);
        }

        foreach (var picture in made)
        {
            Assert.Empty(Metadata.In(picture.Bytes));
            var (width, height) = Pixels.SizeOf(picture.Bytes);
            if (picture.Size.Side is { } side)
                Assert.Equal((side, side), (width, height));
            else
                Assert.InRange(Math.Max(width, height), 1, PictureSize.MaxSide);
        }

        return true;
    }
}
