namespace LeRun.Users.Pictures;

/// <summary>What is known of a picture without reading it.</summary>
/// <param name="ContentType">The media type.</param>
/// <param name="Length">In bytes.</param>
/// <param name="LastModified">When it was uploaded.</param>
public sealed record PictureProperties(string ContentType, long Length, DateTimeOffset LastModified);

/// <summary>A picture, or a part of it, as it comes from the store; the caller disposes it.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="ContentType">The media type.</param>
/// <param name="TotalLength">Of the whole picture, in bytes.</param>
/// <param name="LastModified">When it was uploaded.</param>
public sealed record StoredPicture(Stream Content, string ContentType, long TotalLength, DateTimeOffset LastModified)
    : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

/// <summary>A picture, or one of its sizes, as the listing shows it.</summary>
/// <param name="Owner">The <c>_id</c> of the account that uploaded it.</param>
/// <param name="Version">Which content, and which upload of it.</param>
/// <param name="Size">The name of a size; null: the picture itself.</param>
/// <param name="LastModified">When it was uploaded.</param>
public sealed record ListedPicture(string Owner, PictureVersion Version, string? Size, DateTimeOffset LastModified)
{
    /// <summary>Whether it is the picture itself.</summary>
    public bool IsWhole => Size is null;
}
