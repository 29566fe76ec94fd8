namespace LeRun.Users.Pictures;

/// <summary>One of the pictures that are made of an upload.</summary>
/// <param name="Side">A square of so many pixels, cut from the centre; null: the whole picture.</param>
/// <param name="IsJpeg">For clients that do not take WebP, on white where it is transparent.</param>
public sealed record PictureSize(int? Side, bool IsJpeg)
{
    /// <summary>The most pixels of the whole picture's longer side.</summary>
    public const int MaxSide = 1024;

    /// <summary>The sides of the squares, in pixels.</summary>
    public static IReadOnlyList<int> Sides { get; } = [128, 512];

    /// <summary>
    /// The picture that an account points at: whole, as WebP. Those of older releases are as they were uploaded.
    /// </summary>
    public static PictureSize Whole { get; } = new(null, IsJpeg: false);

    /// <summary>What is made of every upload at once; the others at their first ask.</summary>
    public static IReadOnlyList<PictureSize> MadeAtUpload { get; } =
        [Whole, .. Sides.Select(side => new PictureSize(side, IsJpeg: false))];

    /// <summary>What it is called beside <see cref="Whole"/>, such as <c>128.webp</c>; null for that one.</summary>
    public string? Name => this == Whole ? null : $"{Side?.ToString(provider: null) ?? "whole"}.{(IsJpeg ? "jpeg" : "webp")}";

    /// <summary>The media type.</summary>
    public string ContentType => IsJpeg ? "image/jpeg" : "image/webp";

    /// <summary>
    /// Returns by what a picture's sides are multiplied: the whole picture is never enlarged; a square always has its side.
    /// </summary>
    public double ScaleOf(int width, int height) =>
        Side is { } side ? (double)side / Math.Min(width, height) : Math.Min(1, (double)MaxSide / Math.Max(width, height));
}

/// <summary>A picture that was encoded here: pixels, and nothing else of the upload.</summary>
/// <param name="Size">Which of the pictures it is.</param>
/// <param name="Bytes">The file.</param>
public sealed record EncodedPicture(PictureSize Size, byte[] Bytes);
