namespace LeRun.Users.Pictures;

/// <summary>What a user document holds to point at its picture.</summary>
/// <param name="Hash">SHA-256 of the bytes, lower-case hex: names the blob, versions the URL, and is the ETag to serve.</param>
/// <param name="BlobETag">
/// The blob's version when the document came to point at it; a delete names it, so that it can't take away
/// what someone uploaded again since.
/// </param>
public sealed record PictureVersion(string Hash, string BlobETag);

/// <summary>What is known of a picture without reading it.</summary>
/// <param name="Length">In bytes.</param>
public sealed record PictureProperties(string ContentType, long Length, DateTimeOffset LastModified);

/// <summary>A picture, or a part of it, as it comes from the store; the caller disposes it.</summary>
/// <param name="TotalLength">Of the whole picture, in bytes.</param>
public sealed record StoredPicture(Stream Content, string ContentType, long TotalLength, DateTimeOffset LastModified) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

/// <summary>A picture as the listing shows it.</summary>
public sealed record ListedPicture(string Owner, PictureVersion Version, DateTimeOffset LastModified);
