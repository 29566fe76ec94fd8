using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace LeRun.Users.Pictures;

/// <summary>
/// Profile pictures in Blob storage. A blob is named <c>{owner}/{hash}</c>: the owner's id as hex of its UTF-8 bytes
/// (a text such as <c>..</c> must not become a path), and the hash of the content. Its other sizes lie beside it as
/// <c>{owner}/{hash}/{name}</c>; they can be made again at any time. Each method is one request unless it says so; failures
/// come as the SDK throws them, and <see cref="Storage.BlobStorage.IsOutOfReach"/> tells which pass.
/// </summary>
public sealed class PictureStore(BlobContainerClient container)
{
    // A picture is at most 5 MiB: always one request, which the service applies whole or not at all.
    private static readonly StorageTransferOptions SingleRequest =
        new() { InitialTransferSize = 8 << 20, MaximumTransferSize = 8 << 20 };

    /// <summary>
    /// Stores a picture with its sizes, over equal ones if there are: that is a retry's no-op, and tells the cleanup that it is
    /// wanted again. A request each; after a crash the cleanup finds what nothing points at.
    /// </summary>
    /// <param name="owner">The account's <c>_id</c>.</param>
    /// <param name="pictures"><see cref="PictureSize.Whole"/>, and any others.</param>
    public async Task<PictureVersion> UploadAsync(
        string owner, IReadOnlyList<EncodedPicture> pictures, CancellationToken cancellationToken)
    {
        var whole = pictures.Single(picture => picture.Size == PictureSize.Whole);
        var hash = Convert.ToHexStringLower(SHA256.HashData(whole.Bytes));
        var etag = await UploadSizeAsync(owner, hash, whole, cancellationToken);
        await Task.WhenAll(pictures.Where(picture => picture != whole)
            .Select(picture => UploadSizeAsync(owner, hash, picture, cancellationToken)));
        return new PictureVersion(hash, etag);
    }

    /// <summary>Stores one size of a picture, over the same one if there is; returns the blob's version.</summary>
    public async Task<string> UploadSizeAsync(
        string owner, string hash, EncodedPicture picture, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = picture.Size.ContentType },
            TransferOptions = SingleRequest,
        };
        var blob = Blob(owner, hash, picture.Size.Name);
        return (await blob.UploadAsync(BinaryData.FromBytes(picture.Bytes), options, cancellationToken)).Value.ETag.ToString("H");
    }

    /// <summary>What is known of a picture without its bytes; null if there is none.</summary>
    public async Task<PictureProperties?> GetPropertiesAsync(
        string owner, string hash, CancellationToken cancellationToken, PictureSize? size = null)
    {
        try
        {
            var blob = (await Blob(owner, hash, size?.Name).GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return new PictureProperties(blob.ContentType, blob.ContentLength, blob.LastModified);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>
    /// The bytes from <paramref name="offset"/>, all or <paramref name="length"/> of them; null if there is no such picture.
    /// </summary>
    /// <exception cref="RequestFailedException">416 when the offset lies behind the end.</exception>
    public async Task<StoredPicture?> ReadAsync(
        string owner,
        string hash,
        CancellationToken cancellationToken,
        long offset = 0,
        long? length = null,
        PictureSize? size = null)
    {
        var options = new BlobDownloadOptions { Range = offset == 0 && length is null ? default : new HttpRange(offset, length) };
        try
        {
            var blob = (await Blob(owner, hash, size?.Name).DownloadStreamingAsync(options, cancellationToken)).Value;
            // "bytes 0-99/5000"; absent when the whole picture came.
            var total = blob.Details.ContentRange is { } range
                ? long.Parse(range.AsSpan(range.IndexOf('/', StringComparison.Ordinal) + 1), provider: null)
                : blob.Details.ContentLength;
            return new StoredPicture(blob.Content, blob.Details.ContentType, total, blob.Details.LastModified);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>A whole picture in memory, at most 5 MiB; null if there is none.</summary>
    public async Task<byte[]?> ReadBytesAsync(string owner, string hash, CancellationToken cancellationToken)
    {
        await using var picture = await ReadAsync(owner, hash, cancellationToken);
        if (picture is null)
            return null;
        var bytes = new byte[picture.TotalLength];
        await picture.Content.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    /// <summary>
    /// Deletes what an account pointed at, once it points elsewhere, and its sizes. False, and nothing done, if it is gone or was
    /// uploaded again since. One request, then one to list the sizes, and one for each.
    /// </summary>
    public async Task<bool> DeleteAsync(string owner, PictureVersion version, CancellationToken cancellationToken)
    {
        if (!await DeleteAsync(Blob(owner, version.Hash), version.BlobETag, cancellationToken))
            return false;
        await DeleteSizesAsync(owner, version.Hash, cancellationToken);
        return true;
    }

    /// <summary>
    /// Deletes one blob as a listing showed it; false, and nothing done, if it is gone or was uploaded again since.
    /// </summary>
    public Task<bool> DeleteAsync(ListedPicture picture, CancellationToken cancellationToken) =>
        DeleteAsync(Blob(picture.Owner, picture.Version.Hash, picture.Size), picture.Version.BlobETag, cancellationToken);

    /// <summary>Deletes all sizes of a picture that is gone: one listing, and one request each.</summary>
    public async Task DeleteSizesAsync(string owner, string hash, CancellationToken cancellationToken)
    {
        await foreach (var size in ListBelowAsync(Prefix(owner) + hash + "/", cancellationToken))
            await DeleteAsync(size, cancellationToken);
    }

    /// <summary>
    /// Deletes all pictures of an owner whose account is gone, with their sizes: one listing, and one request each.
    /// </summary>
    /// <returns>How many pictures there were.</returns>
    public async Task<int> DeleteAllAsync(string owner, CancellationToken cancellationToken)
    {
        var deleted = 0;
        await foreach (var picture in ListAsync(owner, cancellationToken))
        {
            var blob = Blob(owner, picture.Version.Hash, picture.Size);
            var isDeleted = await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);
            deleted += isDeleted && picture.IsWhole ? 1 : 0;
        }

        return deleted;
    }

    /// <summary>
    /// The pictures of one owner, or of all (null), an owner's together, each before its sizes; one request for up to 5,000.
    /// </summary>
    public IAsyncEnumerable<ListedPicture> ListAsync(string? owner, CancellationToken cancellationToken) =>
        ListBelowAsync(owner is null ? null : Prefix(owner), cancellationToken);

    private async IAsyncEnumerable<ListedPicture> ListBelowAsync(
        string? prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken))
        {
            if (blob.Name.Split('/') is not [var hex, var hash, .. { Length: <= 1 } size] || OwnerOf(hex) is not { } owner)
                continue;
            if (blob.Properties is { ETag: { } etag, LastModified: { } lastModified })
                yield return new(owner, new(hash, etag.ToString("H")), size.FirstOrDefault(), lastModified);
        }
    }

    private static async Task<bool> DeleteAsync(BlobClient blob, string etag, CancellationToken cancellationToken)
    {
        try
        {
            var conditions = new BlobRequestConditions { IfMatch = new ETag(etag) };
            await blob.DeleteAsync(conditions: conditions, cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    private static string Prefix(string owner) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(owner)) + "/";

    // Null for a name that is not ours: somebody else's file in the container is theirs to delete.
    private static string? OwnerOf(string hex)
    {
        var bytes = new byte[hex.Length / 2];
        return hex.Length > 0 && Convert.FromHexString(hex, bytes, out _, out _) == OperationStatus.Done
            ? Encoding.UTF8.GetString(bytes)
            : null;
    }

    private BlobClient Blob(string owner, string hash, string? size = null) =>
        container.GetBlobClient(Prefix(owner) + hash + (size is null ? "" : "/" + size));
}
