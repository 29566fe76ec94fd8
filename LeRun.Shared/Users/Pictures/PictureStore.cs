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
/// (a text such as <c>..</c> must not become a path), and the hash of the content. Each method is one request unless it
/// says so; failures come as the SDK throws them, and <see cref="Storage.BlobStorage.IsOutOfReach"/> tells which pass.
/// </summary>
public sealed class PictureStore(BlobContainerClient container)
{
    // A picture is at most 5 MiB: always one request, which the service applies whole or not at all.
    private static readonly StorageTransferOptions SingleRequest =
        new() { InitialTransferSize = 8 << 20, MaximumTransferSize = 8 << 20 };

    /// <summary>
    /// Stores the picture, over an equal one if there is: that is a retry's no-op, and tells the cleanup that it is wanted again.
    /// </summary>
    public async Task<PictureVersion> UploadAsync(string owner, Picture picture, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(picture.Bytes.Span));
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = picture.ContentType },
            TransferOptions = SingleRequest,
        };
        var response = await Blob(owner, hash).UploadAsync(BinaryData.FromBytes(picture.Bytes), options, cancellationToken);
        return new PictureVersion(hash, response.Value.ETag.ToString("H"));
    }

    /// <summary>What is known of a picture without its bytes; null if there is none.</summary>
    public async Task<PictureProperties?> GetPropertiesAsync(string owner, string hash, CancellationToken cancellationToken)
    {
        try
        {
            var blob = (await Blob(owner, hash).GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
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
        string owner, string hash, CancellationToken cancellationToken, long offset = 0, long? length = null)
    {
        var options = new BlobDownloadOptions { Range = offset == 0 && length is null ? default : new HttpRange(offset, length) };
        try
        {
            var blob = (await Blob(owner, hash).DownloadStreamingAsync(options, cancellationToken)).Value;
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

    /// <summary>
    /// Deletes what an account pointed at, once it points elsewhere. False, and nothing done, if it is gone or was uploaded again
    /// since.
    /// </summary>
    public async Task<bool> DeleteAsync(string owner, PictureVersion version, CancellationToken cancellationToken)
    {
        try
        {
            var conditions = new BlobRequestConditions { IfMatch = new ETag(version.BlobETag) };
            await Blob(owner, version.Hash).DeleteAsync(conditions: conditions, cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>Deletes all pictures of an owner whose account is gone: one listing, and one request a picture.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> DeleteAllAsync(string owner, CancellationToken cancellationToken)
    {
        var deleted = 0;
        await foreach (var picture in ListAsync(owner, cancellationToken))
            deleted += await Blob(owner, picture.Version.Hash).DeleteIfExistsAsync(cancellationToken: cancellationToken) ? 1 : 0;
        return deleted;
    }

    /// <summary>The pictures of one owner, or of all (null), an owner's together; one request for up to 5,000.</summary>
    public async IAsyncEnumerable<ListedPicture> ListAsync(
        string? owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new GetBlobsOptions { Prefix = owner is null ? null : Prefix(owner) };
        await foreach (var blob in container.GetBlobsAsync(options, cancellationToken))
        {
            var slash = blob.Name.IndexOf('/', StringComparison.Ordinal);
            if (OwnerOf(blob.Name.AsSpan(0, Math.Max(slash, 0))) is not { } named
                || blob.Properties is not { ETag: { } etag, LastModified: { } lastModified })
                continue;
            yield return new ListedPicture(named, new PictureVersion(blob.Name[(slash + 1)..], etag.ToString("H")), lastModified);
        }
    }

    private static string Prefix(string owner) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(owner)) + "/";

    // Null for a name that is not ours: somebody else's file in the container is theirs to delete.
    private static string? OwnerOf(ReadOnlySpan<char> hex)
    {
        var bytes = new byte[hex.Length / 2];
        return hex.Length > 0 && Convert.FromHexString(hex, bytes, out _, out _) == OperationStatus.Done
            ? Encoding.UTF8.GetString(bytes)
            : null;
    }

    private BlobClient Blob(string owner, string hash) => container.GetBlobClient(Prefix(owner) + hash);
}
