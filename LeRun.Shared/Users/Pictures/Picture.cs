namespace LeRun.Users.Pictures;

/// <summary>The formats of pictures that are taken.</summary>
public enum PictureFormat
{
    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>WebP, still or animated.</summary>
    WebP,

    /// <summary>GIF, still or animated.</summary>
    Gif,
}

/// <summary>A picture that was checked and holds nothing but pixels and what is needed to show them right.</summary>
/// <param name="Bytes">The file, without metadata; its pixels are the uploaded ones, not encoded again.</param>
/// <param name="Format">Told by the content.</param>
/// <param name="Width">In pixels as stored, before any orientation is applied; 1 to <see cref="PictureParser.MaxSide"/>.</param>
/// <param name="Height">As <paramref name="Width"/>.</param>
public sealed record Picture(ReadOnlyMemory<byte> Bytes, PictureFormat Format, int Width, int Height)
{
    /// <summary>The media type to store and to serve it with.</summary>
    public string ContentType => Format switch
    {
        PictureFormat.Jpeg => "image/jpeg",
        PictureFormat.Png => "image/png",
        PictureFormat.WebP => "image/webp",
        _ => "image/gif",
    };
}
