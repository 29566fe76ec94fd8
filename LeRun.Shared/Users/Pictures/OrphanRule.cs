namespace LeRun.Users.Pictures;

/// <summary>
/// Which pictures nothing will ever point at. A crash leaves them in two ways: a new picture uploaded and not yet pointed
/// at, or an old one whose pointer moved on and that was not yet deleted.
/// </summary>
public static class OrphanRule
{
    /// <summary>How long an upload may take from the blob to the pointer; no request lives that long.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    /// <summary>After this a picture that is its owner's only one has been checked by many sweeps and is trusted.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromDays(2);

    /// <param name="currentHash">Of the picture that the owner's document points at; null without picture or owner.</param>
    public static bool IsOrphan(ListedPicture picture, string? currentHash, DateTimeOffset now) =>
        picture.Version.Hash != currentHash && now - picture.LastModified > Grace;

    /// <summary>Whether an owner's pictures are worth a look at the owner's document.</summary>
    public static bool MayHoldOrphans(IReadOnlyCollection<ListedPicture> ownersPictures, DateTimeOffset now) =>
        ownersPictures.Any(p => now - p.LastModified > Grace)
        && (ownersPictures.Count > 1 || ownersPictures.Any(p => now - p.LastModified < Settled));
}
